"""A block on who improved: how far answers in time moved, and whether beyond chance."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from markupsafe import Markup

from portal.domain.figures.breaks import Break, Measured
from portal.domain.figures.changes import COMPARED_FROM, ShareChange, Verdict, share_change
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.pages.current import gettext, ngettext
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.plots import charts
from portal.reporting.queries_beginning import too_early
from portal.reporting.tables.blocks import (
    Block,
    Cell,
    Column,
    Group,
    InRows,
    Line,
    agency_column,
    count_cell,
    nothing,
    share_cell,
)
from portal.reporting.tables.breaks import parting, refused
from portal.words.catalogue import gettext_in, to_translate

VERDICTS = {
    Verdict.BETTER: to_translate("amélioré"),
    Verdict.WORSE: to_translate("dégradé"),
    Verdict.WITHIN_CHANCE: to_translate("rien de sûr"),
    Verdict.TOO_FEW: to_translate("trop peu de réponses"),
}

WHOLE_OF_COMPARED = to_translate("Ensemble de ceux qui se comparent")
"""The name of the row of all agencies but those across a break."""

Changes = dict[str, ShareChange]


def improvement(reading: Reading) -> Block:
    """Which agencies answer in time more often, or less, than in the period compared to."""
    early = too_early(reading)
    is_compared = reading.asked.is_over and not early
    broken = _broken(reading) if is_compared else {}
    changes = _changes(reading, broken) if is_compared else {}
    ranked = sorted(changes, key=lambda code: -changes[code].moved)
    compared = [code for code in ranked if _is_told(changes[code])]
    few = [code for code in ranked if code not in compared]
    return Block(
        code="evolution",
        title=gettext("Rien n’est comparé : %(early)s", early=early)
        if early
        else _title(reading, changes, compared),
        unit=gettext(
            "Réponses dans le délai promis, %(period)s, comparées à : %(compared)s."
            " L’écart est en points; le vrai écart se trouve sans doute dans l’intervalle.",
            period=texts.in_sentence(reading.asked.period),
            compared=texts.short_period(reading.asked.compared),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Alors"), "%"),
            Column(gettext("Réponses dues alors")),
            Column(gettext("Maintenant"), "%"),
            Column(gettext("Réponses dues")),
            Column(gettext("Écart, en points"), is_sorted=True),
            Column(gettext("Intervalle")),
            Column(gettext("Ce qu’on peut dire"), is_first_read=True),
        ),
        groups=(*_groups(reading, changes, broken, compared, few), *_apart(reading, broken)),
        definition="evolution",
        in_rows=InRows(gettext("L’écart et son intervalle"), 4),
        is_wide=True,
        has_two_ends=True,
    )


def _broken(reading: Reading) -> dict[str, tuple[Break, ...]]:
    """Return the agencies whose two periods are not compared, with what parts them."""
    found = {
        agency.code: parting(reading, Measured.KEPT, agency.code, "promis")
        for agency in reading.agencies
    }
    return {code: breaks for code, breaks in found.items() if breaks}


def _changes(reading: Reading, broken: Collection[str]) -> Changes:
    """Compare each agency that nothing parts, and all of these together."""
    codes = [agency.code for agency in reading.agencies if agency.code not in broken]
    shares = {code: (_then(reading, code), _now(reading, code)) for code in codes}
    if len(codes) > 1:
        shares[TOTAL] = _together(reading, broken)
    found = {code: share_change(*pair, len(codes)) for code, pair in shares.items()}
    return {code: change for code, change in found.items() if change is not None}


def _then(reading: Reading, code: str) -> Share:
    return reading.figures_before(code).kept


def _now(reading: Reading, code: str) -> Share:
    return reading.figures(code).kept


def _together(reading: Reading, broken: Collection[str]) -> tuple[Share, Share]:
    """Return the shares of all agencies that are compared, then and now."""
    codes = [agency.code for agency in reading.agencies if agency.code not in broken]

    def added(of: Callable[[Reading, str], Share]) -> Share:
        shares = [of(reading, code) for code in codes]
        return Share(sum(share.part for share in shares), sum(share.n for share in shares))

    return added(_then), added(_now)


def _apart(reading: Reading, broken: Mapping[str, Sequence[Break]]) -> tuple[Group, ...]:
    """Return the agencies that are not compared, each with why."""
    names = {agency.code: texts.short_text(agency) for agency in reading.agencies}
    lines = tuple(
        Line(
            names[code],
            (
                share_cell(_then(reading, code)),
                count_cell(_then(reading, code).n),
                share_cell(_now(reading, code)),
                count_cell(_now(reading, code).n),
                nothing(),
                nothing(),
                refused(breaks),
            ),
        )
        for code, breaks in broken.items()
        if _then(reading, code).n or _now(reading, code).n
    )
    return (Group(lines, gettext("Rupture de série : non comparés")),) if lines else ()


def _groups(
    reading: Reading,
    changes: Changes,
    broken: Collection[str],
    compared: list[str],
    few: list[str],
) -> tuple[Group, ...]:
    names = {agency.code: texts.short_text(agency) for agency in reading.agencies}
    apart = gettext("Moins de %(fewest)s réponses dues, avant ou après", fewest=COMPARED_FROM)

    reach = max((max(-one.least, one.most) for one in changes.values() if _is_told(one)), default=1)

    def lines(codes: list[str]) -> tuple[Line, ...]:
        return tuple(
            _line(names[code], _then(reading, code), _now(reading, code), changes[code], reach)
            for code in codes
            if code != TOTAL
        )

    groups = [Group(lines(compared), is_ranked=True), Group(lines(few), apart if compared else "")]
    if TOTAL in changes:
        name = _whole_name(is_part=bool(broken))
        whole = _line(name, *_together(reading, broken), changes[TOTAL], reach)
        groups.append(Group((whole,), is_whole=True))
    return tuple(group for group in groups if group.lines)


def _whole_name(*, is_part: bool) -> Text:
    if not is_part:
        return texts.whole_name()
    return Text(WHOLE_OF_COMPARED, gettext_in("en", WHOLE_OF_COMPARED))


def _line(name: Text, before: Share, now: Share, change: ShareChange, reach: float) -> Line:
    cells = (
        share_cell(before),
        count_cell(before.n),
        share_cell(now),
        count_cell(now.n),
        *_moved_cells(change),
        Cell(gettext(VERDICTS[change.verdict]), gettext(VERDICTS[change.verdict])),
    )
    return Line(name, cells, _plot(change, reach))


def _moved_cells(change: ShareChange) -> tuple[Cell, Cell]:
    if not _is_told(change):
        return nothing(), nothing()
    between = gettext(
        "de %(least)s à %(most)s", least=_points(change.least), most=_points(change.most)
    )
    moved = _points(change.moved)
    return Cell(moved, round(100 * change.moved), is_strong=True), Cell(between, between)


def _plot(change: ShareChange, reach: float) -> Markup | None:
    if not _is_told(change):
        return None
    return charts.interval(change.least, change.moved, change.most, reach)


def _is_told(change: ShareChange) -> bool:
    return change.verdict is not Verdict.TOO_FEW


def _points(share: float) -> str:
    return texts.signed(round(100 * share))


def _title(reading: Reading, changes: Changes, compared: list[str]) -> str:
    if not reading.asked.is_over:
        return gettext("La période n’est pas finie : rien n’est encore comparé")
    if not set(compared).difference({TOTAL}):
        return gettext("Trop peu de réponses dues pour comparer les deux périodes")
    names = {agency.code: texts.short_name(agency) for agency in reading.agencies}
    better = [code for code in compared if code in names and _is(changes[code], Verdict.BETTER)]
    worse = [code for code in compared if code in names and _is(changes[code], Verdict.WORSE)]
    if better:
        return gettext(
            "La plus forte amélioration : %(agency)s, %(points)s",
            agency=names[better[0]],
            points=_in_points(changes[better[0]]),
        )
    if worse:
        return gettext(
            "La plus forte baisse : %(agency)s, %(points)s",
            agency=names[worse[-1]],
            points=_in_points(changes[worse[-1]]),
        )
    return gettext("Aucun organisme n’a changé au-delà du hasard")


def _in_points(change: ShareChange) -> str:
    points = round(100 * change.moved)
    moved = texts.signed(points)
    return ngettext("%(moved)s point", "%(moved)s points", abs(points), moved=moved)


def _is(change: ShareChange, verdict: Verdict) -> bool:
    return change.verdict is verdict
