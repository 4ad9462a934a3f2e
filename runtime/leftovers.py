"""Ends what an earlier run left alive when it was killed.

On Linux the kernel does that by itself (processes.py); this is for other systems.
"""

import contextlib
import json
from pathlib import Path

import psutil

SECONDS_TO_END = 3.0


def remember(file: Path, pids: list[int]) -> None:
    """Notes our children. A start time beside each number tells it from a later process's."""
    started = {}
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            started[pid] = psutil.Process(pid).create_time()
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(started))
    draft.replace(file)


def end(file: Path) -> None:
    """Ends the processes noted there, with all that they started themselves."""
    if not file.exists():
        return
    found = []
    for pid, started in json.loads(file.read_text()).items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(int(pid))
            if process.create_time() == started:
                found += [process, *process.children(recursive=True)]
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(found, SECONDS_TO_END)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    file.unlink()
