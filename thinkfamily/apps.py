from django.apps import AppConfig


class ThinkfamilyConfig(AppConfig):
    name = "thinkfamily"
