"""Fixed words of this app. The values are those of the programme folder."""

from django.db.models import TextChoices


class Nation(TextChoices):
    ENGLAND = "england", "England"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"


class AgencyKind(TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    NHS_TRUST = "nhs_trust", "NHS trust"
    HSC_TRUST = "hsc_trust", "Health and social care trust"
    GP = "gp", "GP practice"
    SCHOOL = "school", "School"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    USER_FORUM = "user_forum", "User forum"
    POLICE = "police", "Police"
    HOUSING = "housing", "Housing"
    OTHER = "other", "Other"


class Interface(TextChoices):
    """Distance from the adult mental health / children's services interface."""

    CORE = "core", "Core"
    NEAR = "near", "Near"
    FAR = "far", "Far"


class Seniority(TextChoices):
    DIRECTOR = "director", "Director"
    ASSISTANT_DIRECTOR = "assistant_director", "Assistant director"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    MANAGER = "manager", "Manager"
    PRACTITIONER = "practitioner", "Practitioner"
    NONE = "none", "Not stated"


class Role(TextChoices):
    """What a person does for a site; docs/access.md says which rights it gives."""

    ADMINISTRATOR = "administrator", "Administrator"
    PROJECT_MANAGER = "project_manager", "Project manager"
    SUPPORTER = "supporter", "Supporter"


class ChangeKind(TextChoices):
    RESTRUCTURE = "restructure", "Restructure"
    MERGER = "merger", "Merger"
    SENIOR_MANAGEMENT_CHANGE = "senior_management_change", "Change of senior management"
    BUDGET_CUT = "budget_cut", "Budget cut"
    GRANT_LOST = "grant_lost", "Grant lost"
    JOB_LOSSES = "job_losses", "Job losses"
    OTHER = "other", "Other"


class ChangeStatus(TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACTUAL = "actual", "Actual"


class SignUpLevel(TextChoices):
    VERBAL = "verbal", "Verbal"
    FORMAL = "formal", "Formal"
    ACTIVE = "active", "Active"


class Mode(TextChoices):
    """What a database was made for. The two are never mixed."""

    EXAMPLE = "example", "Example programme"
    REAL = "real", "Real programme"
