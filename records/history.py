"""The audit trail of a model: django-pghistory writes a row for each change, by trigger."""

import pghistory


def every_change() -> tuple[pghistory.RowEvent, ...]:
    """The trackers of a model of which every insert, update and deletion is kept for good."""
    return pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent()
