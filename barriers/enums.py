"""Fixed words of this app. The values are those of the programme folder."""

from django.db.models import IntegerChoices, TextChoices


class Direction(TextChoices):
    """Belongs to the entry, not to its theme: one theme helps here and hinders there."""

    HELPED = "helped", "Helped"
    HINDERED = "hindered", "Hindered"
    MIXED = "mixed", "Mixed"


class Strength(IntegerChoices):
    GENERAL = 1, "General statement"
    EXPLICIT = 2, "Explicit example"


class FactorState(TextChoices):
    ANTICIPATED = "anticipated", "Anticipated"
    CURRENT = "current", "Current"
    EASED = "eased", "Eased"
    ENDED = "ended", "Ended"


class View(TextChoices):
    """Whose view an entry gives; the supporter's is not shown to the site's members."""

    SITE = "site", "The site's"
    SUPPORTER = "supporter", "The supporter's"


class MoneyWouldSolve(TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class RatingValue(TextChoices):
    """CFIR ratings. Mixed is not 0, and missing is neither."""

    MINUS_TWO = "-2", "Clearly hindered"
    MINUS_ONE = "-1", "Hindered"
    ZERO = "0", "Neutral"
    PLUS_ONE = "1", "Helped"
    PLUS_TWO = "2", "Clearly helped"
    MIXED = "mixed", "Mixed"
    MISSING = "missing", "Missing"


class Level(TextChoices):
    """Implementation level of a site, decided apart from its ratings."""

    HIGH = "high", "High"
    MIDDLE = "middle", "Middle"
    LOW = "low", "Low"
