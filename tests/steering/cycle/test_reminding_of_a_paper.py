"""“Remind” beside a paper that is not in: one mail to its owner, now, and none too many."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.enums import State
from outbox.models import Message
from steering.enums import NoticeKind
from steering.models import Paper
from steering.services.notices import (
    NoNotice,
    NotReminded,
    drop_notice,
    hold_notice,
    queue_due,
    remind_of_paper,
)
from tests import make
from tests.steering.cycle.scene import Scene, nine, scene

pytestmark = pytest.mark.django_db

BEFORE = nine(20, 11)  # the notice goes by itself on 24 November
DUE = nine(24, 11)


def papers_of(place: Scene) -> tuple[Paper, Paper]:
    """A paper of Amy's and one of Ben's, neither of them in."""
    item = place.meeting.agenda_items.get()
    return (
        make.make_paper(item=item, title="Schools", owner=place.amy),
        make.make_paper(item=item, title="Budget", owner=place.ben),
    )


def sent(place: Scene) -> list[str]:
    """To whom the notice of papers was written and not withdrawn, first written first."""
    rows = Message.objects.filter(kind=NoticeKind.PAPERS_DUE).exclude(state=State.WITHDRAWN)
    return list(rows.order_by("pk").values_list("to_address", flat=True))


def test_one_person_is_reminded_at_once_and_not_again_by_itself() -> None:
    place = scene()
    schools, _ = papers_of(place)
    assert remind_of_paper(paper=schools, now=BEFORE) == place.amy
    [message] = Message.objects.all()
    assert (message.state, message.to_address) == (State.QUEUED, "amy@example.org")
    assert "- Schools" in message.text
    assert "Budget" not in message.text
    queue_due(now=DUE)
    assert sent(place) == ["amy@example.org", "ben@example.org"]
    assert queue_due(now=DUE + timedelta(minutes=1)) == 0


def test_one_early_reminder_does_not_stop_the_notice_from_being_held() -> None:
    place = scene()
    schools, _ = papers_of(place)
    remind_of_paper(paper=schools, now=BEFORE)
    Message.objects.update(state=State.CLAIMED, claim=uuid.uuid4())
    user = make.make_user(person=place.helen)
    hold_notice(kind=NoticeKind.PAPERS_DUE, meeting=place.meeting, by=user, now=BEFORE)
    queue_due(now=DUE)
    assert sent(place) == ["amy@example.org"]


@pytest.mark.parametrize("by_itself", [True, False])
def test_nobody_is_reminded_twice_on_a_day_but_again_on_another(by_itself: bool) -> None:
    place = scene()
    schools, _ = papers_of(place)
    if by_itself:
        queue_due(now=DUE)
    else:
        remind_of_paper(paper=schools, now=DUE)
    with pytest.raises(NotReminded, match=r"^Amy Rudd was reminded today at 9:00am\.$"):
        remind_of_paper(paper=schools, now=DUE + timedelta(hours=5))
    for days in (1, 2):
        remind_of_paper(paper=schools, now=DUE + timedelta(days=days))
    # What still waited of the notice is withdrawn, so that nobody gets two at once.
    assert sent(place).count("amy@example.org") == (2 if by_itself else 3)


def test_what_failed_does_not_count_as_a_reminder() -> None:
    place = scene()
    schools, _ = papers_of(place)
    remind_of_paper(paper=schools, now=DUE)
    Message.objects.update(state=State.FAILED, explanation="Refused.")
    remind_of_paper(paper=schools, now=DUE)
    assert Message.objects.filter(to_address="amy@example.org").count() == 2


def test_it_says_why_nobody_is_reminded() -> None:
    place = scene()
    schools, budget = papers_of(place)
    make.make_paper_file(paper=schools)
    with pytest.raises(NotReminded, match="“Schools” is in by now"):
        remind_of_paper(paper=schools, now=BEFORE)
    place.ben.email = ""
    place.ben.save()
    with pytest.raises(NotReminded, match=r"Ben Rudd gets no e-mail\. Ask them another way"):
        remind_of_paper(paper=budget, now=BEFORE)
    place.group.memberships.filter(person=place.ben).update(left_on=BEFORE.date())
    with pytest.raises(NotReminded, match="Ben Rudd has left the group"):
        remind_of_paper(paper=budget, now=BEFORE)
    budget.owner = None
    with pytest.raises(NotReminded, match="Nobody is noted as bringing “Budget”"):
        remind_of_paper(paper=budget, now=BEFORE)
    assert not Message.objects.exists()


def test_a_dropped_notice_goes_to_nobody() -> None:
    place = scene()
    schools, _ = papers_of(place)
    user = make.make_user(person=place.helen)
    hold_notice(kind=NoticeKind.PAPERS_DUE, meeting=place.meeting, by=user, now=BEFORE)
    drop_notice(kind=NoticeKind.PAPERS_DUE, meeting=place.meeting, now=BEFORE)
    with pytest.raises(NoNotice, match="was dropped"):
        remind_of_paper(paper=schools, now=BEFORE)


class TestPage:
    @pytest.fixture
    def place(self, client: Client) -> Scene:
        place = scene(
            starts_at=timezone.now() + timedelta(weeks=4),
            announced_at=timezone.now() - timedelta(days=1),
        )
        client.force_login(make.make_user(person=place.helen))
        return place

    def read(self, client: Client, place: Scene) -> str:
        response: Any = client.get(reverse("agenda", args=[place.meeting.pk]))
        return " ".join(response.content.decode().split())

    def test_the_row_says_that_its_owner_was_reminded(self, client: Client, place: Scene) -> None:
        schools, _ = papers_of(place)
        page = self.read(client, place)
        assert page.count(">Remind<") == 2
        assert "Reminded" not in page
        url = reverse("remind_of_paper", args=[place.meeting.pk, schools.pk])
        again: Any = client.post(url, follow=True)
        assert "A reminder goes to Amy Rudd now." in again.content.decode()
        page = self.read(client, place)
        assert page.count("Reminded today at") == 1
        again = client.post(url, follow=True)
        assert "Amy Rudd was reminded today at" in again.content.decode()
        Message.objects.update(created_at=timezone.now() - timedelta(days=3))
        assert "Reminded on" in self.read(client, place)

    def test_members_see_no_reminders(self, client: Client, place: Scene) -> None:
        papers_of(place)
        client.force_login(make.make_user(person=place.ben))
        assert "Remind" not in self.read(client, place)
