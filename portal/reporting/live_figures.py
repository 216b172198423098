"""The reading that a page of figures is made from, as everything is counted by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from flask import has_request_context

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.queries.counted_complaints import leads
from portal.db import Session
from portal.domain.actor import PORTAL, ActorKind
from portal.domain.permissions import Permission, may
from portal.domain.time.periods import age_bounds
from portal.domain.time.promise import Allowance
from portal.pages.current import portal_zone, runtime
from portal.releases.queries import releases_reported
from portal.releases.queries_breaks import breaks_of
from portal.reporting.asked import THEN, Asked
from portal.reporting.counts import queries as cube
from portal.reporting.counts.narrowed import Narrowing
from portal.reporting.counts.queries import Count
from portal.reporting.counts.queries_open import open_ages
from portal.reporting.counts.queries_received import received_by_theme
from portal.reporting.figures import NO_LEADS, Leading, LeadingTo, Reading
from portal.reporting.heirs import heirs_of

_A_DAY = timedelta(days=1)


def read_figures(
    asked: Asked,
    agencies: tuple[Agency, ...],
    trend_of: Agency | None = None,
    *,
    is_public: bool = False,
) -> Reading:
    """Read what a page shows of these agencies, the trend of one of them if it is named.

    The public sees no ages, and small cells are hidden.
    """
    codes, now, of_whom = [agency.code for agency in agencies], runtime().now(), heirs_of(asked)
    months, before = asked.period.months, asked.compared.months
    narrowed = asked.narrowing
    aged = agencies if narrowed.is_told_by_rows and not is_public else ()
    bounds = {agency.code: age_bounds(now, agency.consult().calendar()) for agency in aged}
    # As the portal: whoever may see figures need not be one who may see complaints.
    with runtime().reading(PORTAL) as session:
        counts = cube.counts(session, codes, months, of_whom, narrowed)
        return Reading(
            asked=asked,
            agencies=agencies,
            counts=counts,
            counts_of_all=_counts_of_all(session, asked, counts, agencies),
            counts_before=cube.counts(session, codes, before, of_whom, narrowed),
            answers=cube.answers_by_month(
                session,
                [trend_of.code] if trend_of else codes,
                asked.trend,
                of_whom,
                narrowed,
            ),
            received=received_by_theme(session, codes, months, of_whom, narrowed),
            received_before=received_by_theme(session, codes, before, of_whom, narrowed),
            ages=open_ages(session, bounds, narrowed),
            natures=cube.natures(session, codes, months, of_whom, narrowed),
            complete_until=cube.counted_until(session) or now,
            promised=promised_at_end(asked, agencies),
            counts_earlier=[
                cube.counts(session, codes, quarter.months, of_whom, narrowed)
                for quarter in (asked.period.three_before if is_public else ())
            ],
            is_public=is_public,
            began=cube.first_month_received(session),
            breaks=breaks_of(session, codes),
            leading=_leading(session, asked, agencies, is_public=is_public),
        )


def _leading(
    session: Session, asked: Asked, agencies: Sequence[Agency], *, is_public: bool
) -> LeadingTo:
    """Return whose counts lead to complaints: of agencies whose complaints may all be opened.

    The portal's own readings are nobody's.
    """
    actor = current_actor() if has_request_context() else PORTAL
    is_staff = actor.kind is ActorKind.STAFF and not is_public
    codes = (agency.code for agency in agencies if is_staff)
    opened = frozenset(code for code in codes if may(actor, Permission.SEE_ALL, code))
    if not opened:
        return NO_LEADS
    if not leads(session):
        return LeadingTo(Leading.NOT_YET)
    if asked.geography != THEN and heirs_of(asked):
        return LeadingTo(Leading.OTHERWISE)
    return LeadingTo(Leading.THERE, opened)


def _counts_of_all(
    session: Session, asked: Asked, counts: Sequence[Count], agencies: Sequence[Agency]
) -> Sequence[Count]:
    everyone = [agency.code for agency in runtime().agencies]
    if len(agencies) == len(everyone) and not asked.narrowing.chosen:
        return counts
    return cube.counts(session, everyone, asked.period.months, heirs_of(asked))


def received_in_all(reading: Reading, narrowing: Narrowing | None = None) -> int:
    """Return how many complaints the agencies of a page received, whatever it is narrowed to.

    Of another nature it is all that was of this nature. It may be narrowed otherwise than the page.
    """
    codes, months = [agency.code for agency in reading.agencies], reading.asked.period.months
    among = narrowing or Narrowing(nature=reading.asked.narrowing.nature)
    with runtime().reading(PORTAL) as session:
        received = received_by_theme(session, codes, months, heirs_of(reading.asked), among)
    return sum(row.n for row in received)


def promised_at_end(asked: Asked, agencies: tuple[Agency, ...]) -> dict[str, Allowance]:
    """Return what agencies promise for their ordinary subjects: at the end of what is over."""
    end = datetime.combine(asked.period.last_day + _A_DAY, time(), portal_zone())
    releases = runtime().read(PORTAL, releases_reported, end) if asked.is_over else {}
    return _promised(agencies, releases)


def _promised(agencies: Iterable[Agency], releases: Mapping[str, int]) -> dict[str, Allowance]:
    """Return what agencies promise for their ordinary subjects by these releases, or by now's."""
    under, current = runtime().agencies.under, runtime().agencies.in_force.agencies
    then = (
        under(agency.code, releases[agency.code])
        if agency.code in releases and agency.code in current
        else agency
        for agency in agencies
    )
    return {agency.code: agency.settings.deadlines.answer.within for agency in then}
