"""The block under a subject: by which of its own categories each agency counts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.domain.actor import PORTAL
from portal.domain.figures.changes import CountVerdict, count_change
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL, Place
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.pages.current import gettext, runtime
from portal.reporting import charts, texts
from portal.reporting.addresses import narrower
from portal.reporting.blocks import (
    Block,
    Cell,
    Column,
    Group,
    InRows,
    Line,
    count_cell,
    nothing,
    share_cell,
)
from portal.reporting.figures import Reading
from portal.reporting.grids import Grid, cells_of_due, grid_of
from portal.reporting.heirs import heirs_of
from portal.reporting.queries import CategoryCount, by_category
from portal.reporting.queries_beginning import too_early
from portal.reporting.rates import KEPT, bounds_cell, none_of_it, rate_known, unpublished
from portal.words.catalogue import to_translate

Key = tuple[str, str, str]
"""A category: the agency that has it, the one that named it, and its code."""

VERDICTS = {
    CountVerdict.WITHIN_CHANCE: to_translate("rien de sûr"),
    CountVerdict.TOO_FEW: to_translate("trop peu de plaintes"),
}


def categories(reading: Reading) -> Block:
    """Return each agency's own categories of the subject that is asked for, or of every one."""
    now, before = _read(reading)
    early = too_early(reading)
    keys = sorted(
        {*now.figures, *before.figures}, key=lambda key: (-(now.n(key) or 0), _sort_name(key))
    )
    compared = reading.asked.is_over and not early
    lines = [_line(reading, key, now, before, compared, len(keys)) for key in keys]
    whole = [_whole(reading, now, before, compared)] if len(keys) > 1 else []
    return Block(
        code="categories",
        title=_title(now, keys),
        unit=_unit(reading, early),
        first=gettext("Catégorie"),
        columns=(
            Column(gettext("Organisme")),
            Column(gettext("Plaintes"), is_sorted=True),
            Column(gettext("Part"), "%"),
            Column(gettext("Évolution"), is_first_read=True),
            Column(gettext("Réponses dues")),
            Column(gettext("Dans le délai"), "%"),
        ),
        groups=tuple(
            group
            for group in (Group(tuple(lines)), Group(tuple(whole), is_whole=True))
            if group.lines
        ),
        definition="categories",
        in_rows=InRows(gettext("Nombre de plaintes"), 1),
        is_wide=True,
    )


@dataclass(frozen=True)
class _Counted:
    """What was counted of each category in a period; small numbers are hidden where need be."""

    figures: Mapping[Key, Figures]
    is_hidden: bool

    @classmethod
    def of(cls, rows: Iterable[CategoryCount], *, is_hidden: bool) -> _Counted:
        by_key: dict[Key, list[tuple[str, int, int]]] = {}
        for row in rows:
            by_key.setdefault(row[:3], []).append((row.measure, 0, row.n))
        return cls({key: Figures(tallies) for key, tallies in by_key.items()}, is_hidden)

    @cached_property
    def _received(self) -> Grid:
        # A row for each agency: how many it received about the subject is told elsewhere.
        counts: dict[Place, int] = {
            (key[0], _named(key)): figures.count(Measure.RECEIVED)
            for key, figures in self.figures.items()
        }
        return Grid.of(counts, is_public=self.is_hidden)

    @cached_property
    def by_name(self) -> dict[str, Figures]:
        return {_named(key): figures for key, figures in self.figures.items()}

    @cached_property
    def due(self) -> Grid:
        return grid_of(self.by_name, cells_of_due, is_public=self.is_hidden)

    def n(self, key: Key) -> int | None:
        return self._received.n(key[0], _named(key))

    @property
    def total(self) -> int | None:
        return self._received.n(TOTAL)

    @cached_property
    def whole(self) -> Figures:
        rows = (
            (measure, 0, figures.count(measure))
            for figures in self.figures.values()
            for measure in (Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)
        )
        return Figures(rows)


