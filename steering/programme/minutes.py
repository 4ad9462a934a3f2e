"""Minutes: a Markdown file for each agenda item, or for a whole meeting, kept byte for byte."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import F

from csv_tables.folder import Folder
from csv_tables.kinds import LONGEST_TEXT, Choice, Reference, Text, Whole
from csv_tables.problems import Problem, Wrong, shown
from csv_tables.stored import Row, StoredTable, batches
from csv_tables.tables import Column, Table, Values
from csv_tables.workbook import Sheet, Workbook
from steering.enums import MinutesState
from steering.models import Minutes, MinutesText, sha256_of
from steering.programme.meetings import MEETINGS, agenda_item_id, on_the_agenda

TEXTS_AT_A_TIME = 50
"""Texts may be long, so few of them are in memory at once."""


class MinutesTexts(StoredTable):
    """A row a text. Beside its columns a row has the `text_sha256` of its file.

    The file's name is no part of what the database keeps, so it makes no difference to a row.
    """

    model = MinutesText
    table = Table(
        "minutes.csv",
        "text",
        (
            Column("meeting", Reference(MEETINGS, "meeting")),
            Column("position", Whole(), optional=True),
            Column("file", Text(1000)),
            Column("state", Choice(MinutesState)),
        ),
        identity=("meeting", "position"),
    )

    def stored(self) -> Iterator[tuple[int, Values]]:
        names = ("meeting", "position", "state", "text_sha256")
        paths = ("minutes__meeting__key", "agenda_item__position", "minutes__state", "text_sha256")
        wholes = _meetings_with_one_text()
        rows = MinutesText.objects.order_by("pk").values_list("pk", *paths)
        for pk, *found in rows.iterator(chunk_size=2000):
            values = dict(zip(names, found, strict=True))
            values["file"] = _file_name(values["meeting"], values["position"], wholes)
            yield pk, values

    def examine(self, values: Values, book: Workbook) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a record, and note the SHA-256 of the text that it names."""
        yield from on_the_agenda(values, book)
        values["text_sha256"] = ""
        if "file" in values:
            try:
                values["text_sha256"] = sha256_of(_read(book.folder, values["file"]))
            except Wrong as wrong:
                yield "file", str(wrong)

    def check(self, sheet: Sheet, book: Workbook) -> Iterator[Problem]:
        yield from _one_state_a_meeting(sheet)
        approved = set(
            Minutes.objects.filter(state=MinutesState.APPROVED).values_list(
                "meeting__key", flat=True
            )
        )
        for row in sheet.in_file:
            if row.values["meeting"] in approved:
                yield from _approved_for_good(sheet, row)

    def differs(self, before: Values, after: Values) -> bool:
        return any(before[name] != after[name] for name in ("state", "text_sha256"))

    def write(self, sheet: Sheet, book: Workbook) -> None:
        """Write the texts while their minutes are drafts, then the states: approved is for good."""
        new, changed = sheet.new(), sheet.changed()
        minutes = self._minutes_of([*new, *changed], book)
        self._update_texts(changed, book)
        self._insert_texts(new, minutes, book)
        by_state: dict[str, set[int]] = defaultdict(set)
        for row in [*new, *changed]:
            by_state[row.values["state"]].add(minutes[row.values["meeting"]])
        for state, pks in by_state.items():
            Minutes.objects.filter(pk__in=pks).exclude(state=state).update(state=state)

    def _minutes_of(self, rows: Sequence[Row], book: Workbook) -> dict[str, int]:
        """Give the primary key of each meeting's minutes, which are begun where there are none."""
        minutes = dict(Minutes.objects.values_list("meeting__key", "pk"))
        keys = dict.fromkeys(row.values["meeting"] for row in rows)
        begun = [key for key in keys if key not in minutes]
        made = Minutes.objects.bulk_create(
            (Minutes(meeting_id=book.sheets[MEETINGS].pk(key)) for key in begun), batch_size=1000
        )
        return minutes | {key: one.pk for key, one in zip(begun, made, strict=True)}

    def _insert_texts(self, rows: Sequence[Row], minutes: dict[str, int], book: Workbook) -> None:
        for batch in batches(rows, TEXTS_AT_A_TIME):
            made = MinutesText.objects.bulk_create(
                MinutesText(
                    minutes_id=minutes[row.values["meeting"]],
                    agenda_item_id=agenda_item_id(
                        row.values["meeting"], row.values["position"], book
                    ),
                    text=_read_again(book.folder, row),
                    text_sha256=row.values["text_sha256"],
                )
                for row in batch
            )
            for row, text in zip(batch, made, strict=True):
                row.pk = text.pk

    def _update_texts(self, rows: Sequence[Row], book: Workbook) -> None:
        other = [
            row
            for row in rows
            if row.before and row.before["text_sha256"] != row.values["text_sha256"]
        ]
        for batch in batches(other, TEXTS_AT_A_TIME):
            MinutesText.objects.bulk_update(
                [
                    MinutesText(
                        pk=row.pk,
                        text=_read_again(book.folder, row),
                        text_sha256=row.values["text_sha256"],
                        version=F("version") + 1,
                    )
                    for row in batch
                ],
                ["text", "text_sha256", "version"],
            )

    def export(self, folder: Folder) -> None:
        super().export(folder)
        wholes = _meetings_with_one_text()
        rows = MinutesText.objects.order_by("pk").values_list(
            "minutes__meeting__key", "agenda_item__position", "text"
        )
        for meeting, position, text in rows.iterator(chunk_size=TEXTS_AT_A_TIME):
            with folder.writing(_file_name(meeting, position, wholes)) as file:
                file.write(text.encode())


