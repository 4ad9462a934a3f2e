"""How much memory a process and those that it started take together. Linux alone tells."""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """Bytes. `uss` is what each has for itself; `pss` adds its share of what several share."""

    pss: int
    uss: int


def memory_of(pid: int) -> Memory | None:
    """Give what the process with this id and its children take; None on another system."""
    if not (PROC / str(pid) / "smaps_rollup").exists():
        return None
    counts = [_counted(one) for one in (pid, *_children(pid))]
    return Memory(
        pss=sum(one["Pss"] for one in counts),
        uss=sum(one["Private_Clean"] + one["Private_Dirty"] for one in counts),
    )


def _children(pid: int) -> list[int]:
    listed = PROC / str(pid) / "task" / str(pid) / "children"
    return [int(one) for one in listed.read_text().split()]


def _counted(pid: int) -> dict[str, int]:
    """The figures of one process by their names, in bytes; the kernel gives kilobytes of 1024."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    return {
        name: int(words.split()[0]) * 1024 for name, _, words in (x.partition(":") for x in lines)
    }
