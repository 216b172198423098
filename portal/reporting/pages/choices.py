"""What the lists of a page of figures offer: its periods, what they are compared to, and whose."""

from __future__ import annotations

from portal.domain.time.periods import Period
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.asked import GEOGRAPHIES, THEN, TODAY, Asked
from portal.reporting.heirs import heirs_today
from portal.words.catalogue import to_translate

_QUARTERS, _YEARS = 9, 3
GEOGRAPHY_NAMES = {
    THEN: to_translate("Tels qu’ils étaient"),
    TODAY: to_translate("Tels qu’ils sont aujourd’hui"),
}


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
