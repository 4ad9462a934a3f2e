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


class Deputies(TextChoices):
    """What the terms of reference say about somebody who comes in a member's place."""

    COUNT = "count", "They count for the quorum"
    MAY_COME = "may_come", "They may come, but do not count for the quorum"
    NONE = "none", "Nobody may come in a member’s place"


class LeftBecause(TextChoices):
    WORKLOAD = "workload", "Workload"
    CHANGED_ROLE = "changed_role", "Changed role"
    SECONDMENT_ENDED = "secondment_ended", "Secondment ended"
    LEFT_AGENCY = "left_agency", "Left the agency"
    POST_LOST = "post_lost", "Post lost"
    OTHER = "other", "Other"


class HandoverOf(TextChoices):
    """What passed from one person to another."""

    TASKS = "tasks", "Open actions and papers"
    ROLE = "role", "A role on the group"
    ADMINISTRATION = "administration", "The administrator’s work"


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


class ItemKind(TextChoices):
    """What an item stands on the agenda for."""

    INFORMATION = "information", "To hear"
    DISCUSSION = "discussion", "To discuss"
    DECISION = "decision", "To decide"
    USER_VOICE = "user_voice", "To hear from families"
    RELATIONSHIP_BUILDING = "relationship_building", "To get to know each other"


class ItemSource(TextChoices):
    """How an item came onto the agenda."""

    WRITTEN = "", "Written by the administrator"
    STANDING = "standing", "On every agenda of the group"
    BACKLOG = "backlog", "From the list of items to come"
    MATTERS_ARISING = "matters_arising", "Put together from what happened since"


class PaperFormat(TextChoices):
    """In what form a paper is read."""

    ORDINARY = "", "Ordinary"
    EASY_READ = "easy_read", "Easy read"
    LARGE_PRINT = "large_print", "Large print"


class Answer(TextChoices):
    """What somebody replies to an invitation. No row: no reply yet."""

    COMING = "coming", "Coming"
    LATE = "late", "Coming, arriving late"
    APOLOGIES = "apologies", "Apologies"
    DEPUTY = "deputy", "Sending a deputy"


class SeriesRule(TextChoices):
    """How the meetings of a series follow one another."""

    MONTHLY = "monthly", "On the same day of the month"
    WEEKS = "weeks", "Every so many weeks"
    WEEKDAY = "weekday", "On the same weekday of the month, such as the first Tuesday"
    LAST = "last", "On the last such weekday of the month"
    CUSTOM = "custom", "On days chosen one by one"


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
    """A standard notice, which goes by itself when it is due.

    The lines of "The administrator's cycle" in the product's domain description, in the order
    of that table. Those to the administrator remind of what a person has to check and send.
    """

    CALL_FOR_ITEMS = "call_for_items", "Call for agenda items and papers"
    FIRST_CHASE = "first_chase", "Open actions: first reminder"
    AGENDA_WITH_CHAIR = "agenda_with_chair", "Agenda to agree with the chair"
    FORMATS_DUE = "formats_due", "Papers due for easy read and large print"
    PAPERS_DUE = "papers_due", "Papers due"
    SECOND_CHASE = "second_chase", "Open actions: second reminder"
    AGENDA_OUT = "agenda_out", "Agenda and papers due out tomorrow"
    SECOND_REQUEST = "second_request", "Second request for a reply"
    QUORUM_AT_RISK = "quorum_at_risk", "Quorum at risk"
    REMINDER = "reminder", "Reminder with place and joining link"
    YOUR_ACTIONS = "your_actions", "Your actions from the meeting"
    MINUTES_TO_CHAIR = "minutes_to_chair", "Draft minutes due to the chair"
    MINUTES_OUT = "minutes_out", "Draft minutes due out"
    CONFIRMED_OUT = "confirmed_out", "Confirmed minutes due out"


class LeadUnit(TextChoices):
    """In what days a lead time is counted. Clear days leave out both ends."""

    WORKING_DAYS = "working_days", "working days"
    CLEAR_WORKING_DAYS = "clear_working_days", "clear working days"
    CLEAR_DAYS = "clear_days", "clear days"
