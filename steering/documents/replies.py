"""What somebody replied, in words."""

from steering.enums import Answer
from steering.models import Reply

SAID = {
    Answer.COMING: "will come",
    Answer.LATE: "will come, arriving late",
    Answer.APOLOGIES: "cannot come",
    Answer.DEPUTY: "will send somebody",
}


def said_by(who: str, reply: Reply) -> str:
    """`I cannot come`, `You will send somebody: Owen Tranter`."""
    more = reply.deputy.name if reply.deputy else reply.arrives
    return f"{who} {SAID[Answer(reply.answer)]}" + (f": {more}" if more else "")
