"""The block under a subject: by which of its own categories each agency counts it."""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.figures.breaks import OF_CATEGORIES, Break, Measured, lineage
from portal.domain.figures.changes import CountVerdict, count_change
from portal.domain.figures.leading import Led
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.addresses import narrower
from portal.reporting.counts.narrowed import TOGETHER
from portal.reporting.figures import Reading
from portal.reporting.plots import charts
from portal.reporting.portrait_figures.counted_categories import (
    Counted,
    Key,
    key_name,
    read_categories,
)
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import (
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
from portal.reporting.tables.breaks import of_themes, parting, refused
from portal.reporting.tables.leads import led
from portal.reporting.tables.rates import KEPT, bounds_cell, none_of_it, rate_known, unpublished
from portal.words.catalogue import to_translate

VERDICTS = {
    CountVerdict.WITHIN_CHANCE: to_translate("rien de sûr"),
    CountVerdict.TOO_FEW: to_translate("trop peu de plaintes"),
}


def categories(reading: Reading) -> Block:
    """Return each agency's own categories of the subject that is asked for, or of every one."""
    now, before = read_categories(reading)
    early = too_early(reading)
    keys = sorted(
        {*now.figures, *before.figures}, key=lambda key: (-(now.n(key) or 0), _sort_name(key))
    )
    compared = reading.asked.is_over and not early
    lines = [_line(reading, key, now, before, compared, len(keys)) for key in keys]
    sums = _sums(reading, keys, now, before, len(keys)) if compared else []
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
            for group in (
                Group(tuple(sums), gettext("Divisées ou réunies : comparées ensemble")),
                Group(tuple(lines), gettext("Chaque catégorie") if sums else ""),
                Group(tuple(whole), is_whole=True),
            )
            if group.lines
        ),
        definition="categories",
        in_rows=InRows(gettext("Nombre de plaintes"), 1),
        is_wide=True,
    )


def _line(
    reading: Reading, key: Key, now: Counted, before: Counted, compared: bool, among: int
) -> Line:
    agency, owner, code = key
    n, largest = now.n(key), max((now.n(other) or 0) for other in now.figures or [key])
    cells = (
        Cell(_agency_name(agency), _agency_name(agency)),
        _led(reading, n, key, Led.RECEIVED),
        unpublished() if n is None or now.total is None else share_cell(Share(n, now.total)),
        _compared(reading, key, n, before.n(key), among) if compared else nothing(),
        _led(reading, now.due.n(key_name(key)), key, Led.DUE),
        _kept_cell(reading, now, key),
    )
    plot = charts.bar(n, largest) if n else None
    link = narrower("overview.trends", reading.asked, agency=agency, category=code)
    return Line(_name(key), cells, plot, link="" if owner != agency else link)


def _led(reading: Reading, n: int | None, key: Key, counts: Led) -> Cell:
    """Show a count of a category, which leads to its complaints."""
    agency, _, code = key
    return led(reading, count_cell(n), agency, counts, category=code)


def _compared(reading: Reading, key: Key, now: int | None, before: int | None, among: int) -> Cell:
    """Show how a category moved, or what broke its series."""
    broken = (*parting(reading, Measured.RECEIVED, key[0], "sujets"), *_broken(reading, key))
    return refused(broken) if broken else _change(now, before, among)


def _whole_change(reading: Reading, now: int | None, before: int | None) -> Cell:
    theme = reading.asked.narrowing.theme
    broken = parting(reading, Measured.RECEIVED, TOTAL, "sujets")
    broken = broken or (of_themes(reading, theme) if theme else ())
    return refused(broken) if broken else _change(now, before, 1)


def _broken(reading: Reading, key: Key) -> tuple[Break, ...]:
    """Return what split, merged or moved a category between the two periods."""
    asked, (_, owner, code) = reading.asked, key
    return tuple(
        one
        for one in reading.breaks
        if one.kind in OF_CATEGORIES
        and one.agency == owner
        and code in one.categories
        and one.touches(Measured.RECEIVED)
        and one.lies_between(asked.compared.first_day, asked.period.last_day)
    )


def _sums(
    reading: Reading, keys: Sequence[Key], now: Counted, before: Counted, among: int
) -> list[Line]:
    """Return a row for each lineage that was broken, of all its categories together."""
    lines: dict[tuple[str, ...], Line] = {}
    for agency, owner, code in keys:
        family = lineage(reading.breaks, owner, code)
        broken = _broken(reading, (agency, owner, code))
        is_whole = all(len(one.themes) < 2 for one in broken) or not reading.asked.narrowing.theme
        if len(family) > 1 and broken and is_whole and (agency, *family) not in lines:
            members = [(agency, owner, one) for one in family]
            lines[agency, *family] = _sum_line(reading, members, now, before, among)
    return list(lines.values())


def _sum_line(
    reading: Reading, members: Sequence[Key], now: Counted, before: Counted, among: int
) -> Line:
    n, then = now.sum_of(members), before.sum_of(members)
    together = TOGETHER.join(code for _, _, code in members)
    due = now.due_of(members)
    cells = (
        Cell(_agency_name(members[0][0]), _agency_name(members[0][0])),
        led(reading, count_cell(n), members[0][0], Led.RECEIVED, category=together),
        unpublished() if n is None or now.total is None else share_cell(Share(n, now.total)),
        _change(n, then, among),
        led(reading, count_cell(due), members[0][0], Led.DUE, category=together),
        unpublished() if due is None else bounds_cell(now.kept_of(members), none_of_it(reading)),
    )
    link = narrower("overview.trends", reading.asked, agency=members[0][0], category=together)
    return Line(_names(members, now, before), cells, link=link)


def _names(members: Sequence[Key], now: Counted, before: Counted) -> Text:
    counted = [key for key in members if key in now.figures or key in before.figures]
    names = [_name(key) for key in counted]
    return Text(" + ".join(name.fr for name in names), " + ".join(name.in_("en") for name in names))


def _whole(reading: Reading, now: Counted, before: Counted, compared: bool) -> Line:
    share = now.whole.kept
    due, total = now.due.n(TOTAL), now.total
    cells = (
        Cell(""),
        count_cell(total),
        unpublished() if total is None else share_cell(Share(total, total)),
        _whole_change(reading, total, before.total) if compared else nothing(),
        count_cell(due),
        share_cell(share) if not reading.is_public else _known_cell(reading, now, TOTAL),
    )
    return Line(texts.whole_name(), cells)


def _kept_cell(reading: Reading, now: Counted, key: Key) -> Cell:
    if reading.is_public:
        return _known_cell(reading, now, key_name(key))
    figures = now.figures.get(key)
    return share_cell(figures.kept) if figures else nothing()


def _known_cell(reading: Reading, now: Counted, name: str) -> Cell:
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


def _agency_name(code: str) -> str:
    return texts.short_name(runtime().agencies.agency(code))


def _name(key: Key) -> Text:
    """Return what a category is called by whoever named it, were it long ago."""
    _, owner, code = key
    subjects = runtime().agencies.agency(owner).subjects()
    return subjects[code].name if code in subjects else Text(code, code)


def _sort_name(key: Key) -> str:
    return f"{texts.words_of(_name(key))} {key_name(key)}"


def _title(now: Counted, keys: list[Key]) -> str:
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
