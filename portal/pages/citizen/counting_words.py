"""What each unit of time means, in the words of citizens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.domain.time.allowance import Unit
from portal.pages.citizen.texts import gettext
from portal.words.catalogue import to_translate

_NAMES: dict[Unit, str] = {
    Unit.HOURS: to_translate("Les heures"),
    Unit.WORKING_HOURS: to_translate("Les heures ouvrables"),
    Unit.WORKING_DAYS: to_translate("Les jours ouvrables"),
    Unit.CALENDAR_DAYS: to_translate("Les jours civils"),
    Unit.WEEKS: to_translate("Les semaines"),
    Unit.MONTHS: to_translate("Les mois"),
    Unit.YEARS: to_translate("Les années"),
}
_LATER = to_translate(
    "Reçue après la fermeture ou un jour fermé? On part du jour ouvrable suivant."
)
_EVERY_DAY = (
    to_translate("Le jour 0 est le jour de la réception, quelle que soit l’heure."),
    to_translate("Tous les jours comptent, les jours fermés aussi."),
)
_LANDING = to_translate("Si le dernier jour est fermé, la date passe au jour ouvrable suivant.")
_SAME_DAY = (
    to_translate("Le délai finit le même jour du mois."),
    to_translate("Si ce jour n’existe pas, il finit le dernier jour du mois."),
)
_RULES: dict[Unit, tuple[str, ...]] = {
    Unit.HOURS: (
        to_translate("Les heures courent dès le moment de la réception."),
        to_translate("Elles courent aussi la nuit et les jours fermés."),
    ),
    Unit.WORKING_HOURS: (to_translate("Seules les heures d’ouverture comptent."), _LATER),
    Unit.WORKING_DAYS: (
        to_translate(
            "Le jour 0 est le jour de la réception. Le jour ouvrable suivant est le jour 1."
        ),
        _LATER,
        to_translate("Les fins de semaine et les jours fermés ne comptent pas."),
    ),
    Unit.CALENDAR_DAYS: (*_EVERY_DAY, _LANDING),
    Unit.WEEKS: (*_EVERY_DAY, _LANDING),
    Unit.MONTHS: (_EVERY_DAY[0], *_SAME_DAY, _LANDING),
    Unit.YEARS: (_EVERY_DAY[0], *_SAME_DAY, _LANDING),
}


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A unit, and the rules by which it is counted."""

    name: str
    rules: tuple[str, ...]


def unit_words(units: Iterable[Unit]) -> list[UnitWords]:
    """Word how each of these units is counted, in the order given."""
    return [UnitWords(gettext(_NAMES[one]), tuple(map(gettext, _RULES[one]))) for one in units]


def every_unit() -> list[UnitWords]:
    """Word how every unit is counted."""
    return unit_words(_NAMES)
