"""Entering school holidays, changing and removing them.

They forbid nothing: whoever plans a meeting is warned of them.
"""

from datetime import date

from django.db import transaction

from sites.models import SchoolHoliday, Site


@transaction.atomic
def add_school_holiday(
    *, nation: str, site: Site | None, name: str, starts_on: date, ends_on: date
) -> SchoolHoliday:
    """Enter a school holiday; `ends_on`, the first day back, is after `starts_on`."""
    return SchoolHoliday.objects.create(
        nation=nation, site=site, name=name, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def change_school_holiday(
    *,
    holiday: SchoolHoliday,
    nation: str,
    site: Site | None,
    name: str,
    starts_on: date,
    ends_on: date,
) -> None:
    """Change what is known of a school holiday."""
    holiday.nation, holiday.site, holiday.name = nation, site, name
    holiday.starts_on, holiday.ends_on = starts_on, ends_on
    holiday.save(update_fields=["nation", "site", "name", "starts_on", "ends_on"])


@transaction.atomic
def remove_school_holiday(*, holiday: SchoolHoliday) -> None:
    """Remove a school holiday. Meetings stay as they are planned."""
    holiday.delete()
