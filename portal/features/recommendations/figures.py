"""What becomes of recommendations in a period, and how soon: figures, and their block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.features import Tallies
from portal.domain.actor import PORTAL
from portal.domain.figures.published import Bounds, beside, published, total
from portal.domain.figures.shares import Distribution, Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.succession import Heirs
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import working_days_between
from portal.features.recommendations.queries_register import (
    StepOfAgency,
    executions_due,
    late_recommendations,
    steps_of_moved,
)
from portal.features.recommendations.rules import REPLIES, Step
from portal.pages.current import gettext, ngettext, runtime
from portal.reporting import texts
from portal.reporting.asked import Asked, around
from portal.reporting.counts.grids import Grid
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of, place_of, with_old_codes
from portal.reporting.portrait_figures.extremes import with_outlier
from portal.reporting.six_criteria.values import Values
from portal.reporting.tables.blocks import (
    Block,
    Column,
    Line,
    agency_column,
    count_cell,
    days_cell,
    ranked_groups,
    share_cell,
)

FOLLOWED, DUE = "followed", "execution_due"
"""By which vintages keep what was carried out in time; and the name of the count behind it."""
_INSTANT, _HALF_A_DAY, _TWO_MONTHS = timedelta(microseconds=1), timedelta(hours=12), timedelta(62)
ACCEPTED, REFUSED = (Step.ACCEPTED, Step.UPHELD), (Step.REFUSED, Step.CONFIRMED)


class Moved(Struct, frozen=True):
    """A step that a recommendation took: `days` since it was sent, `first` of its kind or reply."""

    step: Step
    days: int
    first: bool = True


class Recommended(Struct, frozen=True):
    """What happened to the recommendations of an agency in a period, and how many are late now."""

    moved: tuple[Moved, ...]
    overdue: int = 0

    @classmethod
    def of(cls, moved: Iterable[Moved], overdue: int = 0) -> Recommended:
        """Count steps; a step taken twice, such as an execution that was sent back, counts once."""
        return cls(tuple(taken for taken in moved if taken.first), overdue)

    @classmethod
    def together(cls, agencies: Collection[Recommended]) -> Recommended:
        """Return the figures of several agencies as one."""
        moved = tuple(taken for own in agencies for taken in own.moved)
        return cls(moved, sum(own.overdue for own in agencies))

    def count(self, *steps: Step) -> int:
        """Return how many took one of these steps."""
        return sum(taken.step in steps for taken in self.moved)

    def days(self, *steps: Step) -> Distribution:
        """Return how many days after it was sent one of these steps was taken."""
        return Distribution(Counter(taken.days for taken in self.moved if taken.step in steps))

    @property
    def reply(self) -> Distribution:
        """How many days a reply took."""
        return self.days(*REPLIES)

    @property
    def acceptance(self) -> Share:
        """How many replies were favourable, those that the top authority turned among them."""
        accepted = self.count(*ACCEPTED)
        return Share(accepted, accepted + self.count(*REFUSED))


def first_steps(steps: Iterable[Step]) -> list[bool]:
    """Tell of each step of one recommendation, in order, whether it counts.

    Of each kind the first counts; a refusal that the top authority confirms was counted before.
    """
    seen: set[Step] = set()
    counts = []
    for step in steps:
        is_confirmed = step is Step.CONFIRMED and Step.REFUSED in seen
        counts.append(step not in seen and not is_confirmed)
        seen.add(step)
    return counts


def recommended(reading: Reading) -> Block:
    """What became of the recommendations of each agency."""
    by_agency = _read(reading)
    whole = Recommended.together(by_agency.values())
    figures = {**by_agency, TOTAL: whole}
    return Block(
        code="recommandations",
        title=_title(reading, figures),
        unit=gettext(
            "Étapes franchies, %(period)s, et retards d’aujourd’hui. Délais en jours ouvrables.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Faites"), is_sorted=True),
            Column(gettext("Acceptées")),
            Column(gettext("Refusées avec motif")),
            Column(gettext("Part acceptée"), "%"),
            Column(gettext("Exécutées")),
            Column(gettext("Vérifiées")),
            Column(gettext("En retard")),
            Column(gettext("Délai médian de réponse"), gettext("jours")),
            Column(gettext("Délai médian jusqu’à la vérification"), gettext("jours")),
        ),
        groups=ranked_groups(
            reading.agencies,
            lambda name, code: _line(name, figures[code]),
            lambda code: (-figures[code].count(Step.MADE), -figures[code].overdue),
        ),
        definition="recommandations",
        is_wide=True,
    )


def followed(reading: Reading) -> Values:
    """Return how many were verified by the day promised, of those whose day came in the period."""
    asked, heirs = reading.asked, heirs_of(reading.asked)
    if asked.narrowing.chosen or reading.is_public:
        return {}
    due = runtime().read(PORTAL, executions_due, with_old_codes(reading), *around(asked))
    zones = {own.code: own.consult().calendar().zone for own in reading.agencies}
    kept: dict[str, list[bool]] = {code: [] for code in zones}
    for one in due:
        code, last = place_of(one.agency, one.category, heirs), one.due_at - _INSTANT
        is_past = one.due_at <= runtime().now()
        if code in zones and is_past and _in_period(last, zones[code], asked):
            kept[code].append(one.verified_at is not None and one.verified_at < one.due_at)
    shares = {code: Share(sum(each), len(each)) for code, each in kept.items()}
    together = [is_kept for each in kept.values() for is_kept in each]
    return {**shares, TOTAL: Share(sum(together), len(together))}


def executions_tallied(session: Session, codes: Sequence[str], months: Sequence[str]) -> Tallies:
    """Return how many recommendations were to be carried out in these months, and were in time.

    A time ends with a day: half a day earlier is that day on every clock.
    """
    first, last = (
        datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
        for month in (months[0], months[-1])
    )
    due = executions_due(session, codes, first, last + _TWO_MONTHS)
    tallied = Counter(
        (one.agency, int(one.verified_at is not None and one.verified_at < one.due_at))
        for one in due
        if (one.due_at - _HALF_A_DAY).strftime("%Y-%m") in months
    )
    return [(agency, DUE, kept, n) for (agency, kept), n in sorted(tallied.items())]


def published_followed(
    tallies: Tallies, closed: Mapping[str, int], _shown: frozenset[str]
) -> dict[str, dict[str, Bounds | None]]:
    """Return what everybody may know of how many were carried out by the day promised.

    They rest on none of the other public numbers; how many were to be is hidden as counts are.
    """
    n: Counter[tuple[str, int]] = Counter()
    for agency, _, kept, of_them in tallies:
        n[agency, kept] += of_them
    shares = {code: Share(n[code, 1], n[code, 0] + n[code, 1]) for code in closed}
    grid = Grid.of({(code, DUE): share.n for code, share in shares.items()}, is_public=True)
    told = {code: share for code, share in shares.items() if grid.n(code) is not None}
    rest = [share for code, share in shares.items() if code not in told]
    whole = total([*((share, published(share)) for share in told.values()), *beside(rest)])
    return {
        FOLLOWED: {
            **{code: published(told[code]) if code in told else None for code in shares},
            TOTAL: whole if grid.n(TOTAL) is not None else None,
        }
    }


def _in_period(moment: datetime, zone: ZoneInfo, asked: Asked) -> bool:
    return moment.astimezone(zone).strftime("%Y-%m") in asked.period.months


def _line(name: Text, figures: Recommended) -> Line:
    return Line(
        name,
        (
            *(count_cell(figures.count(*steps)) for steps in ((Step.MADE,), ACCEPTED, REFUSED)),
            share_cell(figures.acceptance),
            *(count_cell(figures.count(step)) for step in (Step.DONE, Step.VERIFIED)),
            count_cell(figures.overdue),
            days_cell(figures.reply.median),
            days_cell(figures.days(Step.VERIFIED).median),
        ),
    )


def _title(reading: Reading, figures: Mapping[str, Recommended]) -> str:
    whole = figures[TOTAL]
    made, verified = whole.count(Step.MADE), whole.count(Step.VERIFIED)
    if not made:
        return gettext("Aucune recommandation faite dans cette période")
    found = gettext(
        "%(made)s, %(verified)s",
        made=ngettext("%(num)s recommandation faite", "%(num)s recommandations faites", made),
        verified=ngettext("%(num)s exécution vérifiée", "%(num)s exécutions vérifiées", verified),
    )
    return with_outlier(
        found,
        reading.agencies,
        lambda code: Bounds.exact(figures[code].acceptance),
        lambda share: gettext("%(share)s acceptées", share=share),
    )


def _read(reading: Reading) -> dict[str, Recommended]:
    asked, heirs = reading.asked, heirs_of(reading.asked)
    codes = with_old_codes(reading)
    with runtime().reading(PORTAL) as session:
        steps = steps_of_moved(session, codes, *around(asked))
        late = late_recommendations(session, codes, runtime().now())
    moved: dict[str, list[Moved]] = defaultdict(list)
    for agency, taken in _moved(steps, asked, heirs):
        moved[agency].append(taken)
    overdue: Counter[str] = Counter()
    for agency, category, n in late:
        overdue[place_of(agency, category, heirs)] += n
    own = (agency.code for agency in reading.agencies)
    return {code: Recommended.of(moved[code], overdue[code]) for code in own}


def _moved(steps: list[StepOfAgency], asked: Asked, heirs: Heirs) -> Iterator[tuple[str, Moved]]:
    """Yield the steps that lie in the period, on the clocks of the agency that has them."""
    months = frozenset(asked.period.months)
    calendar_of = cache(lambda code: runtime().agencies.agency(code).consult().calendar())
    for _, group in groupby(steps, key=attrgetter("recommendation")):
        own = list(group)
        for step, counts in zip(own, first_steps(Step(step.kind) for step in own), strict=True):
            calendar: WorkingCalendar = calendar_of(step.agency)
            if step.at.astimezone(calendar.zone).strftime("%Y-%m") in months:
                days = working_days_between(step.made_at, step.at, calendar)
                place = place_of(step.agency, step.category, heirs)
                yield place, Moved(Step(step.kind), days, counts)
