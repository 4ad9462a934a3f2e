"""The product's own settings, with the floor page beside its pages."""

from thinkfamily.settings import *  # noqa: F403 - all of them, so that pages run as they do

ROOT_URLCONF = "bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES = [
    {**TEMPLATES[0], "DIRS": [BASE_DIR / "templates", BASE_DIR / "bench" / "templates"]}  # noqa: F405 - from the settings
]
