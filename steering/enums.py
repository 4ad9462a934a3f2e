"""Fixed words of this app, and which state may follow which."""

from django.db.models import TextChoices


class Capacity(TextChoices):
    """In what capacity somebody sits on a group.

    Special category data: docs/access.md says who sees it.
    """

    PROFESSIONAL = "professional", "Professional"
    SERVICE_USER = "service_user", "Service user"
    CARER = "carer", "Carer"
    YOUNG_CARER = "young_carer", "Young carer"
    REPRESENTATIVE = "representative", "Representative"


class MemberRole(TextChoices):
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co_chair", "Co-chair"
    DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
    ADMINISTRATOR = "administrator", "Administrator"
    MEMBER = "member", "Member"


CHAIR_ROLES = (MemberRole.CHAIR, MemberRole.CO_CHAIR)
"""Who sees what the chair sees."""


class LeftBecause(TextChoices):
    WORKLOAD = "workload", "Workload"
    CHANGED_ROLE = "changed_role", "Changed role"
    SECONDMENT_ENDED = "secondment_ended", "Secondment ended"
    LEFT_AGENCY = "left_agency", "Left the agency"
    POST_LOST = "post_lost", "Post lost"
    OTHER = "other", "Other"


class Appearance(TextChoices):
    """How somebody stands in minutes, registers and lists."""

    BY_CAPACITY = "", "The usual way"
    AGENCY = "agency", "With the agency"
    GROUP_MEMBER = "group_member", "As “Group member”"
    OWN_WORDS = "own_words", "In words of their own"


class Mode(TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "In person and online"


class MeetingState(TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class AttendanceStatus(TextChoices):
    """No row means not recorded, which is not absent."""

    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"
    DEPUTY = "deputy", "Deputy"
    IN_ATTENDANCE = "in_attendance", "In attendance"


class MinutesState(TextChoices):
    DRAFT = "draft", "Draft"
    WITH_CHAIR = "with_chair", "With the chair"
    CIRCULATED = "circulated", "Circulated"
    APPROVED = "approved", "Approved"


MINUTES_MAY_BECOME: dict[str, frozenset[str]] = {
    MinutesState.DRAFT: frozenset({MinutesState.WITH_CHAIR, MinutesState.CIRCULATED}),
    MinutesState.WITH_CHAIR: frozenset({MinutesState.DRAFT, MinutesState.CIRCULATED}),
    MinutesState.CIRCULATED: frozenset({MinutesState.CIRCULATED, MinutesState.APPROVED}),
    MinutesState.APPROVED: frozenset(),
}
"""Corrections to approved minutes are recorded in later minutes, never in the text itself."""


class SendingKind(TextChoices):
    """What a person checks and sends; standard notices go by themselves."""

    INVITATION = "invitation", "Invitation"
    AGENDA = "agenda", "Agenda"
    MINUTES = "minutes", "Minutes"
    CANCELLATION = "cancellation", "Cancellation"


class NoticeKind(TextChoices):
    """A standard notice, which goes by itself when it is due."""

    REMINDER = "reminder", "Reminder"
