"""The block on agencies of one size beside each other, and what was to be expected of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from portal.domain.actor import PORTAL
from portal.domain.figures.changes import Verdict
from portal.domain.figures.means import Rated
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Distribution, Share
from portal.domain.figures.size_groups import Size, size_of
from portal.domain.figures.standardising import Ratio, median_ratio, share_ratio
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.addresses import in_size
from portal.reporting.alike import SIZES, closed_lately
from portal.reporting.counts.queries import SubjectCount, answers_by_subject
from portal.reporting.figures import Reading
from portal.reporting.heirs import heirs_of
from portal.reporting.plots import charts
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    InRows,
    Line,
    agency_column,
    count_cell,
    days_cell,
    nothing,
)
from portal.reporting.tables.marks import marked
from portal.words.catalogue import to_translate

IN_TIME = {
    Verdict.BETTER: to_translate("mieux"),
    Verdict.WORSE: to_translate("moins bien"),
    Verdict.WITHIN_CHANCE: to_translate("rien de sûr"),
    Verdict.TOO_FEW: to_translate("trop peu"),
}
FAST = IN_TIME | {
    Verdict.BETTER: to_translate("plus vite"),
    Verdict.WORSE: to_translate("moins vite"),
}
_REACH = 0.5
"""How far from one the plot of a ratio reaches, each way."""


@dataclass(frozen=True)
class _Beside:
    """An agency beside what was expected of it, and how many complaints it closes in a year."""

    code: str
    closed: int
    in_time: Ratio | None
    days: Ratio | None

    @property
    def rank(self) -> tuple[bool, float]:
        """The best first, those of which nothing can be said last."""
        ratio = self.in_time
        return (ratio is None or ratio.verdict is Verdict.TOO_FEW, -(ratio.value if ratio else 0))


def standardised(reading: Reading) -> Block:
    """Return how each agency does beside what everyone reaches at the same subjects."""
    found = _beside(reading)
    return Block(
        code="semblables",
        title=_title(reading, found),
        unit=gettext(
            "Premières réponses, %(period)s. Attendu : ce que tous les organismes réunis atteignent"
            " aux mêmes sujets. Un rapport de 1 est ce qui était attendu.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Fermées, un an"), is_n=True),
            Column(gettext("Dans le délai"), "%"),
            Column(gettext("Attendu"), "%"),
            Column(gettext("Rapport, entre"), is_sorted=True),
            Column(gettext("Ce qu’on peut dire"), is_first_read=True),
            Column(gettext("Médiane"), gettext("jours ouvrables")),
            Column(gettext("Médiane attendue"), gettext("jours ouvrables")),
            Column(gettext("Et en jours")),
        ),
        groups=tuple(_group(reading, size, found) for size in Size if _of_size(found, size)),
        definition="semblables",
        in_rows=InRows(gettext("Le rapport et son intervalle"), 3),
        note=gettext(
            "Un nom mène à la page « Comparer » des organismes de sa taille."
            " Moins de 30 réponses : rien n’est dit. Ni la gravité ni la complexité des plaintes ne"
            " sont comptées."
        ),
        is_wide=True,
        stays_open=True,
    )


def _beside(reading: Reading) -> list[_Beside]:
    """Compare each agency of the page with all agencies there are."""
    closed = closed_lately(reading.asked, reading.agencies)
    everyone = [agency.code for agency in runtime().agencies]
    heirs, months = heirs_of(reading.asked), reading.asked.period.months
    with runtime().reading(PORTAL) as session:
        counts = answers_by_subject(session, everyone, months, heirs)
    whole, among = _Answers.of(counts), len(reading.agencies)
    rows: dict[str, list[SubjectCount]] = {code: [] for code in everyone}
    for row in counts:
        rows[row.agency].append(row)

    def beside(code: str) -> _Beside:
        own = _Answers.of(rows[code])
        return _Beside(
            code,
            closed[code],
            share_ratio(own.in_time, whole.in_time, among),
            median_ratio(own.days, whole.days, among),
        )

    return sorted((beside(agency.code) for agency in reading.agencies), key=lambda one: one.rank)


@dataclass(frozen=True)
class _Answers:
    """The answers of some agencies by subject: the share in time, and the days they took."""

    in_time: Mapping[str, Share]
    days: Mapping[str, Distribution]

    @classmethod
    def of(cls, counts: list[SubjectCount]) -> _Answers:
        kept: dict[str, list[int]] = {}
        days: dict[str, dict[int, int]] = {}
        for row in counts:
            if row.measure == Measure.ANSWERED:
                of_theme = days.setdefault(row.theme, {})
                of_theme[row.bucket] = of_theme.get(row.bucket, 0) + row.n
                continue
            part = kept.setdefault(row.theme, [0, 0])
            part[0] += row.n if row.measure == Measure.ANSWER_KEPT else 0
            part[1] += row.n
        return cls(
            {theme: Share(part, n) for theme, (part, n) in kept.items() if n},
            {theme: Distribution(of_theme) for theme, of_theme in days.items()},
        )


def _of_size(found: list[_Beside], size: Size) -> list[_Beside]:
    return [one for one in found if size_of(one.closed) is size]


def _group(reading: Reading, size: Size, found: list[_Beside]) -> Group:
    names = {agency.code: texts.short_text(agency) for agency in reading.agencies}
    largest = max((one.closed for one in found), default=0)
    lines = tuple(
        Line(
            names[one.code],
            _cells(reading, one),
            _plot(one.in_time),
            link=in_size("overview.compare", reading.asked, size.value),
            weight=charts.weight(one.closed, largest) if one.closed else None,
        )
        for one in _of_size(found, size)
    )
    return Group(lines, gettext(SIZES[size]))


def _cells(reading: Reading, one: _Beside) -> tuple[Cell, ...]:
    in_time, *others = _ratio_cells(one.in_time)
    median, *days = _days_cells(one.days)
    return (
        count_cell(one.closed),
        marked(reading, in_time, one.code, Rated.KEPT),
        *others,
        marked(reading, median, one.code, Rated.DAYS),
        *days,
    )


def _ratio_cells(ratio: Ratio | None) -> tuple[Cell, ...]:
    if ratio is None:
        return (nothing(), nothing(), nothing(), nothing())
    words = gettext(IN_TIME[ratio.verdict])
    observed, expected = (round(100 * share) for share in (ratio.observed, ratio.expected))
    between = _between(ratio)
    is_told = ratio.verdict is not Verdict.TOO_FEW
    return (
        Cell(texts.percent(ratio.observed), observed),
        Cell(texts.percent(ratio.expected), expected),
        Cell(between, between) if is_told else nothing(),
        Cell(words, words, is_strong=ratio.verdict in {Verdict.BETTER, Verdict.WORSE}),
    )


def _days_cells(ratio: Ratio | None) -> tuple[Cell, ...]:
    if ratio is None:
        return (nothing(), nothing(), nothing())
    words = gettext(FAST[ratio.verdict])
    return (
        days_cell(round(ratio.observed)),
        days_cell(round(ratio.expected)),
        Cell(words, words, is_strong=ratio.verdict in {Verdict.BETTER, Verdict.WORSE}),
    )


def _between(ratio: Ratio) -> str:
    return gettext(
        "%(ratio)s (%(least)s à %(most)s)",
        ratio=texts.decimal(ratio.value),
        least=texts.decimal(ratio.least),
        most=texts.decimal(ratio.most),
    )


def _plot(ratio: Ratio | None) -> Markup | None:
    if ratio is None or ratio.verdict is Verdict.TOO_FEW:
        return None
    ends = (ratio.least - 1, ratio.value - 1, ratio.most - 1)
    least, middle, most = (min(max(end, -_REACH), _REACH) for end in ends)
    return charts.interval(least, middle, most, _REACH, width=90)


def _title(reading: Reading, found: list[_Beside]) -> str:
    names = {agency.code: texts.short_name(agency) for agency in reading.agencies}
    told = [one for one in found if one.in_time and one.in_time.verdict is not Verdict.TOO_FEW]
    if not told:
        return gettext("Trop peu de réponses dues pour dire ce qui était attendu")
    apart = [one for one in told if _stands_out(one)]
    if not apart:
        return gettext("Aucun organisme ne s’écarte de l’attendu au-delà du hasard")
    one = max(apart, key=lambda one: abs(one.in_time.value - 1) if one.in_time else 0)
    assert one.in_time is not None
    return gettext(
        "%(agency)s s’écarte le plus de l’attendu : %(share)s dans le délai, pour %(expected)s",
        agency=names[one.code],
        share=texts.percent(one.in_time.observed),
        expected=texts.percent(one.in_time.expected),
    )


def _stands_out(one: _Beside) -> bool:
    return one.in_time is not None and one.in_time.verdict in {Verdict.BETTER, Verdict.WORSE}
