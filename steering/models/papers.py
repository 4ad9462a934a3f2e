"""Papers of agenda items: promised by somebody, then there as files."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value

from people.models import Person
from records.fields import one_of
from records.history import every_change
from steering.enums import PaperFormat
from steering.models.agenda import AgendaItem
from steering.querysets import PaperFileQuerySet, PaperQuerySet

LARGEST = 20 * 1024 * 1024
"""The most bytes that a paper may have."""


@pghistory.track(*every_change())
class Paper(models.Model):
    """Something to read before an item: who brings it, and in which formats it is needed.

    It is seen by whoever may see its item. It is in once it has an ordinary file.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    in_easy_read = models.BooleanField(default=False)
    in_large_print = models.BooleanField(default=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="paper_has_a_title", condition=~Q(title="")),
        ]
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return self.title


class PaperContent(models.Model):
    """The bytes of a file, apart from what lists show. A database backup holds them."""

    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paper_content_sha256_is_of_the_content",
                condition=Q(
                    sha256=Func(
                        Func(F("content"), function="sha256"),
                        Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256


@pghistory.track(*every_change())
class PaperFile(models.Model):
    """A paper as uploaded, in one format. A newer one takes its place; the older one is kept."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(
        max_length=15, choices=PaperFormat, blank=True, default=PaperFormat.ORDINARY
    )
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="In bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True)
    content = models.OneToOneField(PaperContent, on_delete=models.PROTECT, related_name="file")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = PaperFileQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("form", PaperFormat),
            models.UniqueConstraint(
                fields=["paper", "form"],
                condition=Q(replaced_at__isnull=True),
                name="paper_file_one_in_each_form",
            ),
            models.CheckConstraint(
                name="paper_file_size_in_bounds", condition=Q(size__gte=1, size__lte=LARGEST)
            ),
        ]
        ordering = ["paper", "form", "pk"]

    def __str__(self) -> str:
        return self.file_name
