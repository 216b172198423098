"""The public figures: the same measures, with small cells hidden.

Only quarters are shown. A year beside its quarters would give hidden cells away by subtraction.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.domain.time.periods import last_complete_quarter
from portal.features.satisfaction import overview as satisfaction
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.reporting import delays, promises, substance, texts
from portal.reporting.blocks import Block
from portal.reporting.blueprints import statistics
from portal.reporting.figures import (
    COMPARISONS,
    Asked,
    Reading,
    read_public_figures,
    today_here,
)
from portal.reporting.kpis import public_kpis

_QUARTERS = 8


@localized(statistics, fr="/statistiques", en="/statistics")
@public
def index() -> ResponseReturnValue:
    """Show a quarter of all agencies to everybody."""
    reading = _reading()
    blocks = [
        delays.delays(reading),
        delays.trend(reading),
        substance.themes(reading),
        promises.kept(reading),
        substance.levels(reading),
        substance.findings(reading),
        satisfaction.opinions(reading),
    ]
    return _page(reading, blocks, None)


@localized(statistics, fr="/statistiques/<agency>", en="/statistics/<agency>")
@public
def agency(agency: str) -> ResponseReturnValue:
    """Show a quarter of one agency to everybody, hidden cells as on the page of all."""
    one = runtime().agencies.agency(agency)
    reading = _reading(one)
    blocks = [
        delays.trend(reading),
        substance.themes(reading, one.code),
        substance.levels(reading, one),
        substance.findings(reading, one),
        satisfaction.opinions(reading, one),
    ]
    return _page(reading, blocks, one)


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
        agencies=sorted(reading.agencies, key=lambda one: texts.words_of(one.name)),
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
