"""What an uploaded file really is: told from its content, never from its name or what was claimed.

Nothing is decoded or inflated beyond a fixed bound, so no file costs more than its size does.
"""

from uploads.errors import NotAccepted
from uploads.kinds import Checked, checked
from uploads.names import safe_name

__all__ = ["Checked", "NotAccepted", "checked", "safe_name"]
