"""The addresses of the owner's two pages."""

from django.urls import path

from reports.setting_up import views

urlpatterns = [
    path("setup/", views.setup, name="setup"),
    path("access/", views.access, name="access"),
]
