"""The three live measures that everybody sees on the home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.history import ReportCountRecord
from portal.complaints.records.release import AgencyReleaseRecord
from portal.domain.actor import PORTAL
from portal.domain.figures.cells import WHOLE
from portal.domain.figures.indicators import Figures, Share
from portal.domain.figures.small_cells import FEWEST, gives_away
from portal.domain.time.periods import Period, last_complete_quarter
from portal.pages.citizen.contributions import FIGURES, PagePart
from portal.pages.current import portal_zone, runtime
from portal.pages.features import FeaturePages

_N = ReportCountRecord


@dataclass(frozen=True, slots=True)
class PublicMeasures:
    """How complaints were handled in a quarter; a measure that tells of fewer than five is None."""

    period: Period
    kept: Share | None
    median_days: int | None
    corrected: Share | None


def public_measures(session: Session, today: date) -> PublicMeasures | None:
    """Return the measures of the last complete quarter, or None if none may be shown."""
    period = last_complete_quarter(today)
    sums = session.execute(_sums(period)).all()
    figures = Figures((measure, bucket, int(n)) for measure, bucket, n in sums)
    days = figures.days
    measures = PublicMeasures(
        period=period,
        kept=_if_enough(figures.kept),
        median_days=days.median if days.n >= FEWEST else None,
        corrected=_if_enough(figures.corrected),
    )
    shown = (measures.kept, measures.median_days, measures.corrected)
    return None if shown == (None, None, None) else measures


def _sums(period: Period) -> Select[str, int, int]:
    return (
        select(_N.measure, _N.bucket, func.sum(_N.n))
        .where(
            # Named by agency, because the cube is ordered by it.
            _N.agency.in_(select(AgencyReleaseRecord.agency).distinct()),
            _N.month.in_(period.months),
            _N.theme == WHOLE,
            _N.category == WHOLE,
            _N.channel == WHOLE,
        )
        .group_by(_N.measure, _N.bucket)
    )


def _if_enough(share: Share) -> Share | None:
    return share if share.n >= FEWEST and not gives_away(share) else None


def _measured(now: datetime) -> Mapping[str, Any] | None:
    with runtime().reading(PORTAL) as session:
        measures = public_measures(session, now.astimezone(portal_zone()).date())
    return {"measures": measures} if measures is not None else None


SHOWN = FeaturePages(adds=(PagePart(FIGURES, "overview/_measured.html", _measured),))
"""What the figures add to the pages of others."""
