"""The portrait: every figure of a period, for those who see several agencies or their own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission, agencies_where
from portal.domain.succession import heirs
from portal.domain.time.periods import Period
from portal.pages.current import current_language, runtime
from portal.pages.groups import Pages
from portal.pages.languages import localized, page_language
from portal.pages.texts import gettext
from portal.reporting import by_subject, delays, promises, texts
from portal.reporting.blocks import Block, Figure, in_order, in_rows
from portal.reporting.exports import Export, written
from portal.reporting.figures import (
    GEOGRAPHIES,
    THEN,
    TODAY,
    Asked,
    Reading,
    read_figures,
    today_here,
)
from portal.reporting.kpis import Kpi, internal_kpis
from portal.words.catalogue import to_translate

pages = Pages("overview")

_QUARTERS, _YEARS = 9, 3
_OWN = (
    Figure("delays", delays.delays),
    Figure("trend", delays.trend),
    Figure("themes", by_subject.themes),
    Figure("kept", promises.kept),
    Figure("ages", promises.ages),
    Figure("levels", by_subject.levels),
    Figure("findings", by_subject.findings),
    Figure("plain_answers", by_subject.plain_answers),
)
_ORDER = (
    *("delays", "trend", "themes", "kept", "ages", "levels", "findings"),
    *("opinions", "recommendations", "plain_answers", "reprisals", "contact_limits"),
    *("transfers", "referrals", "parts"),
)
GEOGRAPHY_NAMES = {
    THEN: to_translate("Tels qu’ils étaient"),
    TODAY: to_translate("Tels qu’ils sont aujourd’hui"),
}


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the page shows and the export writes."""

    reading: Reading
    kpis: list[Kpi]
    blocks: list[Block]


@localized(pages, fr="/portrait/vue", en="/overview/view")
@requires(Permission.SEE_OVERVIEW)
def index() -> ResponseReturnValue:
    """Show the period asked for, of the agencies that the person may see."""
    portrait = _portrait()
    asked = portrait.reading.asked
    return render_template(
        "overview/view.html",
        reading=portrait.reading,
        kpis=portrait.kpis,
        rows=in_rows(portrait.blocks),
        asked=asked,
        period=texts.period(asked.period),
        periods=period_choices(asked),
        comparisons=comparison_choices(),
        geographies=geography_choices(),
        fresh_at=portrait.reading.complete_until,
        is_over=asked.is_over,
        current_quarter=str(Period.quarter_of(asked.today)),
    )


@localized(pages, fr="/portrait/exports", en="/overview/exports")
@requires(Permission.SEE_OVERVIEW)
def export() -> Response:
    """Hand over exactly what the page shows, as CSV."""
    portrait = _portrait()
    asked = portrait.reading.asked
    answer = make_response(
        written(
            Export(
                period=texts.period(asked.period),
                compared=texts.period(asked.compared),
                agencies=[
                    agency.name.in_(current_language()) for agency in portrait.reading.agencies
                ],
                geography=gettext(GEOGRAPHY_NAMES[asked.geography]),
                fresh_at=portrait.reading.complete_until,
                kpis=portrait.kpis,
                blocks=portrait.blocks,
            )
        )
    )
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Language"] = page_language()
    name = gettext("portrait-%(period)s.csv", period=str(asked.period).lower())
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def period_choices(asked: Asked) -> list[tuple[str, str]]:
    """Return the periods of the list, the newest first, each quarter with its months."""
    quarters = [Period.quarter_of(asked.today)]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].before)
    years = [Period(asked.today.year - n) for n in range(_YEARS)]
    offered = [*quarters, *years]
    if asked.period not in offered:
        offered.insert(0, asked.period)
    return [(str(period), _period_name(period, asked)) for period in offered]


def comparison_choices() -> list[tuple[str, str]]:
    """Return what a period may be compared to."""
    return [("an", gettext("Un an plus tôt")), ("avant", gettext("Période précédente"))]


def geography_choices() -> list[tuple[str, str]]:
    """Return as what organisations may be read; nothing to choose where none was replaced."""
    portal = runtime()
    if not heirs(portal.agencies.in_force.successions, portal.now()):
        return []
    return [(code, gettext(GEOGRAPHY_NAMES[code])) for code in GEOGRAPHIES]


def _period_name(period: Period, asked: Asked) -> str:
    name = texts.period(period)
    return name if period.is_over(asked.today) else gettext("%(period)s, en cours", period=name)


def _portrait() -> Portrait:
    asked = Asked.read(request.args, today_here())
    reading = read_figures(asked, _agencies_seen(asked))
    blocks = [figure.block(reading) for figure in in_order(_OWN, _ORDER)]
    return Portrait(reading, internal_kpis(reading), blocks)


def _agencies_seen(asked: Asked) -> tuple[Agency, ...]:
    """Return the agencies that the person may see, as they were or as they are.

    What an organisation left to others is seen by whoever may see all of them.
    """
    portal, codes = runtime(), agencies_where(current_actor(), Permission.SEE_OVERVIEW)
    replaced = heirs(portal.agencies.in_force.successions, portal.now())
    return tuple(
        agency
        for agency in portal.agencies
        if (agency.code not in replaced or asked.geography == THEN)
        and (
            codes is None or codes.issuperset(replaced.get(agency.code, {"": agency.code}).values())
        )
    )
