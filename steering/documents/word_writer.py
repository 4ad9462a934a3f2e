"""Adding what the minutes say to a Word document, piece by piece."""

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from steering.documents import blocks
from steering.documents.blocks import Block, Runs
from steering.documents.items import ActionLine, DecisionLine
from steering.documents.letters import readable
from steering.documents.word_parts import DEEPEST_LIST, Lists, border, link, rule_table

STEP = Mm(6)
"""How far lists and quotations are set in."""


class Writer:
    """Adds to a document whose lines are `width` wide, from `indent` to the right edge."""

    def __init__(self, word: Document, *, width: Length) -> None:
        self._word = word
        self._width = width
        self._lists = Lists(word)
        self._list_depth = 0
        self.indent = Length(0)

    def heading(self, level: int, text: str = "", *, on_new_page: bool = False) -> Paragraph:
        paragraph = self._word.add_heading(readable(text), level)
        paragraph.paragraph_format.page_break_before = on_new_page or None
        return paragraph

    def paragraph(self, text: str = "", *, bold: bool = False, style: str = "Normal") -> Paragraph:
        paragraph = self._word.add_paragraph(style=style)
        if self.indent:
            paragraph.paragraph_format.left_indent = self.indent
        if text:
            paragraph.add_run(readable(text)).bold = bold or None
        return paragraph

    def labelled(self, label: str, text: str, *, style: str = "Normal") -> Paragraph:
        paragraph = self.paragraph(label, bold=True, style=style)
        paragraph.add_run(f" {readable(text)}")
        return paragraph

    def outcomes(self, decisions: Sequence[DecisionLine], actions: Sequence[ActionLine]) -> None:
        for decision in decisions:
            self.labelled(f"Decision {decision.number}.", decision.text, style="Outcome")
        for action in actions:
            self.labelled(f"Action {action.number}.", action.sentence, style="Outcome")

    def table(
        self,
        title: str,
        widths: Sequence[Length],
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        on_one_page: bool = False,
    ) -> None:
        """Add a table of plain words under a bold head; numbers in its first column are bold."""
        numbered = head[0] == "No."
        self._table(
            title,
            widths,
            [
                tuple((blocks.Run(text, bold=numbered and not at),) for at, text in enumerate(row))
                for row in (head, *rows)
            ],
            style="Cell of a whole" if on_one_page else "Cell",
        )

    def numbers(self, titles: Sequence[str]) -> None:
        """Add a numbered list of plain words."""
        items = tuple((blocks.Paragraph((blocks.Run(title),)),) for title in titles)
        self._listing(1, items)

    def blocks(self, written: Sequence[Block]) -> None:
        """Add what somebody wrote in Markdown."""
        for block in written:
            match block:
                case blocks.Paragraph(runs):
                    self._runs(self.paragraph(), runs)
                case blocks.Heading(level, runs):
                    heading = self.heading(level)
                    heading.paragraph_format.left_indent = self.indent
                    self._runs(heading, runs)
                case blocks.Code(text):
                    self.paragraph(text).runs[0].font.name = "Courier New"
                case blocks.Quote(inner):
                    self._set_in(inner)
                case blocks.Listing(start, items):
                    self._listing(start, items)
                case blocks.Table(head, rows):
                    width = Length((self._width - self.indent) // len(head))
                    self._table("Table", [width] * len(head), [head, *rows])
                    self.paragraph()
                case blocks.Rule():
                    border(self.paragraph()._p, bottom=4)

    def _set_in(self, inner: Sequence[Block]) -> None:
        before = self.indent
        self.indent = Length(min(before + STEP, self._width // 2))
        self.blocks(inner)
        self.indent = before

    def _listing(self, start: int | None, items: Sequence[Sequence[Block]]) -> None:
        """Each item is one paragraph of the list; what else belongs to it is set in below."""
        level = min(self._list_depth, DEEPEST_LIST - 1)
        numbers = self._lists.new(start=start, level=level)
        self._list_depth += 1
        for item in items:
            first, *others = item if item else (blocks.Paragraph(()),)
            if not isinstance(first, blocks.Paragraph):
                first, others = blocks.Paragraph(()), list(item)
            paragraph = self.paragraph()
            self._lists.enter(paragraph, list_id=numbers, level=level)
            paragraph.paragraph_format.left_indent = Length(self.indent + STEP)
            paragraph.paragraph_format.first_line_indent = -STEP
            paragraph.paragraph_format.space_after = Pt(3)
            self._runs(paragraph, first.runs)
            self._set_in(others)
        self._list_depth -= 1

    def _table(
        self,
        title: str,
        widths: Sequence[Length],
        rows: Sequence[Sequence[Runs]],
        *,
        style: str = "Cell",
    ) -> None:
        table = self._word.add_table(rows=0, cols=len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, words in enumerate(rows):
            cells = table.add_row().cells
            for cell, runs, width in zip(cells, words, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.style = style
                for run in self._runs(paragraph, runs):
                    run.bold = True if place == 0 else run.bold
        rule_table(table, title=title)

    def _runs(self, paragraph: Paragraph, runs: Runs) -> list[Run]:
        added = []
        for one in runs:
            run = paragraph.add_run(readable(one.text))
            run.bold, run.italic = one.bold or None, one.italic or None
            run.font.strike = one.struck or None
            if one.code:
                run.font.name = "Courier New"
            if one.link:
                run.font.underline = True
                link(run, one.link)
            added.append(run)
        return added
