"""The words for the codes of a line, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.agencies.agency import Agency
from portal.domain.conclusion import Finding
from portal.domain.figures.cells import UNKNOWN
from portal.finder.territory.regions import REGIONS
from portal.pages.current import gettext, runtime
from portal.pages.office.wording import CHANNELS
from portal.pages.office.work_list.counted import LANGUAGES
from portal.reporting import texts
from portal.reporting.deidentified.finished import BANDS, KEPT, LONGEST, MISSED, NONE
from portal.reporting.deidentified.rule import NOT_TOLD, Finished
from portal.words.catalogue import to_translate
from portal.words.statuses import FINDINGS

NO_SHARES = to_translate(
    "Aucune part ne se calcule à partir de ces lignes : ce qui est masqué ne l’est pas au hasard. "
    "Les parts, comme celle des réponses à temps, sont dans les statistiques."
)
"""What the lines are not for."""
COLUMNS: Mapping[str, str] = {
    "agency": to_translate("Organisme"),
    "theme": to_translate("Sujet"),
    "category": to_translate("Catégorie"),
    "channel": to_translate("Canal"),
    "language": to_translate("Langue"),
    "region": to_translate("Région"),
    "outcome": to_translate("Issue"),
    "level": to_translate("Palier de la première réponse"),
    "on_time": to_translate("Réponse à temps"),
    "days": to_translate("Délai de la première réponse, en jours ouvrables"),
}
"""What each part of a line is called."""
_OUTCOMES = {**FINDINGS, Finding.WITHDRAWN.value: to_translate("Retirée")}
_ON_TIME = {KEPT: to_translate("oui"), MISSED: to_translate("non")}
_DAYS = {
    "up_to_5": to_translate("5 ou moins"),
    "up_to_10": to_translate("6 à 10"),
    "up_to_20": to_translate("11 à 20"),
    "up_to_40": to_translate("21 à 40"),
    LONGEST: to_translate("41 ou plus"),
}
assert tuple(_DAYS) == BANDS


def words_of(line: Finished) -> list[str]:
    """Return a line in words."""
    by_column = codes(line.agency)
    return [_word(by_column[column], getattr(line, column)) for column in COLUMNS]


def _word(known: Mapping[str, str], code: str) -> str:
    if code == NOT_TOLD:
        return gettext("masqué : petits nombres")
    return gettext("sans réponse") if code == NONE else known.get(code, code)


def codes(agency: str = "") -> dict[str, dict[str, str]]:
    """Return every code of each column with its words; categories of one agency, or of all."""
    agencies = runtime().agencies
    among = [one for one in agencies if agency in ("", one.code)]
    return {
        "agency": {one.code: texts.words_of(one.name) for one in agencies},
        "theme": {one.code: texts.words_of(one.name.text) for one in agencies.portal.themes},
        "category": {code: name for one in among for code, name in _categories(one)},
        "channel": _said(CHANNELS),
        "language": _said(LANGUAGES),
        "region": {**REGIONS, UNKNOWN: gettext("Inconnue")},
        "outcome": _said(_OUTCOMES),
        "level": {str(level): gettext("Palier %(level)s", level=level) for level in range(1, 10)},
        "on_time": {**_said(_ON_TIME), NONE: gettext("sans réponse")},
        "days": {**_said(_DAYS), NONE: gettext("sans réponse")},
    }


def _categories(agency: Agency) -> list[tuple[str, str]]:
    found = agency.consult().categories()
    return [(category.code, texts.words_of(category.name)) for category in found]


def _said(words: Mapping[str, str]) -> dict[str, str]:
    say: Callable[[str], str] = gettext
    return {str(code): say(said) for code, said in words.items()}
