"""What a service may refuse. The message is a sentence for the person who tried."""


class SitesError(Exception):
    """Refused for a reason that the person can understand; `str()` is the sentence to show."""


class RoleHeldAlready(SitesError):
    """Somebody holds the same role at the same site at the same time."""


class PostHeldAlready(SitesError):
    """The same post of the same person from the same day is entered already."""
