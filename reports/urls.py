"""The addresses of what needs several apps at once."""

from django.urls import path

from reports import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sites/", views.site_list, name="sites"),
    path("sites/<slug:key>/", views.site, name="site"),
]
