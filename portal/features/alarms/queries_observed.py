"""What the rules look at to raise alarms: a few thousand rows of the cube, once a day.

Of recommendations and of open complaints that are late they are told how many. What an organisation
that was replaced counted is counted as that of who has it today, so that no merger is a rise.
Nothing is compared across a break in series: what came before it is as if it were not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.changes import DoneChange
from portal.complaints.every_feature import Features
from portal.complaints.queries.counted_cells import BY_SUBJECT, OF_COMPLAINTS
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import ReportCountRecord
from portal.domain.complaint import FiledFor, Status
from portal.domain.conclusion import Finding
from portal.domain.figures.breaks import OF_CATEGORIES, Break, Measured
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.domain.succession import Heirs, heirs
from portal.domain.time.periods import Period, last_complete_quarter, months_until
from portal.features.alarms.rules import (
    KNOWN_MONTHS,
    USUAL_MONTHS,
    Observed,
    Quarter,
    Quarters,
    Received,
    Recurring,
    months_to_compare,
)
from portal.releases.queries_breaks import EVERY_AGENCY, breaks_of
from portal.reporting.counts.cube_cells import among, place_of_cell
from portal.reporting.counts.queries import counts

_FOUNDED = (Finding.FOUNDED, Finding.PARTLY_FOUNDED)
_JUDGED = (*_FOUNDED, Finding.UNFOUNDED)
_WINDOW = 2 * USUAL_MONTHS + 1
"""The months that are read: this one, and as many before as anything is compared with."""
_WATCHED = timedelta(days=365)
"""For how long complaints are watched after a change was said to be done."""
_FEWEST_SINCE = 2
"""How many whole months have to have passed since."""
_A_DAY = timedelta(days=1)
_RECEIVED, _OF_SUBJECTS, _KEPT = (
    (Measured.RECEIVED, "recues"),
    (Measured.RECEIVED, "sujets"),
    (Measured.KEPT, "promis"),
)
"""What is compared, each with its definition."""
_C, _N = ComplaintRecord, ReportCountRecord

Subject = tuple[str, str, str]
"""An agency, a theme and a category; the category is empty for the whole theme."""


class Looked(NamedTuple):
    """Among which agencies is looked, who has whose past, and when each began to receive.

    Breaks in series stand by agency; those of all agencies under none.
    """

    codes: Collection[str]
    heirs: Heirs = MappingProxyType({})
    began: Mapping[str, str] = MappingProxyType({})
    breaks: Mapping[str, Sequence[Break]] = MappingProxyType({})

    def known_after(
        self,
        agency: str,
        months: Sequence[str],
        of: tuple[Measured, str],
        category: str = "",
        theme: str = "",
    ) -> str:
        """Return the month after which an agency counts something as it does in these months.

        It is the first that it received anything in, or the last that a break made another.
        """
        began = self.began.get(agency, "")
        broken = (
            (one.on_day - _A_DAY).strftime("%Y-%m")
            for one in (*self.breaks.get(agency, ()), *self.breaks.get(EVERY_AGENCY, ()))
            if one.on_day.strftime("%Y-%m") <= months[-1]
            and one.touches(*of)
            and _is_about(one, category, theme)
        )
        return max([began, *broken]) if began else ""


def observed(session: Session, agencies: Registry, features: Features, now: datetime) -> Observed:
    """Read what the rules look at, of the agencies that take complaints at `now`."""
    codes = [agency.code for agency in agencies.taking_complaints(now)]
    today = now.astimezone(ZoneInfo(agencies.portal.calendar.timezone)).date()
    looked = _looked(session, codes, heirs(agencies.in_force.successions, now))
    months, quarter = months_until(today, _WINDOW), Period.quarter_of(today)
    monthly = _received(session, looked, months)
    founded, missed = shares_of_quarter(session, codes, quarter.months)
    refused, late = features.changes.in_vain(session, codes, now)
    done = features.changes.done_since(session, codes, now - _WATCHED)
    quarters = _quarters(session, looked, last_complete_quarter(today))
    return Observed(
        month=months[-1],
        quarter=str(quarter),
        last_quarter=str(quarter.before),
        received=list(_subjects(monthly, looked, months[-1])),
        founded=founded,
        missed=missed,
        refused=refused,
        late=late,
        quarters=quarters[_RECEIVED],
        answers=quarters[_KEPT],
        late_open=_late_open(session, codes),
        recurring=list(_recurring(done, monthly, looked, months)),
        promises=features.changes.broken_promises(session, codes, now),
        today=today,
    )


def shares_of_quarter(
    session: Session, agencies: Collection[str], months: Sequence[str]
) -> tuple[dict[str, Share], dict[str, Share]]:
    """Return of each agency the share of closings that were founded, and of answers that were late.

    What was neither founded nor unfounded, such as a complaint that was settled, is not judged.
    """
    founded, missed = {}, {}
    for agency, figures in _figures(session, Looked(agencies), months).items():
        founded[agency] = Share(
            sum(figures.findings[finding] for finding in _FOUNDED),
            sum(figures.findings[finding] for finding in _JUDGED),
        )
        kept = figures.kept
        missed[agency] = Share(kept.n - kept.part, kept.n)
    return founded, missed


def _looked(session: Session, codes: Collection[str], heirs: Heirs) -> Looked:
    """Return among what is looked, with when each agency began, and what broke since."""
    place = place_of_cell(heirs).label("place")
    rows = session.execute(
        select(place, func.min(_N.month))
        .where(_N.measure == Measure.RECEIVED.value, OF_COMPLAINTS, BY_SUBJECT)
        .group_by(place)
    )
    breaks: dict[str, list[Break]] = defaultdict(list)
    for one in breaks_of(session, codes):
        breaks[one.agency].append(one)
    return Looked(codes, heirs, {row[0]: row[1] for row in rows}, breaks)


def _is_about(one: Break, category: str, theme: str) -> bool:
    """Tell whether a break is of a category, of a theme, or of all that an agency receives."""
    if category:
        is_of_all = not one.categories and one.kind not in OF_CATEGORIES
        return is_of_all or category in one.categories
    # What is split or merged within a theme is the same number for all of it.
    return one.kind not in OF_CATEGORIES or (theme in one.themes and len(one.themes) > 1)


def _received(
    session: Session, looked: Looked, months: Sequence[str]
) -> dict[Subject, Counter[str]]:
    """Return how many complaints came about each category and each theme, month by month."""
    columns = (place_of_cell(looked.heirs).label("place"), _N.theme, _N.category, _N.month)
    rows = session.execute(
        select(*columns, func.sum(_N.n))
        .where(
            *among(looked.codes, months, looked.heirs),
            *(OF_COMPLAINTS, BY_SUBJECT),
            _N.measure == Measure.RECEIVED.value,
        )
        .group_by(*columns)
    )
    monthly: dict[Subject, Counter[str]] = defaultdict(Counter)
    for agency, theme, category, month, n in rows:
        for subject in {(agency, theme, category), (agency, theme, "")}:
            monthly[subject][month] += int(n)
    return monthly


def _subjects(
    monthly: Mapping[Subject, Mapping[str, int]], looked: Looked, month: str
) -> Iterator[Received]:
    """Return each subject this month, and in what this month is compared with."""
    for (agency, theme, category), by_month in sorted(monthly.items()):
        known = looked.known_after(agency, (month,), _OF_SUBJECTS, category, theme)
        before = months_to_compare((month,), known, USUAL_MONTHS)
        yield _in_months(agency, theme, category, by_month, (month,), before)


def _in_months(
    agency: str,
    theme: str,
    category: str,
    by_month: Mapping[str, int],
    months: Sequence[str],
    before: Sequence[str],
) -> Received:
    now, then = (sum(by_month.get(month, 0) for month in some) for some in (months, before))
    return Received(agency, theme, now, then, tuple(months), tuple(before), category)


def _quarters(
    session: Session, looked: Looked, last: Period
) -> dict[tuple[Measured, str], list[Quarters]]:
    """Return the last quarter of each agency, and the one that it is compared with in each."""
    periods = (last, last.year_before, last.before)
    read = {period.months: _figures(session, looked, period.months) for period in periods}

    def compared(code: str, of: tuple[Measured, str]) -> Quarters:
        known = looked.known_after(code, last.months, of)
        before = months_to_compare(last.months, known, KNOWN_MONTHS)
        now, then = read[last.months].get(code), read.get(before, {}).get(code)
        return Quarters(code, _quarter(now), _quarter(then), last.months, before)

    codes = sorted(looked.codes)
    return {of: [compared(code, of) for code in codes] for of in (_RECEIVED, _KEPT)}


def _quarter(figures: Figures | None) -> Quarter:
    figures = figures or Figures()
    return Quarter(figures.count(Measure.RECEIVED), figures.kept)


def _figures(session: Session, looked: Looked, months: Sequence[str]) -> dict[str, Figures]:
    rows: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in counts(session, looked.codes, months, looked.heirs):
        rows[row.agency].append(row[1:])
    return {agency: Figures(tallies) for agency, tallies in sorted(rows.items())}


def _late_open(session: Session, codes: Collection[str]) -> dict[str, Share]:
    """Return of each agency how many open complaints wait for an answer after its date."""
    is_late = _C.late_since.is_not(None)
    rows = session.execute(
        select(_C.agency, func.count().filter(is_late), func.count())
        .where(
            *(_C.is_open, _C.agency.in_(sorted(codes)), _C.parent_id.is_(None)),
            _C.status != Status.ANSWERED.value,
            _C.filed_for != FiledFor.SERVICE.value,
        )
        .group_by(_C.agency)
    )
    shares = {agency: Share(late, n) for agency, late, n in rows}
    return dict(sorted(shares.items()))


def _recurring(
    done: Sequence[DoneChange],
    monthly: Mapping[Subject, Mapping[str, int]],
    looked: Looked,
    months: Sequence[str],
) -> Iterator[Recurring]:
    """Return what came in the last whole months since each change was said to be done."""
    for change in done:
        asked, since = (_month(moment) for moment in (change.asked_at, change.done_at))
        after = [month for month in months[:-1] if month > since][-KNOWN_MONTHS:]
        about = (change.category, change.theme)
        began = looked.known_after(change.agency, after or months, _OF_SUBJECTS, *about)
        known = [month for month in months if began and began < month < asked]
        year = [f"{int(month[:4]) - 1}{month[4:]}" for month in after]
        before = year if set(year) <= set(known) else known[-len(after) :]
        if len(after) < _FEWEST_SINCE or len(before) < len(after):
            continue
        subject = (change.agency, change.theme, change.category)
        received = _in_months(*subject, monthly.get(subject, {}), after, before)
        yield Recurring(change.id, change.done_at.date().isoformat(), received)


def _month(moment: datetime) -> str:
    return moment.strftime("%Y-%m")
