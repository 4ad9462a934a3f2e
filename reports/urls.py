"""The addresses of what needs several apps at once."""

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.home, name="home"),
]
