"""Entering people's posts and changing them."""

from datetime import date

from django.db import transaction

from people.models import Person
from sites.errors import PostHeldAlready
from sites.models import Agency, Post


@transaction.atomic
def add_post(
    *,
    person: Person,
    agency: Agency,
    title: str,
    seniority: str,
    started_on: date,
    secondment_ends_on: date | None,
) -> Post:
    """Enter a post; `seniority` is a value of Seniority. Raises PostHeldAlready."""
    post = Post(person=person, agency=agency, title=title, seniority=seniority)
    post.started_on, post.secondment_ends_on = started_on, secondment_ends_on
    _refuse_twin(post)
    post.save()
    return post


@transaction.atomic
def change_post(
    *,
    post: Post,
    agency: Agency,
    title: str,
    seniority: str,
    started_on: date,
    ended_on: date | None,
    secondment_ends_on: date | None,
) -> None:
    """Change a post. `ended_on` is the first day on which it is not held. See `add_post`."""
    post.agency, post.title, post.seniority = agency, title, seniority
    post.started_on, post.ended_on = started_on, ended_on
    post.secondment_ends_on = secondment_ends_on
    _refuse_twin(post)
    post.save()


def _refuse_twin(post: Post) -> None:
    Person.objects.select_for_update().get(pk=post.person_id)
    twins = Post.objects.filter(
        person=post.person, agency=post.agency, title=post.title, started_on=post.started_on
    )
    if twins.exclude(pk=post.pk).exists():
        raise PostHeldAlready(f"This post of {post.person} from that day is entered already.")
