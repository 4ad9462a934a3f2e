"""Fixed words of this app."""

from django.db.models import TextChoices


class SignIn(TextChoices):
    """Whether a person may sign in, and how far an invitation to do so has come."""

    SIGNS_IN = "signs_in", "Signs in"
    INVITED = "invited", "Invited"
    LAPSED = "lapsed", "Invitation lapsed"
    OPEN = "open", "May sign in"
    CLOSED = "closed", "Account closed"
    NONE = "none", "No account"


class Route(TextChoices):
    """How somebody is reached."""

    EMAIL = "email", "By e-mail"
    POST = "post", "By post"
    TELEPHONE = "telephone", "By telephone, and by post"
