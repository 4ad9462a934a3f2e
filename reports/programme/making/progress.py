"""What helped and hindered, and how the sites were rated."""

from datetime import timedelta

from barriers.models import Theme
from reports.programme.making.draft import Draft, MadeUpSite
from reports.programme.making.words import CHANGES, FACTORS

HALF_A_YEAR = timedelta(days=182)
ENTRIES_IN_HALF_A_YEAR = 5


def add_progress(draft: Draft, site: MadeUpSite) -> None:
    """Add what befell a site, and half-year by half-year its log and its ratings."""
    _add_changes(draft, site)
    themes = list(Theme.objects.values_list("code", flat=True))
    begins, half = draft.start, 1
    while begins + HALF_A_YEAR <= draft.today:
        _add_log(draft, site, themes, half)
        _add_ratings(draft, site, themes, half)
        begins, half = begins + HALF_A_YEAR, half + 1


def _add_changes(draft: Draft, site: MadeUpSite) -> None:
    sponsor, agency = site.sponsor
    draft.add(
        "sign_ups.csv",
        site=site.key,
        person=sponsor,
        agency=agency,
        level=draft.random.choice(("verbal", "formal", "active")),
        signed_on=draft.day(draft.start, draft.today),
    )
    for kind, description in draft.random.sample(CHANGES, 2):
        draft.add(
            "organisational_changes.csv",
            site=site.key,
            kind=kind,
            status="actual",
            agency=agency,
            starts_on=draft.day(draft.start, draft.today),
            description=description,
        )


def _add_log(draft: Draft, site: MadeUpSite, themes: list[str], half: int) -> None:
    begins = draft.start + (half - 1) * HALF_A_YEAR
    for number in range(1, ENTRIES_IN_HALF_A_YEAR + 1):
        direction, description = draft.random.choice(FACTORS)
        draft.add(
            "factors.csv",
            key=f"{site.key}-f{half}-{number}",
            site=site.key,
            theme=draft.random.choice(themes),
            direction=direction,
            strength=draft.random.choice((1, 2)),
            state="current",
            noticed_on=draft.day(begins, begins + HALF_A_YEAR),
            view="site",
            description=description,
        )


def _add_ratings(draft: Draft, site: MadeUpSite, themes: list[str], half: int) -> None:
    key = f"{draft.prefix}r{half:02}"
    if all(row["key"] != key for row in draft.rows["rating_rounds.csv"]):
        closes_on = draft.start + half * HALF_A_YEAR
        draft.add(
            "rating_rounds.csv",
            key=key,
            name=f"Round {half}",
            opens_on=closes_on - timedelta(days=28),
            closes_on=closes_on,
            closed=True,
        )
    for theme in themes:
        draft.add(
            "ratings.csv",
            round=key,
            site=site.key,
            construct=theme,
            rating=draft.random.choice(("-2", "-1", "0", "1", "2", "mixed", "missing")),
        )
    draft.add(
        "implementation_levels.csv",
        round=key,
        site=site.key,
        level=draft.random.choice(("high", "middle", "low")),
    )
