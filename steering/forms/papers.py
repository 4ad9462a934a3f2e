"""A paper that is promised, and its files."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from govuk_forms.files import FileInputField
from govuk_forms.forms import GovukForm
from govuk_forms.widgets import Checkboxes, Radios
from people.models import Person
from steering.enums import PaperFormat
from steering.forms.agenda import KnownPersonField, label_of
from steering.models import AgendaItem, Paper
from steering.models.papers import LARGEST
from steering.services.papers import PaperTerms
from uploads import Checked, NotAccepted, checked

OTHER_FORMATS = [(one.value, one.label) for one in PaperFormat if one]
ENDINGS = ("pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg")


class PaperForm(GovukForm):
    """What a paper is called, who brings it, and who needs it otherwise. Gives `PaperTerms`."""

    title = forms.CharField(
        label="Title of the paper",
        max_length=200,
        error_messages={"required": "Enter the title of the paper"},
    )
    owner = KnownPersonField(
        label="Who brings it",
        help_text="They are reminded before it is due. With an account they can hand it in here",
    )
    formats = forms.MultipleChoiceField(
        label="Also needed in",
        choices=OTHER_FORMATS,
        required=False,
        widget=Checkboxes,
        help_text="Those who need it otherwise get it with the others",
    )

    def __init__(self, *args: Any, people: Mapping[str, Person], **kwargs: Any) -> None:
        """`people` may bring it, by their labels."""
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, KnownPersonField)
        owner.people = people

    def terms(self) -> PaperTerms:
        """Give what was entered. Only after `is_valid()`."""
        data = self.cleaned_data
        return PaperTerms(
            title=data["title"],
            owner=data["owner"],
            in_easy_read=PaperFormat.EASY_READ in data["formats"],
            in_large_print=PaperFormat.LARGE_PRINT in data["formats"],
        )

    @staticmethod
    def initial_of(paper: Paper, people: Mapping[str, Person]) -> dict[str, object]:
        """Give what the form of a paper starts with."""
        needed = {
            PaperFormat.EASY_READ: paper.in_easy_read,
            PaperFormat.LARGE_PRINT: paper.in_large_print,
        }
        return {
            "title": paper.title,
            "owner": label_of(paper.owner_id, people),
            "formats": [form.value for form, wanted in needed.items() if wanted],
        }


class PromiseForm(PaperForm):
    """The same with the item that the paper is for."""

    item = forms.ChoiceField(label="For which item?")
    field_order = ("item", "title")

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {str(item.pk): item for item in items}
        item = self.fields["item"]
        assert isinstance(item, forms.ChoiceField)
        item.choices = [(key, str(one)) for key, one in self._items.items()]

    def clean_item(self) -> AgendaItem:
        return self._items[self.cleaned_data["item"]]


class UploadForm(GovukForm):
    """One file of a paper. Gives it checked: `file` is what its content says."""

    file = FileInputField(
        label="File", kinds=ENDINGS, megabytes=LARGEST // 1024 // 1024, max_length=1_000
    )
    form = forms.ChoiceField(
        label="In which format?",
        choices=PaperFormat.choices,
        required=False,
        widget=Radios(hints={PaperFormat.ORDINARY: "As most people read it"}),
    )

    def clean_file(self) -> Checked:
        file = self.cleaned_data["file"]
        try:
            return checked(file.name, file.read())
        except NotAccepted as error:
            raise forms.ValidationError(str(error), code="content") from error
