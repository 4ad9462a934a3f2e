"""Importing a programme folder: all of it or nothing, twice without harm, with every fault told."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from barriers.models import Factor, Rating
from csv_tables.workbook import Count
from outbox import services as outbox
from outbox.models import Message
from people.models import Person
from reports.programme import NotImported, import_programme
from reports.programme.importing import check_programme, write_checked
from sites.models import Site
from steering.enums import AttendanceStatus, MinutesState
from steering.models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Membership,
    Minutes,
    MinutesText,
)
from tests.programme_folder import FILES, write_programme

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def load(path: Path, changes: dict[str, str] | None = None, *, now: datetime = NOW) -> None:
    import_programme(write_programme(path, changes), now=now)


def counts(path: Path, *, now: datetime = LATER) -> dict[str, tuple[int, int, int]]:
    """What an import of `path` does, of the files in which it is not nothing or all the same."""
    return {
        count.file: (count.new, count.changed, count.same)
        for count in import_programme(path, now=now)
        if count.new or count.changed
    }


def put_message(*, about: str) -> None:
    """A message to one member, held with Undo."""
    mailbox = outbox.open_mailbox(key="northmoor-group", name="Northmoor steering group")
    draft = outbox.Draft(
        key="k", kind="minutes", to_address="ann@example.org", subject="S", text="T", about=about
    )
    outbox.put(mailbox=mailbox, drafts=[draft], now=NOW, held=True)


def problems(path: Path, changes: dict[str, str]) -> list[str]:
    with pytest.raises(NotImported) as refusal:
        load(path, changes)
    return [str(problem) for problem in refusal.value.problems]


class TestLoading:
    def test_each_file_is_counted(self, tmp_path: Path) -> None:
        found = import_programme(write_programme(tmp_path), now=NOW)
        rows = {name: text.count("\n") - 1 for name, text in FILES.items()}
        assert {count.file: count for count in found} == {
            name: Count(name, new=number, changed=0, same=0) for name, number in rows.items()
        }

    def test_rows_point_to_one_another(self, tmp_path: Path) -> None:
        load(tmp_path)
        assert Site.objects.get(key="locality").parent == Site.objects.get(key="region")
        deputy = Attendance.objects.get(person__key="dee")
        assert (deputy.status, deputy.on_behalf_of) == ("deputy", Person.objects.get(key="bob"))
        action = Action.objects.get(owner__key="ann")
        assert action.agenda_item == AgendaItem.objects.get(title="Joint visits")
        assert [rating.theme and rating.theme.code for rating in Rating.objects.order_by("pk")] == [
            "t01",
            None,
        ]

    def test_minutes_are_kept_byte_for_byte(self, tmp_path: Path) -> None:
        load(tmp_path)
        text = MinutesText.objects.get(agenda_item__position=1)
        assert text.text.encode() == b"The visits go **well**.\r\n"
        assert text.minutes.state == MinutesState.APPROVED

    def test_an_item_is_open_unless_the_file_says_that_it_is_confidential(
        self, tmp_path: Path
    ) -> None:
        load(tmp_path)
        assert not AgendaItem.objects.filter(confidential=True).exists()
        cells = "northmoor-1,1,Joint visits,yes\nnorthmoor-1,2,Any other business,\n"
        load(tmp_path, {"agenda_items.csv": f"meeting,position,title,confidential\n{cells}"})
        items = AgendaItem.objects.order_by("position").values_list("position", "confidential")
        assert list(items) == [(1, True), (2, False)]

    def test_an_older_file_opens_no_confidential_item_and_an_empty_cell_does(
        self, tmp_path: Path
    ) -> None:
        load(tmp_path)
        item = AgendaItem.objects.filter(title="Joint visits")
        item.update(confidential=True)
        load(tmp_path, {"agenda_items.csv": "+northmoor-1,3,Budget"})
        assert item.get().confidential
        assert not AgendaItem.objects.get(title="Budget").confidential
        header = "meeting,position,title,confidential\n"
        load(tmp_path, {"agenda_items.csv": f"{header}northmoor-1,1,Joint visits,\n"})
        assert not item.get().confidential

    def test_imported_meetings_count_as_announced(self, tmp_path: Path) -> None:
        load(tmp_path)
        assert set(Meeting.objects.values_list("announced_at", flat=True)) == {NOW}

    def test_what_a_factor_leaves_out_has_its_default(self, tmp_path: Path) -> None:
        path = write_programme(
            tmp_path,
            {
                "factors.csv": "key,site,theme,direction,description,meeting\n"
                "at-meeting,northmoor,t01,helped,At a meeting,northmoor-2\n"
                "elsewhere,northmoor,t02,helped,Elsewhere,\n"
            },
        )
        import_programme(path, now=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
        fields = ("key", "strength", "state", "view", "money_would_solve", "noticed_on")
        assert list(Factor.objects.order_by("pk").values_list(*fields)) == [
            ("at-meeting", 1, "current", "site", "", date(2025, 7, 8)),
            ("elsewhere", 1, "current", "site", "", date(2026, 7, 1)),
        ]
        assert counts(path) == {}

    def test_missing_files_and_optional_columns_are_empty(self, tmp_path: Path) -> None:
        (tmp_path / "people.csv").write_text("key,name\nann,Ann\n")
        assert counts(tmp_path) == {"people.csv": (1, 0, 0)}

    def test_nothing_is_queued(self, tmp_path: Path) -> None:
        load(tmp_path)
        assert not Message.objects.exists()


class TestLoadingAgain:
    def test_the_same_folder_changes_nothing(self, tmp_path: Path) -> None:
        load(tmp_path)
        assert counts(tmp_path) == {}

    def test_what_was_edited_on_a_page_is_set_back(self, tmp_path: Path) -> None:
        load(tmp_path)
        Action.objects.filter(text="Ask the surgery").update(text="Ask the surgery again")
        assert counts(tmp_path) == {"actions.csv": (0, 1, 1)}
        assert list(Action.objects.order_by("pk").values_list("text", flat=True)) == [
            "Ask the surgery",
            "Write to the school",
        ]

    def test_rows_that_the_folder_lacks_stay(self, tmp_path: Path) -> None:
        load(tmp_path)
        path = write_programme(tmp_path, {"people.csv": "key,name,email\neve,Eve,\n"})
        assert counts(path) == {"people.csv": (1, 0, 0)}
        assert Person.objects.get(key="ann").email == "ann@example.org"

    def test_a_column_that_the_folder_lacks_stays(self, tmp_path: Path) -> None:
        load(tmp_path)
        path = write_programme(tmp_path, {"people.csv": "key,name\nann,Anna Marsh\n"})
        assert counts(path) == {"people.csv": (0, 1, 0)}
        ann = Person.objects.get(key="ann")
        assert (ann.name, ann.email) == ("Anna Marsh", "ann@example.org")

    def test_an_emptied_cell_is_a_change(self, tmp_path: Path) -> None:
        load(tmp_path)
        path = write_programme(tmp_path, {"people.csv": "key,name,email\nann,Ann Marsh,\n"})
        assert counts(path) == {"people.csv": (0, 1, 0)}
        assert Person.objects.get(key="ann").email == ""

    def test_the_day_of_the_import_stays_when_it_is_loaded_on_another(self, tmp_path: Path) -> None:
        factors = "key,site,theme,direction,description\nf,northmoor,t01,helped,Good\n"
        load(tmp_path, {"factors.csv": factors})
        assert counts(tmp_path) == {}
        assert Factor.objects.get().noticed_on == date(2026, 3, 2)

    def test_decisions_are_known_by_their_order_among_those_of_their_item(
        self, tmp_path: Path
    ) -> None:
        load(tmp_path)
        head = "meeting,position,text\n"
        path = write_programme(
            tmp_path,
            {
                "decisions.csv": f"{head}northmoor-1,1,The pilot ends\n"
                "northmoor-1,1,Papers go out a week before\nnorthmoor-1,1,A third\n"
                "northmoor-1,2,Another item’s first\n"
            },
        )
        assert counts(path) == {"decisions.csv": (2, 1, 1)}
        rows = Decision.objects.order_by("pk").values_list(
            "agenda_item__position", "ordinal", "text"
        )
        assert list(rows) == [
            (1, 1, "The pilot ends"),
            (1, 2, "Papers go out a week before"),
            (1, 3, "A third"),
            (2, 1, "Another item’s first"),
        ]

    def test_a_membership_may_end_on_the_day_on_which_the_next_begins(self, tmp_path: Path) -> None:
        load(tmp_path)
        head = FILES["memberships.csv"].splitlines()[0]
        path = write_programme(
            tmp_path,
            {
                "memberships.csv": f"{head}\n"
                "northmoor-group,ann,council,professional,chair,2025-01-06,2025-10-01,other\n"
                "northmoor-group,ann,trust,professional,chair,2025-10-01,,\n"
            },
        )
        assert counts(path) == {"memberships.csv": (1, 1, 0)}
        assert Membership.objects.filter(person__key="ann").count() == 2

    def test_deputies_may_be_swapped(self, tmp_path: Path) -> None:
        head = "meeting,person,status,on_behalf_of\n"
        members = "northmoor-1,ann,apologies,\nnorthmoor-1,bob,apologies,\n"
        load(
            tmp_path,
            {
                "attendance.csv": f"{head}{members}"
                "northmoor-1,cy,deputy,ann\nnorthmoor-1,dee,deputy,bob\n"
            },
        )
        path = write_programme(
            tmp_path,
            {"attendance.csv": f"{head}northmoor-1,cy,deputy,bob\nnorthmoor-1,dee,deputy,ann\n"},
        )
        assert counts(path) == {"attendance.csv": (0, 2, 0)}
        deputies = Attendance.objects.filter(status=AttendanceStatus.DEPUTY).order_by("pk")
        assert list(deputies.values_list("person__key", "on_behalf_of__key")) == [
            ("cy", "bob"),
            ("dee", "ann"),
        ]

    def test_a_deputy_may_be_replaced(self, tmp_path: Path) -> None:
        load(tmp_path)
        head = "meeting,person,status,on_behalf_of\n"
        path = write_programme(
            tmp_path,
            {"attendance.csv": f"{head}northmoor-1,cy,deputy,bob\nnorthmoor-1,dee,present,\n"},
        )
        assert counts(path) == {"attendance.csv": (0, 2, 0)}

    def test_regions_may_be_rearranged(self, tmp_path: Path) -> None:
        load(tmp_path)
        head = "key,name,nation,parent,started_on\n"
        path = write_programme(
            tmp_path,
            {
                "sites.csv": f"{head}region,Eastby region,northern_ireland,new,2025-01-06\n"
                "locality,Eastby locality,northern_ireland,,2025-02-03\n"
                "new,New region,northern_ireland,,2025-03-03\n"
            },
        )
        assert counts(path) == {"sites.csv": (1, 2, 0)}
        assert Site.objects.get(key="region").parent == Site.objects.get(key="new")

    def test_drafts_may_be_rewritten_and_approved(self, tmp_path: Path) -> None:
        load(tmp_path)
        rows = FILES["minutes.csv"].replace("northmoor-2.md,draft", "northmoor-2.md,approved")
        path = write_programme(tmp_path, {"minutes.csv": rows})
        (path / "minutes/northmoor-2.md").write_bytes(b"We met again.\n")
        assert counts(path) == {"minutes.csv": (0, 1, 1)}
        text = MinutesText.objects.get(minutes__meeting__key="northmoor-2")
        assert (text.text, text.version, text.minutes.state) == ("We met again.\n", 2, "approved")
        assert counts(path) == {}

    def test_the_name_of_a_minutes_file_makes_no_difference(self, tmp_path: Path) -> None:
        load(tmp_path)
        rows = FILES["minutes.csv"].replace("minutes/northmoor-1-1.md", "minutes/first.md")
        path = write_programme(tmp_path, {"minutes.csv": rows})
        (path / "minutes/northmoor-1-1.md").rename(path / "minutes/first.md")
        assert counts(path) == {}

    def test_a_moved_meeting_gets_a_new_calendar_sequence(self, tmp_path: Path) -> None:
        load(tmp_path)
        rows = FILES["meetings.csv"].replace("2025-07-08T09:00", "2025-07-08T09:30")
        path = write_programme(tmp_path, {"meetings.csv": rows})
        assert counts(path) == {"meetings.csv": (0, 1, 1)}
        meetings = Meeting.objects.order_by("key").values_list("sequence", "announced_at")
        assert list(meetings) == [(0, NOW), (1, LATER)]

    @pytest.mark.parametrize(
        ("first", "then", "sequence", "state"),
        [
            ("planned", "cancelled", 1, "withdrawn"),
            ("cancelled", "planned", 1, "withdrawn"),
            ("planned", "held", 0, "held"),
        ],
    )
    def test_only_a_meeting_called_off_or_on_loses_its_messages(
        self, tmp_path: Path, first: str, then: str, sequence: int, state: str
    ) -> None:
        rows = FILES["meetings.csv"]
        load(tmp_path, {"meetings.csv": rows.replace(",held", f",{first}")})
        meeting = Meeting.objects.get(key="northmoor-2")
        put_message(about=f"meeting:{meeting.pk}")
        load(tmp_path, {"meetings.csv": rows.replace(",held", f",{then}")}, now=LATER)
        meeting.refresh_from_db()
        assert (meeting.sequence, Message.objects.get().state) == (sequence, state)

    def test_newcomers_get_no_notice_of_a_moment_before_the_import(self, tmp_path: Path) -> None:
        rows = FILES["meetings.csv"].replace(",held", ",planned")
        load(tmp_path, {"meetings.csv": rows})
        row = "+northmoor-group,dee,,professional,member,2026-03-01,,"
        path = write_programme(tmp_path, {"meetings.csv": rows, "memberships.csv": row})
        assert counts(path) == {"memberships.csv": (1, 0, 4)}
        assert set(Meeting.objects.values_list("announced_at", flat=True)) == {LATER}


HEAD = {name: text.splitlines()[0] for name, text in FILES.items()}
MINUTES_ADVICE = "take the row out, or record the correction in the minutes of a later meeting"

FAULTS: list[tuple[dict[str, str], list[str]]] = [
    (
        {"agencies.csv": "+council,Another,school,far"},
        ["agencies.csv:4:key: line 2 already has this agency (the same key); keep one of the two"],
    ),
    (
        {"agencies.csv": "+police,Police,constabulary,near"},
        [
            "agencies.csv:4:kind: “constabulary” is not known; write one of: local_authority,"
            " nhs_trust, hsc_trust, gp, school, voluntary, user_forum, police, housing, other"
        ],
    ),
    (
        {"sites.csv": "+south,Southby,england,nowhere,2025-01-06,"},
        [
            "sites.csv:5:parent: there is no site “nowhere”; add a row to sites.csv,"
            " or correct the key"
        ],
    ),
    (
        {"sites.csv": "+south,Southby,england,south,2025-01-06,"},
        ["sites.csv:5:parent: is the site itself; name the region above it"],
    ),
    (
        {"sites.csv": "+south,Southby,england,locality,2025-01-06,"},
        [
            "sites.csv:2:parent: “locality” has sites below it, so it cannot be below another;"
            " leave this empty",
            "sites.csv:5:parent: “locality” is itself below “region”; name a site that has no"
            " parent of its own",
        ],
    ),
    (
        {"sites.csv": "+south,Southby,england,,2025-01-06,2025-01-05"},
        [
            "sites.csv:5:ended_on: 2025-01-05 is before started_on, 2025-01-06;"
            " correct one of the two"
        ],
    ),
    (
        {"people.csv": "+eve,Eve,eve at example.org"},
        [
            "people.csv:6:email: “eve at example.org” is not an e-mail address; write it like"
            " this: name@example.org"
        ],
    ),
    (
        {"posts.csv": "+eve,school,Teacher,none,2025-01-06,,2024-12-31"},
        [
            "posts.csv:4:person: there is no person “eve”; add a row to people.csv,"
            " or correct the key",
            "posts.csv:4:agency: there is no agency “school”; add a row to agencies.csv,"
            " or correct the key",
            "posts.csv:4:secondment_ends_on: 2024-12-31 is before started_on, 2025-01-06;"
            " correct one of the two",
        ],
    ),
    (
        {"posts.csv": "+ann,council,Head of early help,none,2024-04-01,,"},
        [
            "posts.csv:4:person: line 2 already has this post (the same person, agency, title,"
            " started_on); keep one of the two"
        ],
    ),
    (
        {"site_roles.csv": "+northmoor,dee,administrator,2025-06-02,"},
        [
            "site_roles.csv:3:started_on: overlaps the role of the same person in line 2 (from"
            " 2025-01-06 with no end); let the earlier one end on 2025-06-02 or before"
        ],
    ),
    (
        {"groups.csv": "+other,northmoor,Other,half"},
        [
            "groups.csv:3:quorum: “half” is not a quorum; write a number of members, such as 6,"
            " or a share of them, such as 50%"
        ],
    ),
    (
        {"groups.csv": "+new,northmoor,Other,"},
        ["groups.csv:3:key: “new” is the page that starts a group; choose another key"],
    ),
    (
        {
            "memberships.csv": "+northmoor-group,bob,trust,professional,member,"
            "2025-08-31,2025-09-02,"
        },
        [
            "memberships.csv:4:joined_on: overlaps the membership of the same person in line 6"
            " (from 2025-08-31 up to 2025-09-02); let the earlier one end on 2025-09-01 or before",
            "memberships.csv:6:joined_on: overlaps the membership of the same person in line 3"
            " (from 2025-01-06 up to 2025-09-01); let the earlier one end on 2025-08-31 or before",
        ],
    ),
    (
        {"memberships.csv": "+northmoor-group,dee,,professional,member,2025-08-31,,workload"},
        [
            "memberships.csv:6:left_because: is given, but left_on is empty; write the day,"
            " or leave both empty"
        ],
    ),
    (
        {
            "meetings.csv": "+m,northmoor-group,M,"
            "2025-02-04T10:00+00:00,2025-02-04T10:00+00:00,online,,held"
        },
        ["meetings.csv:4:ends_at: is not after starts_at; a meeting ends after it starts"],
    ),
    (
        {"attendance.csv": "+northmoor-2,ann,deputy,"},
        [
            "attendance.csv:6:on_behalf_of: is empty; a deputy stands in for a member, so write"
            " the member's key"
        ],
    ),
    (
        {"attendance.csv": "+northmoor-2,ann,present,bob"},
        [
            "attendance.csv:6:on_behalf_of: is only for the status deputy, and this is present;"
            " leave it empty",
        ],
    ),
    (
        {"attendance.csv": "+northmoor-2,ann,deputy,bob"},
        [
            "attendance.csv:6:on_behalf_of: “bob” has no row for this meeting; add one with the"
            " status apologies, or correct the key"
        ],
    ),
    (
        {"attendance.csv": "+northmoor-2,ann,deputy,ann"},
        [
            "attendance.csv:6:on_behalf_of: is the deputy's own key; write the key of the member"
            " who sent apologies"
        ],
    ),
    (
        {
            "attendance.csv": f"{HEAD['attendance.csv']}\n"
            "northmoor-1,ann,present,\nnorthmoor-1,dee,deputy,ann\n"
        },
        [
            "attendance.csv:3:on_behalf_of: “ann” has the status present in line 2; whoever has a"
            " deputy has the status apologies"
        ],
    ),
    (
        {"attendance.csv": FILES["attendance.csv"].replace("cy,absent,", "cy,deputy,bob")},
        [
            "attendance.csv:5:on_behalf_of: “bob” already has a deputy at this meeting, “dee” in"
            " line 4; a member has one deputy at a meeting"
        ],
    ),
    (
        {"agenda_items.csv": "+northmoor-1,03,Third"},
        [
            "agenda_items.csv:4:position: “03” is not a whole number from 1; write it in digits"
            " alone: 1"
        ],
    ),
    (
        {"minutes.csv": "+northmoor-1,2,minutes/none.md,approved"},
        [
            "minutes.csv:4:file: “minutes/none.md” is not in the folder; put the file there, or"
            " correct its name"
        ],
    ),
    (
        {"minutes.csv": "+northmoor-1,2,../northmoor-2.md,draft"},
        [
            "minutes.csv:4:file: “../northmoor-2.md” leads out of the folder; write where the file"
            " lies in it, such as minutes/first-meeting.md",
            "minutes.csv:4:state: is draft, but approved in line 2; all rows of a meeting have the"
            " same state",
        ],
    ),
    (
        {"minutes.csv": "+northmoor-2,7,minutes/northmoor-2.md,draft"},
        [
            "minutes.csv:4:position: the agenda of “northmoor-2” has no item 7; add it to"
            " agenda_items.csv, or leave the position empty for the meeting as a whole"
        ],
    ),
    (
        {"decisions.csv": "+northmoor-2,1,Nothing", "actions.csv": "+northmoor-9,1,Nothing,,,"},
        [
            "decisions.csv:4:position: the agenda of “northmoor-2” has no item 1; add it to"
            " agenda_items.csv, or leave the position empty for the meeting as a whole",
            "actions.csv:4:meeting: there is no meeting “northmoor-9”; add a row to meetings.csv,"
            " or correct the key",
        ],
    ),
    (
        {"organisational_changes.csv": "+northmoor,merger,actual,,2025-05-01,2025-04-30,Gone,,"},
        [
            "organisational_changes.csv:3:ends_on: 2025-04-30 is before starts_on, 2025-05-01;"
            " correct one of the two"
        ],
    ),
    (
        {"sign_ups.csv": "+northmoor,bob,trust,written,2025-05-01,2025-04-30,"},
        [
            "sign_ups.csv:3:level: “written” is not known; write one of: verbal, formal, active",
            "sign_ups.csv:3:withdrawn_on: 2025-04-30 is before signed_on, 2025-05-01;"
            " correct one of the two",
        ],
    ),
    (
        {"factors.csv": "+f,northmoor,t99,helped,3,,2025-02-04,,,,,Good,"},
        [
            "factors.csv:3:strength: “3” is not known; write one of: 1, 2",
            "factors.csv:3:theme: “t99” is not known; write a code of the themes, such as t03",
        ],
    ),
    (
        {"factors.csv": "+f,northmoor,t99,helped,,,,2025-02-04,,,,Good,"},
        [
            "factors.csv:3:theme: “t99” is not known; write a code of the themes, such as t03",
            "factors.csv:3:ended_on: 2025-02-04 is before noticed_on, 2026-03-02;"
            " correct one of the two",
        ],
    ),
    (
        {"rating_rounds.csv": "+r,R,2025-06-02,2025-06-01,maybe"},
        [
            "rating_rounds.csv:3:closed: “maybe” is not known; write one of: yes, no",
            "rating_rounds.csv:3:closes_on: 2025-06-01 is before opens_on, 2025-06-02;"
            " correct one of the two",
        ],
    ),
    (
        {"ratings.csv": "+summer,northmoor,outer.unknown,+1,"},
        [
            "ratings.csv:4:rating: “+1” is not known; write one of: -2, -1, 0, 1, 2, mixed,"
            " missing",
            "ratings.csv:4:construct: “outer.unknown” is not known; write a code of the themes,"
            " such as t03, or of the CFIR constructs",
        ],
    ),
    (
        {"ratings.csv": "+summer,northmoor,outer.unknown,1,"},
        [
            "ratings.csv:4:construct: “outer.unknown” is not known; write a code of the themes,"
            " such as t03, or of the CFIR constructs"
        ],
    ),
    (
        {"implementation_levels.csv": "+summer,northmoor,low,"},
        [
            "implementation_levels.csv:3:round: line 2 already has this level (the same round,"
            " site); keep one of the two"
        ],
    ),
    (
        {"minutes.csv": "+northmoor-1,9,minutes/none.md,final"},
        [
            "minutes.csv:4:state: “final” is not known; write one of: draft, with_chair,"
            " circulated, approved",
            "minutes.csv:4:position: the agenda of “northmoor-1” has no item 9; add it to"
            " agenda_items.csv, or leave the position empty for the meeting as a whole",
            "minutes.csv:4:file: “minutes/none.md” is not in the folder; put the file there, or"
            " correct its name",
        ],
    ),
    (
        {"factors.csv": "+f,nowhere,t99,helpful,,,2025-02-04,2025-02-03,,,,Good,"},
        [
            "factors.csv:3:direction: “helpful” is not known; write one of: helped, hindered,"
            " mixed",
            "factors.csv:3:site: there is no site “nowhere”; add a row to sites.csv, or correct"
            " the key",
            "factors.csv:3:theme: “t99” is not known; write a code of the themes, such as t03",
            "factors.csv:3:ended_on: 2025-02-03 is before noticed_on, 2025-02-04;"
            " correct one of the two",
        ],
    ),
    (
        {"people.csv": "key,nmae\nann,Ann\n"},
        [
            "people.csv:1:nmae: is an unknown column; the columns of this file are: key, name,"
            " email",
            "people.csv:1:name: is missing from the header; the columns of this file are: key,"
            " name, email",
        ],
    ),
    (
        {"people.csv": FILES["people.csv"].replace("ann@example.org", "ann")},
        [
            "people.csv:2:email: “ann” is not an e-mail address; write it like this:"
            " name@example.org"
        ],
    ),
]


class TestFaults:
    @pytest.mark.parametrize(("changes", "expected"), FAULTS)
    def test_each_is_told_with_its_place_and_nothing_is_written(
        self, tmp_path: Path, changes: dict[str, str], expected: list[str]
    ) -> None:
        assert problems(tmp_path, changes) == expected
        assert not Person.objects.exists()

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(NotImported, match=r"There is no folder .*gone\. Give the folder"):
            import_programme(tmp_path / "gone", now=NOW)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (
                b"one\ntwo\0",
                "“minutes/northmoor-2.md” holds a NUL character in line 2; take it out",
            ),
            (
                b"caf\xe9",
                "“minutes/northmoor-2.md” holds the byte 0xE9 in line 1, which is not UTF-8; save"
                " the file as UTF-8",
            ),
            (
                b"x" * 10_000_001,
                "“minutes/northmoor-2.md” has 10,000,001 bytes, which is too long for minutes;"
                " 10,000,000 is the most",
            ),
        ],
        ids=["NUL", "not UTF-8", "too long"],
    )
    def test_minutes_that_cannot_be_kept(
        self, tmp_path: Path, content: bytes, message: str
    ) -> None:
        path = write_programme(tmp_path)
        (path / "minutes/northmoor-2.md").write_bytes(content)
        with pytest.raises(NotImported) as refusal:
            import_programme(path, now=NOW)
        assert [str(one) for one in refusal.value.problems] == [f"minutes.csv:3:file: {message}"]

    def test_a_table_that_is_a_link_out_of_the_folder(self, tmp_path: Path) -> None:
        path = write_programme(tmp_path / "programme")
        (path / "agencies.csv").rename(tmp_path / "agencies.csv")
        (path / "agencies.csv").symlink_to(tmp_path / "agencies.csv")
        with pytest.raises(NotImported) as refusal:
            import_programme(path, now=NOW)
        assert [str(one) for one in refusal.value.problems] == [
            "agencies.csv:1:record: “agencies.csv” is a link that leads out of the folder; put the"
            " file itself into the folder"
        ]


class TestFaultsAgainstTheDatabase:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        load(tmp_path)
        for file in tmp_path.glob("*.csv"):
            file.unlink()
        return tmp_path

    def refused(self, path: Path, files: dict[str, str]) -> list[str]:
        for name, rows in files.items():
            (path / name).write_text(f"{HEAD[name]}\n{rows}\n")
        with pytest.raises(NotImported) as refusal:
            import_programme(path, now=LATER)
        return [str(problem) for problem in refusal.value.problems]

    def test_approved_minutes_with_another_text(self, path: Path) -> None:
        (path / "minutes/northmoor-1-1.md").write_text("The visits go badly.")
        rows = "northmoor-1,1,minutes/northmoor-1-1.md,approved"
        assert self.refused(path, {"minutes.csv": rows}) == [
            "minutes.csv:2:file: differs from the approved minutes of this meeting;"
            f" {MINUTES_ADVICE}"
        ]

    def test_approved_minutes_in_another_state(self, path: Path) -> None:
        rows = "northmoor-1,1,minutes/northmoor-1-1.md,circulated"
        assert self.refused(path, {"minutes.csv": rows}) == [
            "minutes.csv:2:state: is circulated, but these minutes are approved; write approved"
        ]

    def test_approved_minutes_with_one_text_more(self, path: Path) -> None:
        rows = "northmoor-1,2,minutes/northmoor-2.md,approved"
        assert self.refused(path, {"minutes.csv": rows}) == [
            "minutes.csv:2:position: the minutes of this meeting are approved and have no such"
            f" text; {MINUTES_ADVICE}"
        ]

    def test_approved_minutes_without_any_text(self, path: Path) -> None:
        meeting = Meeting.objects.create(
            key="bare",
            group_id=Meeting.objects.get(key="northmoor-1").group_id,
            title="Bare",
            starts_at=NOW,
            ends_at=LATER,
            mode="online",
        )
        Minutes.objects.create(meeting=meeting, state=MinutesState.APPROVED)
        assert self.refused(path, {"minutes.csv": "bare,,minutes/northmoor-2.md,approved"}) == [
            "minutes.csv:2:file: the minutes of this meeting are approved and have no such text;"
            f" {MINUTES_ADVICE}"
        ]

    def test_a_membership_that_overlaps_one_in_the_database(self, path: Path) -> None:
        rows = "northmoor-group,ann,trust,professional,member,2025-05-01,,"
        assert self.refused(path, {"memberships.csv": rows}) == [
            "memberships.csv:2:joined_on: overlaps the membership of the same person in the"
            " database (from 2025-01-06 with no end); let the earlier one end on 2025-05-01 or"
            " before"
        ]

    def test_a_membership_that_begins_before_one_in_the_database(self, path: Path) -> None:
        rows = "northmoor-group,ann,trust,professional,member,2024-05-01,,"
        assert self.refused(path, {"memberships.csv": rows}) == [
            "memberships.csv:2:left_on: overlaps the membership of the same person in the database"
            " (from 2025-01-06 with no end); let the earlier one end on 2025-01-06 or before"
        ]

    def test_a_member_with_a_deputy_who_was_there(self, path: Path) -> None:
        assert self.refused(path, {"attendance.csv": "northmoor-1,bob,present,"}) == [
            "attendance.csv:2:status: is present, but “dee” is there as the deputy in the database;"
            " write apologies, or change the deputy's row too"
        ]

    def test_a_second_deputy(self, path: Path) -> None:
        assert self.refused(path, {"attendance.csv": "northmoor-1,cy,deputy,bob"}) == [
            "attendance.csv:2:on_behalf_of: “bob” already has a deputy at this meeting, “dee” in"
            " the database; a member has one deputy at a meeting"
        ]

    def test_a_region_above_a_region(self, path: Path) -> None:
        rows = "region,Eastby region,northern_ireland,northmoor,2025-01-06,"
        assert self.refused(path, {"sites.csv": rows}) == [
            "sites.csv:2:parent: “region” has sites below it, so it cannot be below another; leave"
            " this empty"
        ]


class TestMeanwhile:
    """What changes between the check and the writing."""

    def test_a_key_is_taken_on_a_page(self, tmp_path: Path) -> None:
        book = check_programme(write_programme(tmp_path), now=NOW)
        Person.objects.create(key="ann", name="Another Ann")
        with pytest.raises(NotImported) as refusal:
            write_checked(book)
        assert str(refusal.value) == (
            "Nothing was written: somebody may have changed the same records at this moment. Import"
            " the folder again. The database says: duplicate key value violates unique constraint"
            ' "people_person_key_key"'
        )
        assert not Site.objects.exists()

    def test_minutes_are_approved_on_a_page(self, tmp_path: Path) -> None:
        load(tmp_path)
        (tmp_path / "minutes/northmoor-2.md").write_text("Other words.")
        book = check_programme(tmp_path, now=LATER)
        Minutes.objects.filter(meeting__key="northmoor-2").update(state=MinutesState.APPROVED)
        with pytest.raises(NotImported, match=r"approved minutes never change$"):
            write_checked(book)
        assert MinutesText.objects.get(agenda_item=None).text == "We met.\n"

    def test_a_text_is_saved_once_more(self, tmp_path: Path) -> None:
        book = check_programme(write_programme(tmp_path), now=NOW)
        (tmp_path / "minutes/northmoor-2.md").write_text("Other words.")
        with pytest.raises(NotImported) as refusal:
            write_checked(book)
        assert str(refusal.value) == (
            "Nothing was written: “minutes/northmoor-2.md” was changed while it was being imported."
            " Import it again."
        )
        assert not Site.objects.exists()


class TestCommand:
    def run(self, *arguments: str) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("import_programme", *arguments, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), f"{err.getvalue()}{error}"
        return out.getvalue(), err.getvalue()

    def test_prints_what_was_new_changed_and_the_same(self, tmp_path: Path) -> None:
        out, err = self.run(str(write_programme(tmp_path)))
        assert err == ""
        assert out.splitlines()[:3] == [
            "agencies.csv: 2 new, 0 changed, 0 same",
            "sites.csv: 3 new, 0 changed, 0 same",
            "people.csv: 4 new, 0 changed, 0 same",
        ]
        assert out.splitlines()[-1] == "The programme is loaded."

    def test_check_writes_nothing(self, tmp_path: Path) -> None:
        out, err = self.run(str(write_programme(tmp_path)), "--check")
        assert err == ""
        assert out.splitlines()[0] == "agencies.csv: 2 new, 0 changed, 0 same"
        assert out.splitlines()[-1] == "No errors; nothing was written."
        assert not Person.objects.exists()

    def test_prints_every_error_and_nothing_else(self, tmp_path: Path) -> None:
        changes = {"people.csv": "+,Eve,", "posts.csv": "+ann,none,T,none,2025-01-01,,"}
        assert self.run(str(write_programme(tmp_path, changes))) == (
            "",
            "people.csv:6:key: is empty; every row must say it\n"
            "posts.csv:4:agency: there is no agency “none”; add a row to agencies.csv, or correct"
            " the key\n"
            "Nothing was written: 2 errors. Put right what is listed above.",
        )

    def test_says_which_file_it_does_not_know(self, tmp_path: Path) -> None:
        (tmp_path / "persons.csv").write_text("key,name\nann,Ann\n")
        out, err = self.run(str(tmp_path))
        assert err == "persons.csv is no file of a programme folder, so it was not read.\n"
        assert "people.csv: 0 new, 0 changed, 0 same\n" in out

    def test_the_audit_trail_says_where_the_rows_came_from(self, tmp_path: Path) -> None:
        self.run(str(write_programme(tmp_path)))
        event = apps.get_model("people", "PersonEvent").objects.get(key="ann")
        assert event.pgh_context.metadata == {"command": "import_programme"}
