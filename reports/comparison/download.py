"""The ratings of a round as CSV."""

import csv

from django.http import HttpResponse

from barriers.models import RatingRound
from reports.comparison.columns import Column
from reports.comparison.ratings import RatedRow


def ratings_csv(in_round: RatingRound, columns: list[Column], rows: list[RatedRow]) -> HttpResponse:
    """A row for each theme or construct by its code, a column a site by its key.

    A hidden site's column is headed by its letter. `suggested` is what the rule says; `override`
    stays empty until people can disagree with it.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="compare-{in_round.key}.csv"'
    lines = csv.writer(response)
    lines.writerow(["construct", *(column.token for column in columns), "suggested", "override"])
    for row in rows:
        values = [cell.rating.value for cell in row.cells]
        lines.writerow([row.subject.code, *values, row.separation.suggested, ""])
    return response
