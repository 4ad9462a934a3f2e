"""The addresses of what needs several apps at once."""

from django.urls import path

from reports import views
from reports.comparison.view import compare
from reports.matters_arising.view import matters_arising
from reports.month.view import month

urlpatterns = [
    path("", views.home, name="home"),
    path("compare/", compare, name="compare"),
    path("meetings/<int:pk>/matters-arising/", matters_arising, name="matters_arising"),
    path("today/month/", month, name="month"),
    path("sites/", views.site_list, name="sites"),
    path("sites/<slug:key>/", views.site, name="site"),
]
