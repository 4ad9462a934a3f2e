"""All tables of a programme folder, each before those that refer to it."""

from barriers.programme import Factors, ImplementationLevels, RatingRounds, Ratings
from csv_tables.stored import StoredTable
from people.programme import People
from sites.programme import Agencies, OrganisationalChanges, Posts, SignUps, SiteRoles, Sites
from steering.programme import (
    Actions,
    AgendaItems,
    Attendances,
    Decisions,
    Groups,
    Meetings,
    Memberships,
    MinutesTexts,
)


def sources() -> list[StoredTable]:
    """Give the tables afresh; each remembers what it looked up for one import or export."""
    return [
        Agencies(),
        Sites(),
        People(),
        Posts(),
        SiteRoles(),
        Groups(),
        Memberships(),
        Meetings(),
        Attendances(),
        AgendaItems(),
        MinutesTexts(),
        Decisions(),
        Actions(),
        OrganisationalChanges(),
        SignUps(),
        Factors(),
        RatingRounds(),
        Ratings(),
        ImplementationLevels(),
    ]
