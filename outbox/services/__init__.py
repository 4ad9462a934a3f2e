"""Writing to the outbox. Each function is one transaction and takes `now`, an aware datetime."""

from outbox.services.drafts import Draft, EnclosedFile, put, put_sign_in_code
from outbox.services.errors import CannotSendAgain, TooLate, TooLateToHold, TooLateToUndo
from outbox.services.holds import hold, release, undo, withdraw
from outbox.services.mailboxes import hold_seconds, open_mailbox, pause, resume, set_hold
from outbox.services.repeats import send_again
from outbox.services.senders import Sender, pass_on

__all__ = [
    "CannotSendAgain",
    "Draft",
    "EnclosedFile",
    "Sender",
    "TooLate",
    "TooLateToHold",
    "TooLateToUndo",
    "hold",
    "hold_seconds",
    "open_mailbox",
    "pass_on",
    "pause",
    "put",
    "put_sign_in_code",
    "release",
    "resume",
    "send_again",
    "set_hold",
    "undo",
    "withdraw",
]
