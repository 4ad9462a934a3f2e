"""Roles, organisational changes and sign-ups of a site: one SQL query for the three.

It is written out, since Django would build and compile it anew, at six times its cost, each time.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from sites.models import Site

ROLE, CHANGE, SIGN_UP = "role", "change", "sign_up"
QUERY = f"""
    SELECT '{ROLE}', held.id, held.role, '', person.name, '',
           held.started_on AS began_on, held.ended_on, '', '', ''
    FROM implementation_sites_siterole AS held
    JOIN people_person AS person ON person.id = held.person_id
    WHERE held.site_id IN (%(site)s, %(region)s)
    UNION ALL
    SELECT '{CHANGE}', change.id, change.kind, change.status, '', COALESCE(agency.name, ''),
           change.starts_on, change.ends_on,
           change.description, change.opportunity, change.harm
    FROM implementation_sites_organisationalchange AS change
    LEFT JOIN implementation_sites_agency AS agency ON agency.id = change.agency_id
    WHERE change.site_id = %(site)s
    UNION ALL
    SELECT '{SIGN_UP}', given.id, given.level, '', person.name, agency.name,
           given.signed_on, LEAST(given.withdrawn_on, (
               SELECT post.ended_on
               FROM implementation_sites_post AS post
               WHERE post.person_id = given.person_id
                 AND post.agency_id = given.agency_id
                 AND (post.ended_on IS NULL OR post.ended_on > given.signed_on)
               ORDER BY post.ended_on DESC NULLS FIRST
               LIMIT 1
           )), given.evidence, '', ''
    FROM implementation_sites_signup AS given
    JOIN people_person AS person ON person.id = given.person_id
    JOIN implementation_sites_agency AS agency ON agency.id = given.agency_id
    WHERE given.site_id = %(site)s
    ORDER BY began_on, 2
"""


@dataclass(frozen=True)
class Recorded:
    """A site role, an organisational change or a sign-up, by `kind`.

    `what` is the role, the kind of change or the level; `status` that of a change. `end` is the
    first day on which it no longer holds; a sign-up also ends with the post of who gave it.
    """

    kind: str
    pk: int
    what: str
    status: str
    who: str
    agency: str
    start: date
    end: date | None
    text: str
    opportunity: str
    harm: str

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


def recorded_at(site: Site) -> list[Recorded]:
    """Give all three kinds, oldest first. Roles reach a locality from its region."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"site": site.pk, "region": site.parent_id})
        return [Recorded(*row) for row in cursor.fetchall()]
