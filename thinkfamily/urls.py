"""Every address of the service."""

from django.urls import path

from thinkfamily import views

urlpatterns = [
    path("health/", views.health, name="health"),
]