def _meetings_with_one_text() -> set[str]:
    """Give the keys of the meetings that have minutes of the whole meeting."""
    wholes = MinutesText.objects.filter(agenda_item=None)
    return set(wholes.values_list("minutes__meeting__key", flat=True))


def _file_name(meeting: str, position: int | None, wholes: set[str]) -> str:
    """Give the file of a text: `minutes/<meeting>[-<position>].md`.

    Where that is the name of another meeting's text, a full stop stands for the hyphen: keys
    have none, so no third text can have that name.
    """
    if position is None:
        return f"minutes/{meeting}.md"
    taken = f"{meeting}-{position}" in wholes
    return f"minutes/{meeting}{'.' if taken else '-'}{position}.md"


def _read(folder: Folder, name: str) -> str:
    """Give the text of a file. Raises Wrong."""
    size = folder.size(name)
    if size > LONGEST_TEXT:
        raise Wrong(
            f"{shown(name)} has {size:,} bytes, which is too long for minutes;"
            f" {LONGEST_TEXT:,} is the most"
        )
    content = folder.read(name)
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise Wrong(f"{shown(name)} holds a NUL character in line {line}; take it out")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise Wrong(
            f"{shown(name)} holds the byte 0x{byte:02X} in line {line}, which is not UTF-8;"
            " save the file as UTF-8"
        ) from error


def _read_again(folder: Folder, row: Row) -> str:
    """Give the text that was checked. Raises Wrong if the file has changed since."""
    text = _read(folder, row.values["file"])
    if sha256_of(text) != row.values["text_sha256"]:
        raise Wrong(f"{shown(row.values['file'])} was changed while it was being imported")
    return text


def _one_state_a_meeting(sheet: Sheet) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in sheet.in_file:
        other = first.setdefault(row.values["meeting"], row)
        if other.values["state"] != row.values["state"]:
            message = (
                f"is {row.values['state']}, but {other.values['state']} in line {other.line};"
                " all rows of a meeting have the same state"
            )
            yield sheet.problem(row.line, "state", message)


def _approved_for_good(sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Approved minutes never change; corrections are recorded in the minutes of a later meeting."""
    advice = "take the row out, or record the correction in the minutes of a later meeting"
    if row.before is None:
        message = f"the minutes of this meeting are approved and have no such text; {advice}"
        yield sheet.problem(row.line, "position" if row.values["position"] else "file", message)
        return
    if row.before["text_sha256"] != row.values["text_sha256"]:
        message = f"differs from the approved minutes of this meeting; {advice}"
        yield sheet.problem(row.line, "file", message)
    if row.values["state"] != MinutesState.APPROVED:
        message = f"is {row.values['state']}, but these minutes are approved; write approved"
        yield sheet.problem(row.line, "state", message)
