"""The public figures: the same measures, with small cells hidden.

Only quarters are shown. A year beside its quarters would give hidden cells away by subtraction.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.domain.time.periods import last_complete_quarter
from portal.pages.current import runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.reporting import by_subject, delays, promises, texts
from portal.reporting.blocks import Block, Figure, in_order
from portal.reporting.figures import (
    COMPARISONS,
    Asked,
    Reading,
    read_public_figures,
    today_here,
)
from portal.reporting.kpis import public_kpis

pages = Pages("statistics")

_QUARTERS = 8
_OWN = (
    Figure("delays", delays.delays, lambda reading, _agency: delays.delays(reading)),
    Figure("trend", delays.trend, lambda reading, _agency: delays.trend(reading)),
    Figure(
        "themes",
        by_subject.themes,
        lambda reading, agency: (
            by_subject.themes(reading, agency.code) if agency else by_subject.themes(reading)
        ),
    ),
    Figure("kept", promises.kept, lambda reading, _agency: promises.kept(reading)),
    Figure("levels", by_subject.levels, by_subject.levels),
    Figure("findings", by_subject.findings, by_subject.findings),
)
_OF_ALL = ("delays", "trend", "themes", "kept", "levels", "findings", "opinions")
_OF_ONE = ("trend", "themes", "levels", "findings", "opinions")


@localized(pages, fr="/statistiques", en="/statistics")
@public
def index() -> ResponseReturnValue:
    """Show a quarter of all agencies to everybody."""
    reading = _reading()
    return _page(reading, _blocks(reading, None, _OF_ALL), None)


@localized(pages, fr="/statistiques/<agency>", en="/statistics/<agency>")
@public
def agency(agency: str) -> ResponseReturnValue:
    """Show a quarter of one agency to everybody, hidden cells as on the page of all."""
    shown = runtime().agencies.agency(agency)
    reading = _reading(shown)
    return _page(reading, _blocks(reading, shown, _OF_ONE), shown)


def _blocks(reading: Reading, agency: Agency | None, order: tuple[str, ...]) -> list[Block]:
    shown = in_order(_OWN, order)
    return [figure.public(reading, agency) for figure in shown if figure.public is not None]


def _reading(trend_of: Agency | None = None) -> Reading:
    asked = Asked.read(request.args, today_here())
    is_shown = asked.period.quarter is not None and asked.is_over
    period = asked.period if is_shown else last_complete_quarter(asked.today)
    agencies = tuple(runtime().agencies)
    return read_public_figures(Asked(period, COMPARISONS[0], asked.today), agencies, trend_of)


def _page(reading: Reading, blocks: list[Block], agency: Agency | None) -> ResponseReturnValue:
    return render_template(
        "overview/statistics.html",
        reading=reading,
        asked=reading.asked,
        agency=agency,
        agencies=sorted(reading.agencies, key=lambda agency: texts.words_of(agency.name)),
        kpis=public_kpis(reading, agency),
        rows=[(block,) for block in blocks],
        period=texts.period(reading.asked.period),
        periods=_choices(),
        fresh_at=reading.complete_until,
    )


def _choices() -> list[tuple[str, str]]:
    quarters = [last_complete_quarter(today_here())]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].before)
    return [(str(quarter), texts.period(quarter)) for quarter in quarters]
