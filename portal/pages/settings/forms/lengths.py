"""A length of time in a form: a number, and what is counted."""

from __future__ import annotations

from portal.agencies.settings.date_checks import counting
from portal.domain.time.allowance import Allowance, Unit
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

_NAMES: dict[Unit, str] = {
    Unit.WORKING_DAYS: to_translate("jours ouvrables"),
    Unit.CALENDAR_DAYS: to_translate("jours civils"),
    Unit.WORKING_HOURS: to_translate("heures ouvrables"),
    Unit.HOURS: to_translate("heures"),
    Unit.WEEKS: to_translate("semaines"),
    Unit.MONTHS: to_translate("mois"),
    Unit.YEARS: to_translate("années"),
}
_MOST = 9999
# What a length of time rests on when the agency sets it here for the first time.
OWN_BASIS = {"fr": "Engagement de l’organisme", "en": "The agency’s own commitment"}


def length_of(amount: str, counted: str) -> Allowance | None:
    """Return the length that was typed, or None if it is none."""
    is_amount = amount.isdecimal() and 0 < int(amount) <= _MOST
    if not is_amount or counted not in {unit.value for unit in Unit}:
        return None
    return Allowance(int(amount), Unit(counted))


def units_to_choose() -> list[tuple[str, str]]:
    """Return what can be counted, as values of a field and their names."""
    return [(unit.value, gettext(name)) for unit, name in _NAMES.items()]


def units_alike(within: Allowance) -> list[tuple[str, str]]:
    """Return what can be counted beside `within`: working time beside working time."""
    return [
        (unit.value, gettext(name))
        for unit, name in _NAMES.items()
        if counting(unit) == counting(within.unit)
    ]
