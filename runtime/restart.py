"""When something that ended is started again: after 1 second, then 2, 4 and so on up to 30."""

import time

SHORTEST = 1.0
LONGEST = 30.0
STEADY = 60.0
"""Seconds. What has been up for STEADY seconds begins again with the shortest wait."""


class Restart:
    """The waits of one process. Call `began` at each start, `ended` when it is found dead."""

    def __init__(self) -> None:
        self._wait = 0.0
        self._began = 0.0
        self._due: float | None = None

    def began(self) -> None:
        self._began = time.monotonic()
        self._due = None

    def ended(self) -> float | None:
        """Seconds to wait, at the first call after an end; None at the later ones."""
        if self._due is not None:
            return None
        now = time.monotonic()
        steady = now - self._began > STEADY
        self._wait = SHORTEST if steady or not self._wait else min(self._wait * 2, LONGEST)
        self._due = now + self._wait
        return self._wait

    def is_due(self) -> bool:
        return self._due is not None and time.monotonic() >= self._due
