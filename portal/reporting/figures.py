"""What a page of figures is made from: one reading, for one period and what it is compared to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.db import Session
from portal.domain.actor import PORTAL
from portal.domain.figures.indicators import Figures
from portal.domain.figures.means import Used, marks
from portal.domain.figures.shares import Distribution
from portal.domain.figures.small_cells import TOTAL, Place
from portal.domain.succession import REST, Heirs, heirs
from portal.domain.time.periods import Period, age_bounds, last_complete_quarter, months_until
from portal.domain.time.promise import Allowance
from portal.pages.current import portal_zone, runtime
from portal.releases.queries import releases_reported
from portal.reporting import queries as cube
from portal.reporting.grids import (
    TABLES,
    THEMES,
    Cells,
    Grid,
    cells_of_contacts,
    cells_of_due,
    cells_of_findings,
    cells_of_levels,
    figures_by_agency,
    grid_of,
)
from portal.reporting.known import HIDDEN, NONE, Days, Known
from portal.reporting.queries import (
    NOT_NARROWED,
    Count,
    MonthCount,
    Narrowing,
    NatureCount,
    ThemeCount,
)

TREND_MONTHS = 13
COMPARISONS = ("an", "avant")
THEN, TODAY = GEOGRAPHIES = ("alors", "aujourdhui")
"""Organisations as they were when things were counted, or as they are today."""
_A_DAY = timedelta(days=1)


class Asked(Struct, frozen=True):
    """The period that somebody asked for, what it is compared to, and among which complaints.

    It may be of one `agency` alone, and narrowed to some of its complaints.
    """

    period: Period
    comparison: str
    today: date
    geography: str = THEN
    agency: str = ""
    narrowing: Narrowing = NOT_NARROWED

    @classmethod
    def read(cls, args: Mapping[str, str], today: date) -> Asked:
        """Read the query string; if it says nothing, the last complete quarter and a year ago."""
        period = Period.parse(args.get("periode", "")) or last_complete_quarter(today)
        comparison, geography = args.get("comparer", ""), args.get("organismes", "")
        return cls(
            period,
            comparison if comparison in COMPARISONS else COMPARISONS[0],
            today,
            geography if geography in GEOGRAPHIES else THEN,
        )

    @property
    def compared(self) -> Period:
        """The period that the figures are compared to."""
        return self.period.before if self.comparison == "avant" else self.period.year_before

    @property
    def is_over(self) -> bool:
        """Tell whether the period has wholly passed, so that its counts can be compared."""
        return self.period.is_over(self.today)

    @property
    def trend(self) -> tuple[str, ...]:
        """The months of the trend: thirteen, up to the end of the period or this month."""
        return months_until(min(self.period.last_day, self.today), TREND_MONTHS)


@dataclass(frozen=True)
class Reading:
    """All the counts of some agencies for what was asked; the trend may be that of one."""

    asked: Asked
    agencies: tuple[Agency, ...]
    counts: Sequence[Count]
    counts_before: Sequence[Count]
    answers: Sequence[MonthCount]
    received: Sequence[ThemeCount]
    received_before: Sequence[ThemeCount]
    ages: Mapping[str, tuple[int, ...]]
    natures: Sequence[NatureCount]
    complete_until: datetime
    promised: Mapping[str, Allowance]
    """What each agency promised for its ordinary subjects: at the end of a period that is over."""
    counts_earlier: Sequence[Sequence[Count]] = ()
    """Of the three quarters before, for rates that are told over four."""
    is_public: bool = False
    known: Known | None = None
    """What is published of a quarter: then nothing is counted, and all figures are of this."""
    known_before: Known = field(default_factory=Known)
    known_earlier: Sequence[Known] = ()
    trend_of: str = TOTAL
    counts_of_all: Sequence[Count] = ()
    """Of every agency, and of all their complaints: with these an agency is compared."""

    @cached_property
    def marks(self) -> Mapping[str, Used]:
        """What each agency does far more than the others, and makes its rates look better."""
        alone = self.agencies[0].code if len(self.agencies) == 1 else self.trend_of
        if self.known is not None:
            found = self.known.marks
        elif self.is_public:
            found = {}
        else:
            found = marks(figures_by_agency(tuple(runtime().agencies), self.counts_of_all))
        return found | ({TOTAL: found[alone]} if alone in found else {})

    @cached_property
    def by_agency(self) -> dict[str, Figures]:
        """The figures of each agency in the period."""
        return figures_by_agency(self.agencies, self.counts)

    @cached_property
    def by_agency_before(self) -> dict[str, Figures]:
        """The figures of each agency in the period compared to."""
        return figures_by_agency(self.agencies, self.counts_before)

    @cached_property
    def whole(self) -> Figures:
        """The figures of all agencies in the period."""
        return Figures.of_all(row[1:] for row in self.counts)

    @cached_property
    def whole_before(self) -> Figures:
        """The figures of all agencies in the period compared to."""
        return Figures.of_all(row[1:] for row in self.counts_before)

    def figures(self, code: str) -> Figures:
        """Return the figures of an agency in the period, or of all together."""
        return self.whole if code == TOTAL else self.by_agency[code]

    def figures_before(self, code: str) -> Figures:
        """Return the same in the period compared to."""
        return self.whole_before if code == TOTAL else self.by_agency_before[code]

    def days(self, code: str) -> Days:
        """Return how long first answers took, in an agency or in all together."""
        if self.known is not None:
            return self.known.days_of(code)
        return self._days(self.figures(code).days, self.levels.n(code))

    def days_before(self, code: str) -> Days:
        """Return the same in the period compared to."""
        if self.known is not None:
            return self.known_before.days_of(code)
        return self._days(self.figures_before(code).days, self.levels_before.n(code))

    def _days(self, days: Distribution, n: int | None) -> Days:
        if not self.is_public:
            return Days.exact(days)
        return Days.told(days) if n is not None else HIDDEN

    @cached_property
    def days_by_month(self) -> dict[str, Days]:
        """How long first answers took in each month of the trend."""
        if self.known is not None:
            return {month: self._published_month(month) for month in self.asked.trend}
        months: dict[str, dict[int, int]] = {month: {} for month in self.asked.trend}
        for row in self.answers:
            months[row.month][row.days] = row.n
        told = Days.of_month if self.is_public else Days.exact
        return {month: told(Distribution(days)) for month, days in months.items()}

    def _published_month(self, month: str) -> Days:
        quarters = (self.known or Known(), *self.known_earlier, self.known_before)
        known = (quarter.months.get(self.trend_of, {}) for quarter in quarters)
        return next((days[month] for days in known if month in days), NONE)

    @cached_property
    def themes(self) -> Grid:
        """How many complaints each agency received about each theme in the period."""
        if self.known is not None:
            return self.known.grid(THEMES)
        return self._grid({(row.agency, row.theme): row.n for row in self.received})

    @cached_property
    def themes_before(self) -> Grid:
        """The same in the period compared to."""
        if self.known is not None:
            return self.known_before.grid(THEMES)
        return self._grid({(row.agency, row.theme): row.n for row in self.received_before})

    @cached_property
    def levels(self) -> Grid:
        """How many first answers of each agency came at each level."""
        return self.grid(cells_of_levels)

    @cached_property
    def levels_before(self) -> Grid:
        """The same in the period compared to."""
        if self.known is not None:
            return self.known_before.grid(TABLES[cells_of_levels])
        return grid_of(self.by_agency_before, cells_of_levels, is_public=self.is_public)

    @cached_property
    def findings(self) -> Grid:
        """How many closings of each agency had each finding."""
        return self.grid(cells_of_findings)

    @cached_property
    def due(self) -> Grid:
        """How many answers of each agency were due."""
        return self.grid(cells_of_due)

    @cached_property
    def contacts_due(self) -> Grid:
        """How many first contacts of each agency were due."""
        return self.grid(cells_of_contacts)

    def grid(self, cells: Cells) -> Grid:
        """Return a table of the period."""
        if self.known is not None:
            return self.known.grid(TABLES[cells])
        return grid_of(self.by_agency, cells, is_public=self.is_public)

    @cached_property
    def earlier(self) -> tuple[dict[str, Figures], ...]:
        """The figures of each agency in the quarters before a public one, the newest first."""
        return tuple(figures_by_agency(self.agencies, counts) for counts in self.counts_earlier)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all is counted for the period."""
        if self.known is not None:
            return self.known.is_empty
        return not self.counts and not self.natures

    def _grid(self, counts: Mapping[Place, int]) -> Grid:
        return Grid.of(counts, is_public=self.is_public)


