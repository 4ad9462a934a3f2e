"""Several people who press the button at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

PEOPLE = 8


def all_at_once(do: Callable[[int], object]) -> list[object]:
    """Let PEOPLE people do it, each over a connection of their own, from one starting shot."""
    start = Barrier(PEOPLE)

    def one(number: int) -> object:
        try:
            start.wait()
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(one, range(PEOPLE)))
