"""Putting together what happened since a group last met, and its item on the agenda."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from barriers.enums import Direction
from calendars.wording import long_date
from people.models import Person
from reports.matters_arising.item import place_among, put_on_agenda
from steering.documents.notices import notice_words
from steering.enums import Capacity, ItemSource, MeetingState, MinutesState, SendingKind
from steering.models import AgendaItem, Meeting, SteeringGroup
from steering.services.agenda import AgendaHasChanged, ItemTerms, add_item, put_off
from tests import make
from tests.reports.scene import administrator, northfield, sending

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SteeringGroup:
    return northfield()


@pytest.fixture
def last(group: SteeringGroup) -> Meeting:
    last = make.make_meeting(
        group=group, starts_at=timezone.now() - timedelta(weeks=2), state=MeetingState.HELD
    )
    make.make_minutes(meeting=last, state=MinutesState.CIRCULATED)
    return last


@pytest.fixture
def meeting(group: SteeringGroup, last: Meeting) -> Meeting:
    return make.make_meeting(
        group=group,
        starts_at=timezone.now() + timedelta(weeks=2),
        announced_at=timezone.now(),
        agenda=("Welcome and apologies", "Minutes of the last meeting", "The pilot"),
    )


@pytest.fixture
def page(client: Client, meeting: Meeting) -> Client:
    """A browser of the administrator."""
    client.force_login(administrator(meeting.group.site))
    return client


def url(meeting: Meeting) -> str:
    return reverse("matters_arising", args=[meeting.pk])


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def ticked(response: Any) -> dict[str, list[str]]:
    """What the form of a page sends when it is left as it is."""
    sent: dict[str, list[str]] = {}
    for box in re.findall(r'<input type="checkbox"[^>]*>', response.content.decode()):
        if "checked" in box:
            name, value = (re.findall(rf'{part}="([^"]*)"', box)[0] for part in ("name", "value"))
            sent.setdefault(name, []).append(value)
    return sent | {"seen": [response.context["seen"]]}


def put(page: Client, meeting: Meeting) -> Any:
    """Put all that is ticked on the agenda."""
    return page.post(url(meeting), ticked(page.get(url(meeting))), follow=True)


def item(meeting: Meeting) -> AgendaItem:
    return meeting.agenda_items.get(source=ItemSource.MATTERS_ARISING)


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.agenda_items.values_list("title", flat=True))


def test_it_comes_onto_the_agenda_after_welcome_and_minutes(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last, text="Write to the schools")
    make.make_factor(
        site=meeting.group.site, direction=Direction.HELPED, noticed_on=timezone.localdate()
    )
    assert f"What happened since {long_date(last.starts_at)}" in text_of(page.get(url(meeting)))
    assert AgendaItem.objects.filter(meeting=meeting).count() == 3
    answer = text_of(put(page, meeting))
    assert "“Matters arising” is item 3 of the agenda, with 2 lines." in answer
    assert titles(meeting) == [
        "Welcome and apologies",
        "Minutes of the last meeting",
        "Matters arising",
        "The pilot",
    ]
    assert item(meeting).notes == (
        "Open actions:\n"
        "• Write to the schools. Nobody yet.\n"
        "\n"
        "What helps and hinders:\n"
        "• Helped: The director came to every meeting. Noticed on "
        f"{long_date(timezone.localdate())}."
    )
    assert "Write to the schools. Nobody yet." in answer


@pytest.mark.parametrize(
    ("agenda", "place"),
    [
        ((), 1),
        (("The pilot", "Minutes"), 1),
        (("Welcome", "The pilot"), 2),
        (("Introductions", "Apologies", "Minutes of 10 November", "AOB"), 4),
        (("Minutes",), 2),
    ],
)
def test_the_place_is_after_the_opening_items(agenda: tuple[str, ...], place: int) -> None:
    assert place_among(agenda) == place


def test_what_is_not_ticked_stays_off(page: Client, meeting: Meeting, last: Meeting) -> None:
    make.make_action(meeting=last, text="Write to the schools")
    make.make_action(meeting=last, text="Ask the GPs")
    sent = ticked(page.get(url(meeting)))
    sent["open"].pop()
    page.post(url(meeting), sent)
    assert item(meeting).notes == "Open actions:\n• Write to the schools. Nobody yet."


def test_nothing_ticked_is_asked_about(page: Client, meeting: Meeting, last: Meeting) -> None:
    make.make_action(meeting=last)
    answer = page.post(url(meeting), {"seen": ""})
    assert "Tick at least one line." in text_of(answer)
    assert titles(meeting)[-1] == "The pilot"


def test_again_it_refreshes_the_same_item_and_says_what_changed(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    done = make.make_action(meeting=last, text="Write to the schools")
    make.make_action(meeting=last, text="Ask the GPs")
    put(page, meeting)
    chair = make.make_person(name="Aoife Quinn")
    AgendaItem.objects.filter(pk=item(meeting).pk).update(
        title="What came of it", position=9, presenter=chair, length=10
    )
    done.done_on = timezone.localdate()
    done.save()
    shown = page.get(url(meeting))
    assert "“What came of it”, item 9 of the agenda" in text_of(shown)
    assert text_of(shown).count("Not in the item yet.") == 1
    answer = text_of(put(page, meeting))
    assert "“What came of it”, item 9, is brought up to date: 1 new, 1 taken out, 1 as before." in (
        answer
    )
    now = item(meeting)
    assert (now.title, now.position, now.presenter, now.length) == (
        "What came of it",
        9,
        chair,
        10,
    )
    assert now.notes == (
        "Open actions:\n• Ask the GPs. Nobody yet.\n\n"
        f"Actions done:\n• Write to the schools. Nobody yet, done {long_date(done.done_on)}."
    )
    assert "says what it said before" in text_of(put(page, meeting))


def test_what_somebody_wrote_by_hand_into_the_item_stays_unless_it_is_unticked(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last)
    put(page, meeting)
    row = item(meeting)
    row.notes += "\n\nThe chair tells of the visit to Leeds.\n- It went well"
    row.save()
    put(page, meeting)
    assert item(meeting).notes == row.notes
    sent = ticked(page.get(url(meeting)))
    del sent["others"]
    page.post(url(meeting), sent)
    assert item(meeting).notes == "Open actions:\n• Write to the schools. Nobody yet."


def test_an_item_of_that_name_is_used_instead_of_a_second_one(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last)
    standing = make.make_item(
        meeting=meeting, title="Minutes and matters arising", source=ItemSource.STANDING
    )
    make.make_item(meeting=meeting, title="Matters arising in private", confidential=True)
    assert "Not in the item yet." not in text_of(page.get(url(meeting)))
    answer = text_of(put(page, meeting))
    assert "“Minutes and matters arising”, item 4, now has 1 line on what happened." in answer
    put(page, meeting)
    assert [one.title for one in meeting.agenda_items.exclude(notes="")] == [standing.title]


def test_an_item_with_minutes_is_never_touched(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last)
    put(page, meeting)
    make.make_minutes(meeting=meeting, item=item(meeting))
    make.make_action(meeting=last, text="Ask the GPs")
    assert "“Matters arising” already has minutes, so it stays as it is." in text_of(
        page.get(url(meeting))
    )
    before = item(meeting).notes
    page.post(url(meeting), {"open": ["open-1-a"], "seen": ""})
    assert item(meeting).notes == before


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CANCELLED])
def test_a_meeting_that_is_no_longer_planned_keeps_its_agenda(
    page: Client, meeting: Meeting, last: Meeting, state: MeetingState
) -> None:
    make.make_action(meeting=last)
    sent = ticked(page.get(url(meeting)))
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    answer = page.post(url(meeting), sent)
    assert f"This meeting is {state}, so its agenda stays as it is." in text_of(answer)
    assert titles(meeting)[-1] == "The pilot"


def test_what_changed_while_the_page_was_open_is_shown_first(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    action = make.make_action(meeting=last, text="Write to the schools")
    make.make_action(meeting=last, text="Ask the GPs")
    for change in ({"text": "Other words"}, {"done_on": timezone.localdate()}):
        sent = ticked(page.get(url(meeting)))
        type(action).objects.filter(pk=action.pk).update(**change)
        answer = page.post(url(meeting), sent)
        assert "What happened has changed since you opened this page." in text_of(answer)
        (still,) = [keys for name, keys in ticked(answer).items() if name != "seen"]
        assert len(still) == 1
    assert titles(meeting)[-1] == "The pilot"


def test_a_group_of_lines_that_has_gone_is_noticed_too(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_factor(site=meeting.group.site, noticed_on=timezone.localdate())
    action = make.make_action(meeting=last)
    sent = ticked(page.get(url(meeting)))
    action.delete()
    answer = page.post(url(meeting), sent)
    assert "What happened has changed since you opened this page." in text_of(answer)


def test_of_two_who_put_it_at_once_the_second_is_told(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last)
    sent = ticked(page.get(url(meeting)))
    put_on_agenda(meeting=meeting, notes="- Something else", seen="")
    answer = page.post(url(meeting), sent, follow=True)
    assert "Somebody else changed the item while you had this page open." in text_of(answer)
    assert item(meeting).notes == "- Something else"
    page.post(url(meeting), ticked(answer))
    assert item(meeting).notes == (
        "Open actions:\n• Write to the schools. Nobody yet.\n\n- Something else"
    )
    with pytest.raises(AgendaHasChanged):
        put_on_agenda(meeting=meeting, notes="- Late", seen="")


def test_an_item_that_came_from_an_earlier_agenda_is_not_doubled(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last)
    put(page, meeting)
    later = make.make_meeting(group=meeting.group, starts_at=meeting.starts_at + timedelta(weeks=4))
    put_off(item=item(meeting), now=timezone.now())
    put(page, later)
    assert later.agenda_items.count() == 1


def test_first_meetings_and_quiet_times_are_told_kindly(
    page: Client, meeting: Meeting, group: SteeringGroup
) -> None:
    assert "Nothing to tell" in text_of(page.get(url(meeting)))
    Meeting.objects.filter(group=group, state=MeetingState.HELD).update(
        state=MeetingState.CANCELLED
    )
    assert "The group has not met before" in text_of(page.get(url(meeting)))
    assert page.post(url(meeting)).status_code == 200


def test_the_administrator_is_told_what_is_left_out(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    secret = make.make_item(meeting=last, title="A complaint", confidential=True)
    make.make_action(meeting=last, item=secret, text="Answer the complaint")
    make.make_action(meeting=last)
    answer = text_of(page.get(url(meeting)))
    assert "1 action of confidential items is left out." in answer
    assert "complaint" not in answer.replace("confidential", "")
    put(page, meeting)
    assert "complaint" not in item(meeting).notes


def test_no_capacity_and_no_note_reaches_the_members(
    page: Client, meeting: Meeting, last: Meeting, group: SteeringGroup
) -> None:
    carer = make.make_member(
        group=group, person=make.make_person(name="Dee Walsh"), capacity=Capacity.CARER
    )
    action = make.make_action(meeting=last, owner=carer.person, done_on=timezone.localdate())
    type(action).objects.filter(pk=action.pk).update(done_note="My mother was ill.")
    assert "My mother was ill." in text_of(page.get(url(meeting)))
    put(page, meeting)
    member = Client()
    member.force_login(make.make_user(person=make.make_member(group=group).person))
    read = text_of(member.get(reverse("agenda", args=[meeting.pk])))
    assert "Write to the schools. Dee Walsh, done" in read
    assert "mother" not in read
    assert "carer" not in read.lower()


def test_an_agenda_that_has_gone_out_is_mentioned(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    make.make_action(meeting=last)
    assert "The agenda has gone out already" not in text_of(page.get(url(meeting)))
    sending(meeting, SendingKind.AGENDA, timezone.now())
    assert "The agenda has gone out already" in text_of(page.get(url(meeting)))


def test_a_full_agenda_says_so(page: Client, meeting: Meeting, last: Meeting) -> None:
    make.make_action(meeting=last)
    for one in range(197):
        add_item(meeting=meeting, terms=ItemTerms(title=f"Item {one}"))
    assert "An agenda has 200 items at the most." in text_of(put(page, meeting))


def test_it_asks_the_database_as_often_however_much_happened(
    page: Client, meeting: Meeting, last: Meeting
) -> None:
    counts = []
    there = 0
    for size in (1, 3, 300):
        for _ in range(size - there):
            _happen(meeting, last, make.make_person())
        there = size
        page.get(url(meeting))
        with CaptureQueriesContext(connection) as queries:
            answer = page.get(url(meeting))
        assert answer.content.decode().count('type="checkbox"') == 5 * size
        counts.append(len(queries))
    assert counts[0] <= 10
    assert set(counts) == {counts[0]}


def _happen(meeting: Meeting, last: Meeting, owner: Person) -> None:
    today = timezone.localdate()
    make.make_action(meeting=last, owner=owner, item=make.make_item(meeting=last))
    make.make_action(meeting=last, owner=owner, done_on=today)
    make.make_decision(meeting=last, item=make.make_item(meeting=last))
    make.make_factor(site=meeting.group.site, noticed_on=today)
    make.make_change(site=meeting.group.site, starts_on=today, agency=make.make_agency())


def test_the_agenda_leads_to_it_for_whoever_may_change_it(
    page: Client, meeting: Meeting, last: Meeting, group: SteeringGroup
) -> None:
    words = f"Put together what happened since {long_date(last.starts_at)}"
    agenda = reverse("agenda", args=[meeting.pk])
    assert words in text_of(page.get(agenda))
    member = Client()
    member.force_login(make.make_user(person=make.make_member(group=group).person))
    assert words not in text_of(member.get(agenda))
    make.make_item(meeting=last)
    first = make.make_meeting(group=make.make_group(site=group.site), agenda=("Welcome",))
    for one in (last, first):
        answer = page.get(reverse("agenda", args=[one.pk]))
        assert "Put together what happened" not in text_of(answer)


def test_the_mail_with_the_agenda_carries_it(page: Client, meeting: Meeting, last: Meeting) -> None:
    make.make_action(meeting=last)
    put(page, meeting)
    words = notice_words("agenda", meeting, to_name="Amy Rudd", from_name="Helen Marsh")
    assert (
        "3. Matters arising\n   Open actions:\n   • Write to the schools. Nobody yet.\n4. The pilot"
    ) in words.text
    assert "Open actions:<br>• Write to the schools. Nobody yet." in words.html
    AgendaItem.objects.update(confidential=True)
    words = notice_words("agenda", meeting, to_name="Amy Rudd", from_name="Helen Marsh")
    assert "schools" not in words.text + words.html
    AgendaItem.objects.update(confidential=False)
    words = notice_words("invitation", meeting, to_name="Amy Rudd", from_name="Helen Marsh")
    assert "schools" not in words.text + words.html