def _read(reading: Reading) -> tuple[_Counted, _Counted]:
    codes, asked = [agency.code for agency in reading.agencies], reading.asked
    heirs = heirs_of(asked)
    with runtime().reading(PORTAL) as session:

        def counted(period: Period) -> _Counted:
            rows = by_category(session, codes, period.months, heirs, asked.narrowing)
            return _Counted.of(rows, is_hidden=reading.is_public)

        return counted(asked.period), counted(asked.compared)


def _line(
    reading: Reading, key: Key, now: _Counted, before: _Counted, compared: bool, among: int
) -> Line:
    agency, owner, code = key
    n, largest = now.n(key), max((now.n(other) or 0) for other in now.figures or [key])
    cells = (
        Cell(_agency_name(agency), _agency_name(agency)),
        count_cell(n),
        unpublished() if n is None or now.total is None else share_cell(Share(n, now.total)),
        _change(n, before.n(key), among) if compared else nothing(),
        count_cell(now.due.n(_named(key))),
        _kept_cell(reading, now, key),
    )
    plot = charts.bar(n, largest) if n else None
    link = narrower("overview.trends", reading.asked, agency=agency, category=code)
    return Line(_name(key), cells, plot, link="" if owner != agency else link)


def _whole(reading: Reading, now: _Counted, before: _Counted, compared: bool) -> Line:
    share = now.whole.kept
    due, total = now.due.n(TOTAL), now.total
    cells = (
        Cell(""),
        count_cell(total),
        unpublished() if total is None else share_cell(Share(total, total)),
        _change(total, before.total, 1) if compared else nothing(),
        count_cell(due),
        share_cell(share) if not reading.is_public else _known_cell(reading, now, TOTAL),
    )
    return Line(texts.whole_name(), cells)


def _kept_cell(reading: Reading, now: _Counted, key: Key) -> Cell:
    if reading.is_public:
        return _known_cell(reading, now, _named(key))
    figures = now.figures.get(key)
    return share_cell(figures.kept) if figures else nothing()


def _known_cell(reading: Reading, now: _Counted, name: str) -> Cell:
    if name != TOTAL and name not in now.by_name:
        return nothing()
    known = rate_known(now.by_name, KEPT, name)
    return unpublished() if known is None else bounds_cell(known, none_of_it(reading))


def _change(now: int | None, before: int | None, among: int) -> Cell:
    if now is None or before is None:
        return unpublished()
    verdict = count_change(before, now, among)
    words = gettext(VERDICTS[verdict]) if verdict in VERDICTS else texts.change(now, before)
    return Cell(words, words, is_strong=verdict not in VERDICTS)


def _named(key: Key) -> str:
    return "/".join(key)


def _agency_name(code: str) -> str:
    return texts.short_name(runtime().agencies.agency(code))


def _name(key: Key) -> Text:
    """Return what a category is called by whoever named it, were it long ago."""
    _, owner, code = key
    subjects = runtime().agencies.agency(owner).subjects()
    return subjects[code].name if code in subjects else Text(code, code)


def _sort_name(key: Key) -> str:
    return f"{texts.words_of(_name(key))} {_named(key)}"


def _title(now: _Counted, keys: list[Key]) -> str:
    first = next(iter(keys), None)
    n = now.n(first) if first else None
    if first is None or not n or not now.total:
        return gettext("Les catégories des plaintes reçues")
    return gettext(
        "Le plus : %(category)s (%(agency)s), %(share)s des plaintes",
        category=texts.words_of(_name(first)),
        agency=_agency_name(first[0]),
        share=texts.share(Share(n, now.total)),
    )


def _unit(reading: Reading, early: str) -> str:
    period = texts.in_sentence(reading.asked.period)
    if early:
        return gettext(
            "Plaintes reçues, %(period)s, par catégorie de chaque organisme."
            " Aucune évolution : %(early)s.",
            period=period,
            early=early,
        )
    return gettext(
        "Plaintes reçues, %(period)s, par catégorie de chaque organisme."
        " L’évolution, dite seulement au-delà du hasard, se compare à : %(compared)s.",
        period=period,
        compared=texts.short_period(reading.asked.compared),
    )
