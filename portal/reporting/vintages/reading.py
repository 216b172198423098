"""A reading of what is published: what every public place of figures is made from."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.domain.actor import PORTAL
from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import Period
from portal.pages.current import runtime
from portal.releases.queries_breaks import breaks_of
from portal.reporting.asked import COMPARISONS, Asked
from portal.reporting.counts.narrowed import Narrowing
from portal.reporting.counts.queries import first_month_received
from portal.reporting.figures import Reading
from portal.reporting.live_figures import promised_at_end
from portal.reporting.vintages.freezing import newest_settled
from portal.reporting.vintages.queries import (
    Progress,
    Published,
    known_of_all,
    progress,
    published,
    published_periods,
)


class PublicReading(Struct, frozen=True):
    """A published quarter, the quarters that one may choose, and what is in progress.

    `published` is None where nothing is: the reading is then of nothing.
    """

    reading: Reading
    published: Published | None
    quarters: tuple[Period, ...]
    progress: tuple[Progress, ...]


def read_public(
    quarter: Period | None,
    today: date,
    agencies: tuple[Agency, ...],
    only: Agency | None,
    theme: str = "",
) -> PublicReading:
    """Read what is published of a quarter, or of the newest one where that is not.

    Of a theme nothing else is read: the page shows what is told of it.
    """
    with runtime().reading(PORTAL) as session:
        quarters = tuple(published_periods(session))
        shown = shown_quarter(session, quarter, today)
        asked = Asked(shown, COMPARISONS[0], today, narrowing=Narrowing(theme=theme))
        return PublicReading(
            _reading(session, asked, agencies, only),
            published(session, shown),
            quarters,
            tuple(progress(session)),
        )


def shown_quarter(session: Session, asked: Period | None, today: date) -> Period:
    """Return the quarter that is asked for, if it is published, else the newest one that is."""
    if asked is not None and asked in published_periods(session):
        return asked
    return newest(session, today)


def newest(session: Session, today: date) -> Period:
    """Return the newest published quarter; where none is, the one that would be."""
    return next(iter(published_periods(session)), newest_settled(today))


def _reading(
    session: Session, asked: Asked, agencies: tuple[Agency, ...], only: Agency | None
) -> Reading:
    period = asked.period
    known = known_of_all(session, (period, asked.compared, *period.three_before))
    now, before, *earlier = known.values()
    return Reading(
        asked=asked,
        agencies=agencies,
        counts=(),
        counts_before=(),
        answers=(),
        received=(),
        received_before=(),
        ages={},
        natures=(),
        complete_until=runtime().now(),
        promised=promised_at_end(asked, agencies),
        is_public=True,
        known=now,
        known_before=before,
        known_earlier=tuple(earlier),
        trend_of=only.code if only is not None else TOTAL,
        began=first_month_received(session),
        breaks=breaks_of(session, [agency.code for agency in agencies]),
    )
