"""The timeline as rows of a table. Written here, for there may be many hundred."""

from functools import lru_cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from calendars.wording import long_date
from reports.one_site.timeline.things import Thing

ROW = (
    '<tr role="row"><th role="rowheader" scope="row">{}{}</th><td role="cell">{}</td>'
    '<td role="cell"><a class="govuk-link" href="{}">{}</a></td></tr>\n'
)


@lru_cache(maxsize=32)
def rows_of(things: tuple[Thing, ...]) -> SafeString:
    """Give a row for each: when, of which band, and what, with a link.

    The last few tables are kept by all that stands in them, as the pictures are.
    """
    return format_html_join(
        "",
        ROW,
        (
            (
                long_date(one.start),
                f" to {long_date(one.ends_on)}" if one.ends_on else "",
                one.kind,
                one.url,
                one.name,
            )
            for one in things
        ),
    )
