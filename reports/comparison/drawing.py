"""The cells of the matrix in HTML. Written here, not in a template, for a page has hundreds."""

from urllib.parse import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.comparison.matrix import Cell, Row
from reports.comparison.ratings import RatedCell, RatedRow

CELL = """<td>
  <a class="app-cell app-cell--{state}{strong}"
     href="{address}#evidence"
     hx-get="{address}"
     hx-target="#evidence"
     hx-select="#evidence"
     hx-swap="outerHTML"
     hx-push-url="true"
     {current}><span aria-hidden="true">{figures}</span><span class="govuk-visually-hidden">{words}: {row}, {site}</span></a>
</td>"""  # noqa: E501 - spaces between the words would be read out
CURRENT = SafeString('aria-current="true"')


def cells_of(row: Row | RatedRow, to_cell: str, opened: Cell | RatedCell | None) -> SafeString:
    """Give the cells of a row; `to_cell` is the address that the token of each follows."""
    drawn = (
        format_html(
            CELL,
            state=cell.state,
            strong=" app-cell--strong" if cell.is_strong else "",
            address=to_cell + quote(cell.token, safe=""),
            current=CURRENT if cell == opened else "",
            figures=cell.figures,
            words=cell.in_words,
            row=row.title,
            site=cell.column.name,
        )
        for cell in row.cells
    )
    return format_html_join("\n", "{}", ((cell,) for cell in drawn))
