"""The public figures: the same pages, with small cells hidden; three measures of them at home.

Only published quarters are shown, as their vintages keep them: nothing here is counted. A year
beside its quarters would give hidden cells away by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.auth.access import public
from portal.db import Session
from portal.domain.actor import PORTAL
from portal.domain.figures.published import Bounds
from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import Period
from portal.pages.citizen.contributions import FIGURES, PagePart
from portal.pages.current import gettext, portal_zone, runtime
from portal.pages.features import FeaturePages, Pages, serves
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.addresses import AGENCY
from portal.reporting.annual.pages import report_links
from portal.reporting.asked import Asked, today_here
from portal.reporting.counts.narrowed import NOT_NARROWED
from portal.reporting.figures import Reading
from portal.reporting.pages.citing import Source
from portal.reporting.pages.folding import parted
from portal.reporting.pages.links import Finding, Link, finding_of
from portal.reporting.pages.portrait import OWN
from portal.reporting.pages.public_narrowing import (
    BY_THEME,
    THEME,
    public_chosen,
    public_filters,
    read_agency,
    read_theme,
    with_theme,
)
from portal.reporting.pages.standing import standing_of
from portal.reporting.portrait_figures.kpis import Kpi, kpis_of_theme, public_kpis
from portal.reporting.questions import FIRST, QUESTIONS, SUBJECTS, Question
from portal.reporting.tables.blocks import Block, Figure, in_order
from portal.reporting.tables.rates import CORRECTED, KEPT
from portal.reporting.vintages.queries import known_of_all
from portal.reporting.vintages.reading import PublicReading, newest, read_public, shown_quarter

pages = Pages("statistics")

_QUARTERS = 8
_ANOTHER = "?"
OF_ALL = frozenset(
    {
        *("delays", "trend", "themes", "kept", "levels", "findings", "opinions", "means"),
        "six_criteria",
    }
)
OF_ONE = OF_ALL - {"delays", "kept", "six_criteria"}
"""Which figures the public sees, of all agencies and of one."""


def read_quarter(typed: str) -> str:
    """Return the quarter that is shown, marked where another was asked for."""
    shown = str(runtime().read(PORTAL, shown_quarter, Period.parse(typed), today_here()))
    return f"{shown}{_ANOTHER}" if typed not in ("", shown) else shown


def _serve_all(question: Question) -> None:
    """Give a question its page of all agencies."""

    @public
    @kept(periode=read_quarter, theme=read_theme, organisme=read_agency)
    def page() -> ResponseReturnValue:
        if agency := read_agency(request.args.get(AGENCY, "")):
            return _led_to(question, agency)
        return _page(question, None)

    fr, en = question.endings
    localized(pages, fr=f"/statistiques{fr}", en=f"/statistics{en}", endpoint=question.view)(page)


def _serve_one(question: Question) -> None:
    """Give a question its page of one agency."""

    @public
    @kept(periode=read_quarter, theme=read_theme)
    def page(agency: str) -> ResponseReturnValue:
        return _page(question, runtime().agencies.agency(agency))

    fr, en = (f"/<agency>{ending}" for ending in question.endings)
    at = question.view_of_agency
    localized(pages, fr=f"/statistiques{fr}", en=f"/statistics{en}", endpoint=at)(page)


for _question in QUESTIONS:
    if _question is FIRST or OF_ALL.intersection(_question.figures):
        _serve_all(_question)
    if _question is FIRST or OF_ONE.intersection(_question.figures):
        _serve_one(_question)


def _led_to(question: Question, code: str) -> ResponseReturnValue:
    """Lead on to the page of the agency that was chosen, or to its first page."""
    agency = runtime().agencies.agency(code)
    asked = read_asked(agency).reading.asked
    at = question if question is FIRST or OF_ONE.intersection(question.figures) else FIRST
    return redirect(page_address(at, agency, asked), 303)


def read_asked(agency: Agency | None) -> PublicReading:
    """Read what the address asks for: its quarter and its theme, of all agencies or of one."""
    quarter = Period.parse(request.args.get("periode", ""))
    theme = read_theme(request.args.get(THEME, ""))
    return read_public(quarter, today_here(), tuple(runtime().agencies), agency, theme)


def _page(question: Question, agency: Agency | None) -> ResponseReturnValue:
    typed = request.args.get("periode", "")
    found = read_asked(agency)
    reading, asked = found.reading, found.reading.asked
    blocks = public_blocks(question, reading, agency)
    agencies = sorted(reading.agencies, key=lambda one: folded(texts.words_of(one.name)))
    offered = public_filters(asked, agency, agencies)
    whole = replace(asked, narrowing=NOT_NARROWED)
    return render_template(
        "overview/statistics.html",
        question=question,
        links=_links(question, agency, asked),
        reading=reading,
        asked=asked,
        is_another=typed not in ("", str(asked.period)),
        agency=agency,
        agencies=agencies,
        filters=offered,
        chosen=public_chosen(
            offered, page_address(question, None, asked), page_address(question, agency, whole)
        ),
        everything=page_address(question, None, whole),
        of_theme=page_address(SUBJECTS, agency, asked),
        in_address=with_theme(asked),
        kpis=_kpis(reading, agency) if question is FIRST else [],
        findings_of_pages=_findings(reading, agency) if question is FIRST else [],
        rows=[(parted(block),) for block in blocks],
        sources={block.code: source_of(block, reading, agency) for block in blocks},
        permalink=runtime().config.base_url + page_address(question, agency, asked),
        period=texts.period(asked.period),
        periods=[(str(quarter), texts.period(quarter)) for quarter in found.quarters[:_QUARTERS]],
        licence=runtime().agencies.portal.licence,
        standing=standing_of(found, agency.code if agency else TOTAL),
        reports=report_links(agency) if question is FIRST else [],
    )


def _kpis(reading: Reading, agency: Agency | None) -> list[Kpi]:
    numbers = kpis_of_theme if reading.asked.narrowing.theme else public_kpis
    return numbers(reading, agency.code if agency else TOTAL)


def source_of(block: Block, reading: Reading, agency: Agency | None) -> Source:
    """Return how a public block is cited, and framed elsewhere."""
    of_whom: dict[str, Any] = {"agency": agency.code} if agency else {}
    page = "statistics.public_figure_of_agency" if agency else "statistics.public_figure"
    address = url_for(page, figure=block.figure, **with_theme(reading.asked), **of_whom)
    return Source.of(block, reading, address, may_be_framed=True)


def _figures(question: Question, agency: Agency | None) -> list[Figure]:
    """Return what the public sees of a page, of all agencies or of one."""
    seen = OF_ONE if agency else OF_ALL
    return [figure for figure in in_order(OWN, question.figures) if figure.code in seen]


def public_blocks(question: Question, reading: Reading, agency: Agency | None) -> list[Block]:
    """Return what everybody sees of a page, of all agencies or of one, or of a theme alone."""
    return list(_each_block(question, reading, agency))


def _each_block(question: Question, reading: Reading, agency: Agency | None) -> Iterator[Block]:
    figures = _figures(question, agency)
    if reading.asked.narrowing.theme:
        figures = [figure for figure in figures if figure.code in BY_THEME]
    shown = (figure.shown_to_all(reading, agency) for figure in figures)
    yield from (block for block in shown if block is not None)


def _findings(reading: Reading, agency: Agency | None) -> list[Finding]:
    found = (
        finding_of(
            question,
            _each_block(question, reading, agency),
            page_address(question, agency, reading.asked),
        )
        for question in QUESTIONS
        if _figures(question, agency)
    )
    return [finding for finding in found if finding is not None]


def _links(here: Question, agency: Agency | None, asked: Asked) -> list[Link]:
    return [
        Link(gettext(question.name), page_address(question, agency, asked), question is here)
        for question in QUESTIONS
        if question is FIRST or serves(question.served) or _figures(question, agency)
    ]


def page_address(question: Question, agency: Agency | None, asked: Asked) -> str:
    """Return where a public page stands, with the quarter and theme that it shows written out."""
    if question.served:
        return url_for(question.served)
    shown = with_theme(asked)
    if agency is None:
        return url_for(f"statistics.{question.view}", **shown)
    return url_for(f"statistics.{question.view_of_agency}", agency=agency.code, **shown)


@dataclass(frozen=True, slots=True)
class PublicMeasures:
    """How complaints were handled in a quarter, as the page of statistics tells it.

    A measure of which too little may be told is None.
    """

    period: Period
    kept: Bounds | None
    median_days: int | None
    corrected: Bounds | None


def public_measures(session: Session, today: date) -> PublicMeasures | None:
    """Return the measures of the newest published quarter, or None if none may be shown."""
    period = newest(session, today)
    [known] = known_of_all(session, [period]).values()
    measures = PublicMeasures(
        period=period,
        kept=_if_told(known.share(KEPT.code, TOTAL)),
        median_days=known.days_of(TOTAL).median,
        corrected=_if_told(known.share(CORRECTED.code, TOTAL)),
    )
    return None if astuple(measures)[1:] == (None, None, None) else measures


def _if_told(known: Bounds | None) -> Bounds | None:
    return known if known is not None and known.is_told else None


def _measured(now: datetime) -> Mapping[str, Any] | None:
    today = now.astimezone(portal_zone()).date()
    measures = runtime().read(PORTAL, public_measures, today)
    return {"measures": measures, "rate": texts.rate} if measures is not None else None


SHOWN = FeaturePages(adds=(PagePart(FIGURES, "overview/_measured.html", _measured),))
"""What the figures add to the pages of others."""
