from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "sites"
    label = "implementation_sites"  # "sites" is taken by django.contrib.sites
