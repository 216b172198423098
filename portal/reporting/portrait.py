"""The portrait: every figure of a period, for those who see several agencies or their own."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct, field
from msgspec.structs import astuple

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.figures.indicators import Measure
from portal.domain.figures.small_cells import is_small
from portal.domain.permissions import Permission, agencies_where, may
from portal.domain.time.periods import Period
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.kept import kept_part
from portal.pages.languages import localized
from portal.reporting import by_subject, delays, promises, texts
from portal.reporting.blocks import Block, Figure, in_order, in_rows
from portal.reporting.figures import (
    GEOGRAPHIES,
    THEN,
    TODAY,
    Asked,
    Reading,
    heirs_today,
    read_figures,
    received_in_all,
    today_here,
)
from portal.reporting.file_forms import forms_offered
from portal.reporting.improvement import improvement
from portal.reporting.kpis import Kpi, internal_kpis, public_kpis
from portal.reporting.narrowing import Filter, filters, in_address, narrowed
from portal.words.catalogue import to_translate

pages = Pages("overview")

_QUARTERS, _YEARS = 9, 3
OWN = (
    Figure("delays", delays.delays, lambda reading, _agency: delays.delays(reading), narrows=True),
    Figure("trend", delays.trend, lambda reading, _agency: delays.trend(reading), narrows=True),
    Figure("themes", by_subject.themes, by_subject.themes, narrows=True),
    Figure("kept", promises.kept, lambda reading, _agency: promises.kept(reading), narrows=True),
    Figure("improvement", improvement, narrows=True),
    Figure("ages", promises.ages, narrows=True),
    Figure("levels", by_subject.levels, by_subject.levels, narrows=True),
    Figure("findings", by_subject.findings, by_subject.findings, narrows=True),
    Figure("plain_answers", by_subject.plain_answers, narrows=True),
)
"""What is counted of the history that all complaints have."""
_ORDER = (
    *("delays", "trend", "themes", "natures", "kept", "improvement", "ages", "levels", "findings"),
    *("opinions", "ease", "recommendations", "plain_answers", "contact_limits"),
    *("transfers", "referrals", "parts", "accommodations"),
)
GEOGRAPHY_NAMES = {
    THEN: to_translate("Tels qu’ils étaient"),
    TODAY: to_translate("Tels qu’ils sont aujourd’hui"),
}


class Portrait(Struct, frozen=True):
    """What the page shows and the export writes.

    `filters` are what it can be narrowed to, with what it is. Narrowed to so few complaints that
    somebody could be recognised, it shows nothing of them, as `is_too_few` tells.
    """

    reading: Reading
    filters: list[Filter]
    kpis: list[Kpi] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    is_too_few: bool = False


@localized(pages, fr="/portrait/vue", en="/overview/view")
@requires(Permission.SEE_OVERVIEW)
def index() -> ResponseReturnValue:
    """Show the period asked for, of the agencies that the person may see."""
    asked, seen = _asked()
    made_of = (
        *("portrait", current_language(), request.script_root),
        *(str(asked.period), asked.comparison, asked.geography),
        *(asked.agency, *astuple(asked.narrowing)),
        *(agency.code for agency in seen),
        # What else one sees of them follows from one's roles.
        *map(str, current_actor().memberships),
    )
    portrait = kept_part(made_of, lambda: _shown(_portrait(asked, seen)))
    return render_template(
        "overview/view.html",
        portrait=portrait,
        period=texts.period(asked.period),
        is_another=request.args.get("periode", "") not in ("", str(asked.period)),
    )


def _shown(portrait: Portrait) -> str:
    asked = portrait.reading.asked
    return render_template(
        "overview/_portrait.html",
        portrait=portrait,
        reading=portrait.reading,
        kpis=portrait.kpis,
        rows=in_rows(portrait.blocks),
        asked=asked,
        narrowed_to=in_address(asked),
        period=texts.period(asked.period),
        periods=period_choices(asked),
        comparisons=comparison_choices(),
        geographies=geography_choices(),
        file_forms=forms_offered(),
        fresh_at=portrait.reading.complete_until,
        is_over=asked.is_over,
        current_quarter=str(Period.quarter_of(asked.today)),
    )


def period_choices(asked: Asked) -> list[tuple[str, str]]:
    """Return the periods of the list, the newest first, each quarter with its months."""
    quarters = [Period.quarter_of(asked.today)]
    while len(quarters) < _QUARTERS:
        quarters.append(quarters[-1].before)
    offered = [*quarters, *(Period(asked.today.year - n) for n in range(_YEARS))]
    if asked.period not in offered:
        offered.insert(0, asked.period)
    return [(str(period), _period_name(period, asked)) for period in offered]


def comparison_choices() -> list[tuple[str, str]]:
    """Return what a period may be compared to."""
    return [("an", gettext("Un an plus tôt")), ("avant", gettext("Période précédente"))]


def geography_choices() -> list[tuple[str, str]]:
    """Return as what organisations may be read; nothing to choose where none was replaced."""
    if not heirs_today():
        return []
    return [(code, gettext(GEOGRAPHY_NAMES[code])) for code in GEOGRAPHIES]


def _period_name(period: Period, asked: Asked) -> str:
    name = texts.period(period)
    return name if period.is_over(asked.today) else gettext("%(period)s, en cours", period=name)


def asked_portrait() -> Portrait:
    """Return the portrait that the address asks for."""
    return _portrait(*_asked())


def _asked() -> tuple[Asked, tuple[Agency, ...]]:
    """Return what the address asks for, and the agencies that the person may see."""
    asked = Asked.read(request.args, today_here())
    seen = _agencies_seen(asked)
    return narrowed(asked, request.args, seen), seen


def _portrait(asked: Asked, seen: tuple[Agency, ...]) -> Portrait:
    agencies = tuple(agency for agency in seen if asked.agency in ("", agency.code))
    is_hidden = _hides_small(asked, agencies)
    reading = read_figures(asked, agencies, is_public=is_hidden)
    choices = filters(asked, seen)
    if is_hidden and _is_too_few(reading):
        return Portrait(reading, choices, is_too_few=True)
    kpis = internal_kpis(reading) if reading.ages else public_kpis(reading)
    return Portrait(reading, choices, kpis, _blocks(reading))


def _blocks(reading: Reading) -> list[Block]:
    """Return what is shown: all of it, or what can be told of some complaints alone."""
    figures = in_order(OWN, _ORDER)
    if reading.is_public:
        shown = (figure.public for figure in figures if figure.narrows)
        return [block(reading, None) for block in shown if block is not None]
    if reading.asked.narrowing.chosen:
        figures = [figure for figure in figures if figure.narrows]
    return [figure.block(reading) for figure in figures if figure.code != "ages" or reading.ages]


def _hides_small(asked: Asked, agencies: tuple[Agency, ...]) -> bool:
    """Tell whether the page is narrowed for somebody who does not see these complaints anyway."""
    actor = current_actor()
    sees = all(may(actor, Permission.SEE_ALL, agency.code) for agency in agencies)
    return bool(asked.narrowing.chosen) and not sees


def _is_too_few(reading: Reading) -> bool:
    """Tell whether so few came that somebody could be recognised, or so few others did."""
    n = reading.whole.count(Measure.RECEIVED)
    return is_small(n) or is_small(received_in_all(reading) - n)


def _agencies_seen(asked: Asked) -> tuple[Agency, ...]:
    """Return the agencies that the person may see, as they were or as they are.

    What an organisation left to others is seen by whoever may see all of them.
    """
    codes = agencies_where(current_actor(), Permission.SEE_OVERVIEW)
    replaced = heirs_today()
    return tuple(
        agency
        for agency in runtime().agencies
        if (agency.code not in replaced or asked.geography == THEN)
        and (
            codes is None or codes.issuperset(replaced.get(agency.code, {"": agency.code}).values())
        )
    )
