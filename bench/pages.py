"""How long pages take, as a ratio to the floor page: both asked for in turn by one client.

The floor page has a session, a login, one query and a table of 50 rows in the usual frame.
"""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.urls import reverse

from people.models import Person, User
from sites.enums import Role
from sites.models import SiteRole
from steering.models import Meeting, Minutes

ROUNDS = 120
WARM_UP = 10
WORKERS = 2


def run() -> dict[str, dict[str, float]]:
    """Give for each page its median and p95 in milliseconds, and the ratio of its p95."""
    call_command("make_programme", sites=6, years=3, seed=1, verbosity=0)
    user = _administrator()
    paths = {"floor page": "/floor/", **_paths(user)}
    with _served() as port:
        times = _ask(port, _cookie(user), paths)
    floor = _p95(times["floor page"])
    return {
        name: {
            "median_ms": statistics.median(taken) * 1000,
            "p95_ms": _p95(taken) * 1000,
            "ratio": _p95(taken) / floor,
        }
        for name, taken in times.items()
    }


def _paths(user: User) -> dict[str, str]:
    held = (
        Meeting.objects.administered_by(user)
        .filter(pk__in=Minutes.objects.values("meeting"))
        .latest("starts_at")
    )
    meeting = [held.pk]
    return {
        "today": reverse("home"),
        "groups": reverse("groups"),
        "group": reverse("group", args=[held.group.key]),
        "meeting": reverse("meeting", args=meeting),
        "register": reverse("register", args=meeting),
        "minutes": reverse("minutes", args=meeting),
        "write minutes": reverse("write_minutes", args=meeting),
        "outbox": reverse("outbox"),
    }


def _administrator() -> User:
    role = (
        SiteRole.objects.in_force()
        .filter(role=Role.ADMINISTRATOR)
        .exclude(person__email="")
        .first()
    )
    assert role is not None, "the generated programme has no administrator"
    person: Person = role.person
    return User.objects.get_or_create(email=person.email.lower(), defaults={"person": person})[0]


def _cookie(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "thinkfamily.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--log-level", "error"),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"},
    )
    try:
        _wait(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn did not answer within 10 seconds")


def _ask(port: int, cookie: str, paths: dict[str, str]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in paths}
    for number in range(WARM_UP + ROUNDS):
        for name, path in paths.items():
            taken = _one(port, cookie, path)
            if number >= WARM_UP:
                times[name].append(taken)
    return times


def _one(port: int, cookie: str, path: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    response.read()
    taken = time.perf_counter() - start
    connection.close()
    if response.status != http.client.OK:
        raise RuntimeError(f"{path} answered {response.status}")
    return taken


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
