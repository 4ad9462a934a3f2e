"""A meeting's life in steps, from the plan to the confirmed minutes: what is done, what is next.

No date is stored: each follows from the meeting's start and the lead times, so moving the
meeting moves them all. No step stands in the way of another; the next one is only advice.
"""

from steering.life.facts import Facts, facts_of, facts_of_many
from steering.life.step import DONE, NOT_NEEDED, RUNNING, Step
from steering.life.steps import next_step, open_steps, steps_of

__all__ = [
    "DONE",
    "NOT_NEEDED",
    "RUNNING",
    "Facts",
    "Step",
    "facts_of",
    "facts_of_many",
    "next_step",
    "open_steps",
    "steps_of",
]
