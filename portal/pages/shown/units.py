"""The units of an agency, as pages name them and offer them."""

from __future__ import annotations

from portal.agencies.agency import Agency
from portal.complaints.planning.drafts import ANOTHER_UNIT
from portal.domain.text import Text
from portal.pages.current import current_language
from portal.pages.texts import gettext


def unit_names(agency: Agency) -> dict[str, Text]:
    """Return the name of every unit of an agency by its code."""
    return {unit.code: unit.name.text for unit in agency.settings.units}


def unit_choices(agency: Agency) -> list[tuple[str, str]]:
    """Return each unit of an employee by its code, and one for those that have no name here."""
    language = current_language()
    named = [(code, name.in_(language)) for code, name in unit_names(agency).items()]
    return [*named, (ANOTHER_UNIT, gettext("Un autre service de l’organisme"))]


def referring_unit(agency: Agency, code: str) -> str:
    """Name the unit that led somebody here, in a sentence."""
    unit = unit_names(agency).get(code)
    return unit.in_(current_language()) if unit else gettext("un autre service")
