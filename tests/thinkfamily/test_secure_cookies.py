"""What the scheme of PUBLIC_BASE_URL decides, read from the settings of a process of its own."""

import json
import os
import subprocess
import sys

import pytest

NAMES = [
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SECURE_SSL_REDIRECT",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
]
PRINT = (
    "import json, sys; from django.conf import settings;"
    "print(json.dumps([getattr(settings, name) for name in sys.argv[1:]]))"
)


def settings_with(**environment: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", PRINT, *NAMES],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "thinkfamily.settings", **environment},
        capture_output=True,
        check=True,
    )
    values: list[object] = json.loads(done.stdout)
    return values


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://steering.example.org", [True, True, True, "Lax", True, 1]),
        ("http://127.0.0.1:8000", [False, False, True, "Lax", False, 0]),
    ],
)
def test_cookies_and_redirects(address: str, expected: list[object]) -> None:
    assert settings_with(PUBLIC_BASE_URL=address) == expected


def test_proxies_can_be_counted() -> None:
    values = settings_with(PUBLIC_BASE_URL="https://steering.example.org", TRUSTED_PROXIES="2")
    assert values[-1] == 2
