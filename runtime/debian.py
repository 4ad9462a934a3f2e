"""Debian's packages, for the few things that no package index of Python or npm can bring."""

from __future__ import annotations

import os
import shutil
import subprocess


def can_install() -> bool:
    """Whether we may install: root, on Debian, Ubuntu or a relative of theirs."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Installs the packages, with fresh package lists if need be; says whether it worked."""
    return _apt_get("install", *packages) or (
        _apt_get("update") and _apt_get("install", *packages, say_why_not=True)
    )


def _apt_get(command: str, *packages: str, say_why_not: bool = False) -> bool:
    arguments = ["apt-get", "-qq", command]
    if command == "install":
        arguments += ["--yes", "--no-install-recommends", *packages]
    result = subprocess.run(
        arguments,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode != 0 and say_why_not:
        print(result.stdout)
    return result.returncode == 0