def today_here() -> date:
    """Return today's date in the portal's own time zone."""
    return runtime().now().astimezone(portal_zone()).date()


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
            counts_of_all=() if is_public else _counts_of_all(session, asked, counts, agencies),
            counts_before=cube.counts(session, codes, before, of_whom, narrowed),
            answers=cube.answers_by_month(
                session,
                [trend_of.code] if trend_of else codes,
                asked.trend,
                of_whom,
                narrowed,
            ),
            received=cube.received_by_theme(session, codes, months, of_whom, narrowed),
            received_before=cube.received_by_theme(session, codes, before, of_whom, narrowed),
            ages=cube.open_ages(session, bounds, narrowed),
            natures=cube.natures(session, codes, months, of_whom, narrowed),
            complete_until=cube.counted_until(session) or now,
            promised=promised_at_end(asked, agencies),
            counts_earlier=[
                cube.counts(session, codes, quarter.months, of_whom, narrowed)
                for quarter in (asked.period.three_before if is_public else ())
            ],
            is_public=is_public,
        )


def _counts_of_all(
    session: Session, asked: Asked, counts: Sequence[Count], agencies: Sequence[Agency]
) -> Sequence[Count]:
    everyone = [agency.code for agency in runtime().agencies]
    if len(agencies) == len(everyone) and not asked.narrowing.chosen:
        return counts
    return cube.counts(session, everyone, asked.period.months, heirs_of(asked))


