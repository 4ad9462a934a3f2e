"""Signing in by e-mail code, through the pages; the code is read from the outbox."""

import re
import time
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from outbox.models import Message
from people.models import User
from people.services import close_account, open_account
from tests import make

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
START = "/sign-in/"
CODE = "/sign-in/code/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    person = make.make_person(name="Ann Marsh", email="ann@example.org")
    return open_account(person=person, now=NOW)


def ask(client: Client, address: str = "ann@example.org", *, to: str = START):
    return client.post(to, {"email": address})


def code_sent() -> str:
    """The code of the newest message."""
    found = re.search(r"\d{4}-\d{4}", Message.objects.latest("pk").text)
    assert found is not None
    return found.group()


def wrong(code: str) -> str:
    return ("1" if code[0] == "0" else "0") + code[1:]


def signed_in(client: Client) -> str | None:
    """Whose session it is."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else None


class TestTheWayIn:
    def test_from_address_to_code_to_start_page(self, client: Client, ann: User) -> None:
        assert "Your e-mail address" in client.get(START).text
        assert ask(client).headers["Location"] == CODE
        page = client.get(CODE)
        assert "<strong>ann@example.org</strong>" in page.text
        answer = client.post(CODE, {"code": code_sent()})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert signed_in(client) == "ann@example.org"

    def test_the_code_is_a_row_that_goes_first_and_ends_with_the_code(
        self, client: Client, ann: User
    ) -> None:
        ask(client)
        (message,) = Message.objects.all()
        assert (message.mailbox, message.state, message.to_address, message.subject) == (
            None,
            "queued",
            "ann@example.org",
            "Your sign-in code",
        )
        assert message.expires_at is not None
        assert (message.expires_at - message.created_at).total_seconds() == 15 * 60
        assert message.text == (
            f"Your code is {code_sent()}\n"
            "\n"
            "Type it on the page where you asked for it. It holds for 15 minutes"
            " and signs in once.\n"
            "\n"
            "If you did not ask for it, ignore this message: nobody can sign in without the code."
        )

    @pytest.mark.parametrize("typed", ["ANN@Example.ORG", "  ann@example.org "])
    def test_the_address_may_be_written_in_capitals(
        self, client: Client, ann: User, typed: str
    ) -> None:
        ask(client, typed)
        assert Message.objects.get().to_address == "ann@example.org"
        client.post(CODE, {"code": code_sent()})
        assert signed_in(client) == "ann@example.org"

    @pytest.mark.parametrize("typed", ["{0}{1}", " {0} {1} ", "{0}–{1}", "Your code is {0}-{1}"])
    def test_the_code_may_be_typed_in_other_ways(
        self, client: Client, ann: User, typed: str
    ) -> None:
        ask(client)
        client.post(CODE, {"code": typed.format(*code_sent().split("-"))})
        assert signed_in(client) == "ann@example.org"

    def test_a_code_signs_in_once(self, client: Client, ann: User) -> None:
        ask(client)
        code = code_sent()
        client.post(CODE, {"code": code})
        other = Client()
        ask(other)
        other.post(CODE, {"code": code})
        assert signed_in(other) is None

    def test_a_code_belongs_to_the_browser_that_asked(self, client: Client, ann: User) -> None:
        ask(client)
        other = Client()
        assert other.post(CODE, {"code": code_sent()}).headers["Location"] == START
        assert signed_in(other) is None

    def test_a_new_code_replaces_the_first(self, client: Client, ann: User) -> None:
        ask(client)
        first = code_sent()
        client.post(CODE, {"action": "resend"})
        assert Message.objects.count() == 2
        client.post(CODE, {"code": first})
        assert signed_in(client) is None
        client.post(CODE, {"code": code_sent()})
        assert signed_in(client) == "ann@example.org"

    def test_another_address_can_be_tried(self, client: Client, ann: User) -> None:
        ask(client, "anne@example.org")
        assert client.get(START).headers["Location"] == CODE  # it still waits for the first code
        answer = client.post("/sign-out/", {"next": START})
        assert answer.headers["Location"] == START
        assert client.get(START).status_code == 200
        ask(client)
        client.post(CODE, {"code": code_sent()})
        assert signed_in(client) == "ann@example.org"

    def test_who_is_signed_in_needs_no_second_time(self, client: Client, ann: User) -> None:
        client.force_login(ann)
        for address in (START, CODE):
            assert client.get(address).headers["Location"] == "/"
            assert client.post(address, {"email": "x@example.org"}).headers["Location"] == "/"
        assert Message.objects.count() == 0

    def test_without_a_role_there_is_a_kind_page(self, client: Client, ann: User) -> None:
        ask(client)
        page = client.post(CODE, {"code": code_sent()}, follow=True)
        assert page.request["PATH_INFO"] == "/"
        assert "You are signed in as Ann Marsh." in page.text
        assert "You have no role yet" in page.text


class TestWhoIsUnknown:
    @pytest.fixture
    def closed(self) -> User:
        person = make.make_person(email="closed@example.org")
        account = open_account(person=person, now=NOW)
        close_account(account=account)
        return account

    @pytest.mark.parametrize("address", ["nobody@example.org", "closed@example.org"])
    def test_sees_what_everybody_sees_and_gets_no_mail(
        self, ann: User, closed: User, address: str
    ) -> None:
        known, unknown = self.walk("ann@example.org"), self.walk(address)
        assert unknown == [page.replace("ann@example.org", address) for page in known]
        assert list(Message.objects.values_list("to_address", flat=True).distinct()) == [
            "ann@example.org"
        ]

    def walk(self, address: str) -> list[str]:
        """Every answer on the way: asked, told, sent again, three wrong guesses, begun again."""
        client = Client()
        answers = [
            ask(client, address),
            client.get(CODE),
            client.post(CODE, {"action": "resend"}),
            client.get(CODE),
            *(client.post(CODE, {"code": "no"}) for _ in range(3)),
            client.get(START),
            ask(client, address),
            client.post(CODE, {"code": "no"}),
        ]
        return [
            f"{answer.status_code} {answer.headers.get('Location', '')}"
            f" {sorted(answer.cookies)} {self.without_token(answer.text)}"
            for answer in answers
        ]

    def without_token(self, page: str) -> str:
        return re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", page)

    def test_no_code_fits(self, client: Client) -> None:
        ask(client, "nobody@example.org")
        for code in ("", "None", "0000-0000"):
            client.post(CODE, {"code": code})
            assert signed_in(client) is None

    def test_an_account_closed_while_its_code_was_out_stays_outside(
        self, client: Client, ann: User
    ) -> None:
        ask(client)
        close_account(account=ann)
        answer = client.post(CODE, {"code": code_sent()}, follow=True)
        assert answer.request["PATH_INFO"] == START
        assert "That is not the code we sent." in answer.text
        assert signed_in(client) is None

    def test_a_closed_account_is_out_at_the_next_click(self, client: Client, ann: User) -> None:
        client.force_login(ann)
        assert client.get(START).status_code == 302
        close_account(account=ann)
        assert client.get(START).status_code == 200

    @pytest.mark.parametrize(
        "address", ["", "ann", "ann@", "ann@example.org, b@example.org", "a\x00@example.org"]
    )
    def test_what_is_no_address_is_said_to_be_none(self, client: Client, address: str) -> None:
        answer = ask(client, address)
        assert answer.status_code == 200
        assert "<title>Error: Sign in" in answer.text
        assert Message.objects.count() == 0

    def test_nobody_signs_up(self, client: Client) -> None:
        for address in ("/signup/", "/accounts/signup/", "/sign-up/"):
            assert client.get(address).status_code == 404


class TestLimits:
    def test_three_wrong_guesses_end_it(self, client: Client, ann: User) -> None:
        ask(client)
        code = code_sent()
        for _ in range(2):
            answer = client.post(CODE, {"code": wrong(code)})
            assert "That is not the code we sent." in answer.text
        answer = client.post(CODE, {"code": wrong(code)}, follow=True)
        assert answer.request["PATH_INFO"] == START
        assert "There were too many attempts." in answer.text
        client.post(CODE, {"code": code})
        assert signed_in(client) is None

    def test_guesses_sent_at_once_are_each_counted(self, client: Client, ann: User) -> None:
        """A session written over by a request that ran at the same time forgets the guess."""
        ask(client)
        code, before = code_sent(), dict(client.session.items())
        statuses = []
        for _ in range(6):
            statuses.append(client.post(CODE, {"code": wrong(code)}).status_code)
            session = client.session
            session.update(before)
            session.save()
        assert statuses == [200, 200, 200, 200, 200, 429]
        assert client.post(CODE, {"code": code}).status_code == 429
        assert signed_in(client) is None

    def test_few_codes_for_one_address(self, client: Client, ann: User) -> None:
        for _ in range(5):
            other = Client()
            answer = ask(other)
        assert "There were too many attempts." in answer.text
        assert Message.objects.count() == 3

    def test_ten_codes_an_hour_for_one_address(
        self, monkeypatch: pytest.MonkeyPatch, ann: User
    ) -> None:
        began = time.time()
        for minute in range(0, 59, 2):
            monkeypatch.setattr(time, "time", lambda minute=minute: began + 60 * minute)
            ask(Client())
        assert Message.objects.count() == 10

    def test_many_people_may_sign_in_from_one_office(self, ann: User) -> None:
        answers = [ask(Client(), f"person-{n}@example.org") for n in range(60)]
        assert {answer.status_code for answer in answers} == {302}
        assert "There were too many attempts." in ask(Client(), "one-more@example.org").text

    def test_counts_are_rows_and_so_hold_for_all_processes(self, client: Client) -> None:
        ask(client, "nobody@example.org")
        client.post(CODE, {"code": "no"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM shared_cache")
            actions = {key.split(":")[5] for (key,) in cursor.fetchall()}
        assert actions == {"request_login_code", "guess_login_code"}

    def test_a_code_ends_after_fifteen_minutes(
        self, monkeypatch: pytest.MonkeyPatch, client: Client, ann: User
    ) -> None:
        ask(client)
        began = time.time()
        monkeypatch.setattr(time, "time", lambda: began + 15 * 60 + 1)
        assert client.post(CODE, {"code": code_sent()}).headers["Location"] == START
        assert signed_in(client) is None
        monkeypatch.undo()
        # Not even if the clock went back: it was thrown away.
        client.post(CODE, {"code": code_sent()})
        assert signed_in(client) is None


class TestWhereItLeads:
    def sign_in(self, client: Client, next_page: str) -> str:
        answer = ask(client, to=f"{START}?next={next_page}")
        form, _, _ = client.get(answer.headers["Location"]).text.partition("</form>")
        found = re.search(r'name="next" value="([^"]*)"', form)
        data = {"code": code_sent(), **({"next": found.group(1)} if found else {})}
        return str(client.post(CODE, data).headers["Location"])

    def test_to_the_page_that_was_asked_for(self, client: Client, ann: User) -> None:
        assert self.sign_in(client, "/meetings/12/") == "/meetings/12/"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://example.com/",
            "//example.com/",
            "///example.com",
            "/\\example.com",
            "https:example.com",
            "javascript:alert(1)",
            "%0d%0aLocation:%20https://example.com",
        ],
    )
    def test_never_to_another_site(self, client: Client, ann: User, elsewhere: str) -> None:
        assert self.sign_in(client, elsewhere) == "/"

    @pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/"])
    def test_nor_by_what_is_posted(self, client: Client, ann: User, elsewhere: str) -> None:
        client.post(START, {"email": "ann@example.org", "next": elsewhere})
        answer = client.post(CODE, {"code": code_sent(), "next": elsewhere})
        assert answer.headers["Location"] == "/"
        assert client.get(f"{START}?next={elsewhere}").headers["Location"] == "/"
        assert client.post("/sign-out/", {"next": elsewhere}).headers["Location"] == "/"


class TestTheWayOut:
    def test_is_a_post(self, client: Client, ann: User) -> None:
        client.force_login(ann)
        assert client.get("/sign-out/").status_code == 405
        assert signed_in(client) == "ann@example.org"
        assert client.post("/sign-out/").headers["Location"] == "/"
        assert signed_in(client) is None

    def test_needs_the_csrf_token(self, ann: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(ann)
        assert client.post("/sign-out/").status_code == 403
        assert signed_in(client) == "ann@example.org"


@pytest.mark.parametrize(
    "name", ["account_login", "account_request_login_code", "account_confirm_login_code"]
)
def test_the_pages_of_signing_in_are_never_stored(client: Client, ann: User, name: str) -> None:
    ask(client)
    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]
