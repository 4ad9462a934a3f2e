"""Which papers of a meeting are in, as its agenda depends on them: no SQL query more."""

from dataclasses import dataclass

from django.db.models import Func, JSONField

from calendars.wording import counted
from steering.enums import PaperFormat

NAMED = 2
"""So many missing papers are named in a line; the others are counted."""

# Written out, since Django would build and compile the subqueries anew for each page of a meeting.
PAPERS = Func(
    "pk",
    template=f"""(
        SELECT jsonb_build_array(COUNT(*), COALESCE(
            jsonb_agg(
                jsonb_build_array(paper.title, COALESCE(owner.name, ''))
                ORDER BY item.position, paper.id
            ) FILTER (WHERE NOT EXISTS (
                SELECT FROM steering_paperfile AS file
                WHERE file.paper_id = paper.id AND file.form = '{PaperFormat.ORDINARY.value}'
                  AND file.replaced_at IS NULL
            )), '[]'
        ))
        FROM (VALUES (%(expressions)s)) AS this (id)
        JOIN steering_agendaitem AS item ON item.meeting_id = this.id
        JOIN steering_paper AS paper ON paper.item_id = item.id
        LEFT JOIN people_person AS owner ON owner.id = paper.owner_id
    )""",
    output_field=JSONField(),
)
"""How many papers there are to be, and title and owner of each that is not in."""


@dataclass(frozen=True)
class Papers:
    """How many papers a meeting is to have; of those that are `missing`, title and owner."""

    number: int
    missing: tuple[tuple[str, str], ...]

    @property
    def in_words(self) -> str:
        """`3 of 4 papers in`; empty without any."""
        there = self.number - len(self.missing)
        return f"{there} of {counted(self.number, 'paper')} in" if self.number else ""

    @property
    def missing_in_words(self) -> str:
        """`1 of 4 papers is not in`; empty when nothing is missing."""
        if not self.missing:
            return ""
        is_ = "is" if len(self.missing) == 1 else "are"
        return f"{len(self.missing)} of {counted(self.number, 'paper')} {is_} not in"

    @property
    def missing_by_name(self) -> str:
        """`1 of 4 papers is not in: Schools, from Martin Shaw.`; empty when nothing is missing."""
        if not self.missing:
            return ""
        named = [f"{title}, from {who}" if who else title for title, who in self.missing[:NAMED]]
        if len(self.missing) > NAMED:
            named.append(f"and {len(self.missing) - NAMED} more")
        return f"{self.missing_in_words}: {'; '.join(named)}."
