"""The addresses of what the owner sets up: sites, agencies, school holidays, posts and roles."""

from django.urls import path

from sites.views import agencies, people, roles, school_holidays, sites

urlpatterns = [
    path("setup/sites/", sites.site_list, name="setup_sites"),
    path("setup/sites/new/", sites.add, name="add_site"),
    path("setup/sites/<slug:key>/change/", sites.change, name="change_site"),
    path("setup/agencies/", agencies.agency_list, name="setup_agencies"),
    path("setup/agencies/new/", agencies.add, name="add_agency"),
    path("setup/agencies/found/", agencies.found, name="found_agencies"),
    path("setup/agencies/<slug:key>/change/", agencies.change, name="change_agency"),
    path("setup/school-holidays/", school_holidays.holiday_list, name="school_holidays"),
    path("setup/school-holidays/new/", school_holidays.add, name="add_school_holiday"),
    path(
        "setup/school-holidays/<int:pk>/change/",
        school_holidays.change,
        name="change_school_holiday",
    ),
    path(
        "setup/school-holidays/<int:pk>/remove/",
        school_holidays.remove,
        name="remove_school_holiday",
    ),
    path("setup/people/", people.person_list, name="setup_people"),
    path("setup/people/<slug:key>/", people.person_page, name="setup_person"),
    path("setup/people/<slug:key>/posts/new/", people.add_post, name="add_post"),
    path("setup/posts/<int:pk>/", people.change_post, name="change_post"),
    path("setup/roles/new/", roles.give, name="give_role"),
    path("setup/roles/<int:pk>/end/", roles.end, name="end_role"),
]