def received_in_all(reading: Reading) -> int:
    """Return how many complaints the agencies of a page received, whatever it is narrowed to.

    Of another nature it is all that was of this nature.
    """
    codes, months = [agency.code for agency in reading.agencies], reading.asked.period.months
    nature = Narrowing(nature=reading.asked.narrowing.nature)
    with runtime().reading(PORTAL) as session:
        received = cube.received_by_theme(session, codes, months, heirs_of(reading.asked), nature)
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


def heirs_of(asked: Asked) -> Heirs:
    """Return who has the past of whom, if agencies are to be counted as they are today."""
    return cube.NO_HEIRS if asked.geography == THEN else heirs_today()


def heirs_today() -> Heirs:
    """Return who has the past of whom by now."""
    portal = runtime()
    return heirs(portal.agencies.in_force.successions, portal.now())


def around(asked: Asked) -> tuple[datetime, datetime]:
    """Return moments around the period, whatever the time zone of an agency."""
    first = datetime.combine(asked.period.first_day - _A_DAY, time(), UTC)
    last = datetime.combine(asked.period.last_day + 2 * _A_DAY, time(), UTC)
    return first, last


def with_old_codes(reading: Reading) -> frozenset[str]:
    """Return the agencies of a page, and those whose past it counts with them."""
    codes = {agency.code for agency in reading.agencies}
    places_of = heirs_of(reading.asked).items()
    return frozenset(
        codes.union(code for code, places in places_of if not codes.isdisjoint(places.values()))
    )


def place_of(agency: str, category: str, heirs: Heirs) -> str:
    """Return which agency has the past of another's category."""
    places: Mapping[str, str] = heirs.get(agency, {REST: agency})
    return places.get(category, places[REST])
