"""The addresses of what helps and hinders."""

from django.urls import path

from barriers.views import reading, writing

urlpatterns = [
    path("factors/", reading.factor_list, name="factors"),
    path("factors/log/", writing.log, name="log_factor"),
    path("factors/<slug:key>/", reading.factor_page, name="factor"),
    path("factors/<slug:key>/change/", writing.change, name="change_factor"),
    path("factors/<slug:key>/ease/", writing.ease, name="ease_factor"),
    path("factors/<slug:key>/end/", writing.end, name="end_factor"),
]
