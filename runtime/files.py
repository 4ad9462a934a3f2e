"""Files of which no half may ever be seen."""

import os
import tempfile
from pathlib import Path


def write_once(file: Path, text: str) -> None:
    """Writes a private file if there is none. Of two writers at once the first decides."""
    if file.exists():
        return
    # mkstemp's files are for their owner's eyes alone.
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def write_durably(file: Path, content: bytes) -> None:
    """Returns when the whole file is on the disk; before that nothing has its name."""
    draft = file.with_name(f".{file.name}")
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.rename(file)
