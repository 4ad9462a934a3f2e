"""Who takes over the administrator's work."""

from typing import Any

from steering.forms.dated_changes import HandOverForm


class AdministrationForm(HandOverForm):
    """A member, or somebody who joins for it; it passes today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["on"]
