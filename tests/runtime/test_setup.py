"""Setting up a checkout: done once, quickly found done, done again after a change."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Stands for .venv/bin/python: notes how it was called and takes its time, as pip does.
PYTHON = """#!/bin/sh
echo "$@" >> {calls}
sleep 0.3
"""

# What a complete set-up leaves behind.
COMPLETE = """
from runtime import browser, setup
for step in setup.steps("test"):
    for path in step.leaves:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.exists() or path.write_text("/bin/true")
    step.note()
"""


class Checkout:
    """A copy of what setting up needs, with a Python that only takes notes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls_file = folder / "calls"
        for name in ("runtime", "requirements"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder / name)
        python = folder / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(PYTHON.format(calls=self.calls_file))
        python.chmod(0o755)
        subprocess.run([sys.executable, "-c", COMPLETE], cwd=folder, check=True)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "runtime.setup", *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def set_up(self, *arguments: str) -> str:
        return self.start(*arguments).communicate()[0]

    def calls(self) -> list[str]:
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.parametrize("purpose", ["run", "lint", "test"])
def test_a_second_set_up_says_nothing_and_takes_well_under_a_second(
    checkout: Checkout, purpose: str
) -> None:
    began = time.monotonic()
    said = checkout.set_up(purpose)

    assert said == ""
    assert checkout.calls() == []
    assert time.monotonic() - began < 0.7


def test_it_becomes_the_command_it_was_called_for(checkout: Checkout) -> None:
    checkout.set_up("run", "-m", "runtime.supervisor")

    assert checkout.calls() == ["-m runtime.supervisor"]


def test_a_changed_lock_file_is_installed_once(checkout: Checkout) -> None:
    lock = checkout.folder / "requirements" / "app.txt"
    lock.write_text(lock.read_text() + "# changed\n")

    first, second = checkout.set_up("run"), checkout.set_up("run")

    assert first == "Installing the app's packages …\n"
    assert second == ""
    (call,) = checkout.calls()
    assert call.startswith("-m pip install")
    assert "--require-hashes" in call
    assert call.endswith(str(lock))


def test_two_set_ups_at_once_take_turns(checkout: Checkout) -> None:
    lock = checkout.folder / "requirements" / "app.txt"
    lock.write_text(lock.read_text() + "# changed\n")

    both = [checkout.start("run"), checkout.start("run")]
    said = sorted(process.communicate()[0] for process in both)

    assert said == ["", "Installing the app's packages …\n"]
    assert len(checkout.calls()) == 1


def test_a_failed_installation_is_told_and_tried_again(checkout: Checkout) -> None:
    lock = checkout.folder / "requirements" / "app.txt"
    lock.write_text(lock.read_text() + "# changed\n")
    python = checkout.folder / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\necho no such package\nexit 1\n")

    process = checkout.start("run")
    said = process.communicate()[0]

    assert process.returncode == 1
    assert "no such package\n\npip could not install app.txt" in said
    assert "Installing the app's packages" in checkout.set_up("run")


def test_a_checkout_that_others_own_is_used_as_it_is(checkout: Checkout) -> None:
    for path in [checkout.folder, *checkout.folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)

    assert checkout.set_up("test") == ""


def test_python_without_venv_says_the_line_to_type(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / ".venv")
    program = (
        "import sys; sys.modules['ensurepip'] = None; sys.argv[1:] = ['run']\n"
        "from runtime import setup; setup.main()"
    )

    # An empty PATH has no apt-get, so nothing can be installed even by root.
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout.folder,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert result.returncode == 1
    assert result.stderr.endswith(f"    sudo apt-get install python{version}-venv\n")


def test_the_app_and_its_tests_have_the_same_version_of_each_package() -> None:
    app, test = (
        {
            line.split()[0]
            for line in (ROOT / "requirements" / name).read_text().splitlines()
            if "==" in line
        }
        for name in ("app.txt", "test.txt")
    )

    assert app <= test
