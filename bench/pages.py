"""How long pages take, as a ratio to the floor page: both asked for in turn by one client.

The floor page has a session, a login, one query and a table of 50 rows in the usual frame.
Afterwards: how much memory the web processes take together.
"""

import http.client
import io
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

from bench.memory import Memory, memory_of
from people.models import Person, User
from sites.enums import Role
from sites.models import SiteRole
from steering.models import Meeting, Minutes

ROUNDS = 120
WARM_UP = 10
WORKERS = 2
MEGABYTES = 200
"""What the web processes may take together."""

FLOOR = "floor page"
LIST, DETAIL, DASHBOARD = 1.5, 2.0, 2.5
"""How many times the p95 of the floor page a page of that kind may take."""

Row = dict[str, float | str]


def run() -> dict[str, Row]:
    """Give for each page its median and p95 in milliseconds, the ratio of its p95, and its target.

    The last row is the memory, in megabytes (10^6 bytes), once all pages were asked for.
    """
    call_command("make_programme", sites=6, years=3, seed=1, stdout=io.StringIO())
    user = _administrator()
    pages = _pages(user)
    with _served() as (port, server):
        times = _ask(
            port, _cookie(user), {FLOOR: "/floor/"} | {n: p for n, (_, p) in pages.items()}
        )
        memory = memory_of(server)
    floor = _p95(times[FLOOR])
    rows = {FLOOR: _times(times[FLOOR])}
    for name, (target, _) in pages.items():
        ratio = _p95(times[name]) / floor
        rows[name] = _times(times[name]) | {"ratio": ratio} | _target(ratio, target)
    return rows | ({"memory": _in_megabytes(memory)} if memory else {})


def _times(taken: list[float]) -> Row:
    return {"median_ms": statistics.median(taken) * 1000, "p95_ms": _p95(taken) * 1000}


def _in_megabytes(memory: Memory) -> Row:
    shared_out, own = memory.pss / 1_000_000, memory.uss / 1_000_000
    return {"pss_mb": shared_out, "uss_mb": own} | _target(shared_out, MEGABYTES)


def _target(figure: float, most: float) -> Row:
    return {"at most": most, "is": "met" if figure <= most else "missed"}


def _pages(user: User) -> dict[str, tuple[float, str]]:
    """Each page with the ratio it may take and its address."""
    held = (
        Meeting.objects.administered_by(user)
        .filter(pk__in=Minutes.objects.values("meeting"))
        .latest("starts_at")
    )
    meeting = [held.pk]
    return {
        "today": (DASHBOARD, reverse("home")),
        "groups": (LIST, reverse("groups")),
        "group": (DETAIL, reverse("group", args=[held.group.key])),
        "meeting": (DETAIL, reverse("meeting", args=meeting)),
        "register": (DETAIL, reverse("register", args=meeting)),
        "minutes": (DETAIL, reverse("minutes", args=meeting)),
        "write minutes": (DETAIL, reverse("write_minutes", args=meeting)),
        "outbox": (LIST, reverse("outbox")),
        "sites": (DASHBOARD, reverse("sites")),
        "site": (DETAIL, reverse("site", args=[held.group.site.key])),
        "factors": (LIST, reverse("factors")),
        "compare": (DASHBOARD, reverse("compare")),
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
def _served() -> Iterator[tuple[int, int]]:
    """The port on which gunicorn serves, and the id of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--config=python:runtime.gunicorn_config"),
            *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"},
    )
    try:
        _wait(port)
        yield port, server.pid
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
