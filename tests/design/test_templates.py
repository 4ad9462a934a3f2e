"""All templates: they compile, and nothing in them stands in the way of the security policy."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import get_template
from django.test import override_settings

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
PAGES = [name for name in TEMPLATES if "/email/" not in name and "/mail/" not in name]

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: link": re.compile(r"javascript:", re.IGNORECASE),
    "an hx-on attribute": re.compile(r"\s(?:data-)?hx-on\b", re.IGNORECASE),
}


def inline_parts(text: str) -> list[str]:
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_has_nothing_inline(name: str) -> None:
    assert inline_parts((FOLDER / name).read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p class="x" style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<button\n  onclick="go()">',
        '<a href="javascript:go()">',
        '<div hx-on:click="go()">',
    ],
)
def test_the_test_sees_what_is_inline(text: str) -> None:
    assert len(inline_parts(text)) == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_static_file_exists(name: str) -> None:
    asked = re.findall(r"""\{% static ['"]([^'"]+)['"]""", (FOLDER / name).read_text())
    assert [file for file in asked if finders.find(file) is None] == []


def test_static_files_can_be_collected_as_in_production(tmp_path: Path) -> None:
    """The storage refuses a style sheet that asks for a file that is not there."""
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}
    ):
        call_command("collectstatic", "--no-input", "--verbosity=0")
    names = {path.name.split(".")[0] for path in (tmp_path / "css").iterdir()}
    assert {"page", "frame", "forms"} <= names
