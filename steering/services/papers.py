"""Papers of agenda items: promised, handed in, replaced and removed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from people.models import Person, User
from steering.enums import PaperFormat
from steering.errors import SteeringError
from steering.models import AgendaItem, Paper, PaperContent, PaperFile
from steering.models.papers import LARGEST
from uploads import Checked


class PaperTooLarge(SteeringError):
    """No mail and no member's telephone takes it."""


@dataclass(frozen=True)
class PaperTerms:
    """What a paper is called, who brings it, and in which other formats it is needed."""

    title: str
    owner: Person | None = None
    in_easy_read: bool = False
    in_large_print: bool = False


@transaction.atomic
def promise_paper(*, item: AgendaItem, terms: PaperTerms) -> Paper:
    """Note that there will be a paper for an item."""
    return _write(Paper(item=item), terms)


@transaction.atomic
def change_paper(*, paper: Paper, terms: PaperTerms) -> Paper:
    """Change what was noted of a paper; its files stay."""
    return _write(Paper.objects.select_for_update().get(pk=paper.pk), terms)


@transaction.atomic
def hand_in(
    *, paper: Paper, form: PaperFormat, file: Checked, by: User, now: datetime
) -> PaperFile:
    """Put a checked file in, in place of an earlier one in the same format, which is kept.

    Raises PaperTooLarge.
    """
    if len(file.content) > LARGEST:
        raise PaperTooLarge(f"“{file.name}” has more than 20 MB. Save it with smaller pictures.")
    Paper.objects.select_for_update().get(pk=paper.pk)
    paper.files.filter(form=form, replaced_at__isnull=True).update(replaced_at=now)
    content = PaperContent.objects.create(
        content=file.content, sha256=hashlib.sha256(file.content).hexdigest()
    )
    return PaperFile.objects.create(
        paper=paper,
        form=form,
        file_name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        pages=file.pages,
        content=content,
        uploaded_by=by,
        uploaded_at=now,
    )


@transaction.atomic
def remove_paper(*, paper: Paper) -> None:
    """Remove a paper and erase its files: somebody may have handed in what nobody should read."""
    contents = list(paper.files.values_list("content", flat=True))
    paper.files.all().delete()
    PaperContent.objects.filter(pk__in=contents).delete()
    paper.delete()


def _write(paper: Paper, terms: PaperTerms) -> Paper:
    for name in ("title", "owner", "in_easy_read", "in_large_print"):
        setattr(paper, name, getattr(terms, name))
    paper.save()
    return paper
