"""The words for the codes in the files: which tables there are, and what their columns hold."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.figures.small_cells import TOTAL
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.open_data.rows import (
    COUNT,
    DAYS,
    EXACT,
    HIDDEN,
    LATELY,
    MEDIAN,
    NINTH,
    NOTHING,
    PERCENT,
    RANGE,
)
from portal.reporting.tables.rates import PUBLISHED
from portal.words.catalogue import to_translate
from portal.words.statuses import FINDINGS

TABLES: Mapping[str, str] = {
    "themes": to_translate("Plaintes reçues, par sujet"),
    "due": to_translate("Réponses dues"),
    "contacts_due": to_translate("Premiers contacts dus"),
    "contacts_noted": to_translate("Premiers contacts notés avec leur moyen"),
    "levels": to_translate("Premières réponses, par palier"),
    "findings": to_translate("Fermetures, par conclusion"),
    "days": to_translate("Délai de la première réponse"),
    "days_by_month": to_translate("Délai de la première réponse, par mois"),
    "share_kept": to_translate("Part des réponses dues données à temps"),
    "share_contact_kept": to_translate("Part des premiers contacts dus faits à temps"),
    "share_settled": to_translate("Part des fermetures réglées au premier contact"),
    "share_corrected": to_translate("Part des fermetures avec une mesure corrective"),
    "share_reopened": to_translate("Réouvertures, pour cent fermetures"),
    "share_extensions": to_translate("Part des réponses dues dont l’échéance a été prolongée"),
    "share_pauses": to_translate("Part des réponses dues dont le délai s’est arrêté"),
    "share_second_answers": to_translate(
        "Part des plaintes répondues qui ont reçu une seconde réponse"
    ),
    "share_unanswered": to_translate("Part des fermetures sans réponse"),
    "share_unconfirmed": to_translate(
        "Part des premiers contacts notés que la personne n’a pas confirmés"
    ),
    "share_followed": to_translate(
        "Part des recommandations à exécuter qui le sont, vérifiées, à la date promise"
    ),
    "share_rated": to_translate("Taux de réponse à la demande d’avis"),
    "share_rated_simple": to_translate("Part des avis favorables : simplicité"),
    "share_rated_time": to_translate("Part des avis favorables : rapidité"),
    "share_rated_heard": to_translate("Part des avis favorables : clarté et écoute"),
    "share_rated_whole": to_translate("Part des avis favorables : traitement"),
}
"""What each table counts."""

_COLUMNS: Mapping[str, str] = {
    **FINDINGS,
    "withdrawn": to_translate("Retirée"),
    "due": to_translate("Dus"),
    "noted": to_translate("Notés"),
    MEDIAN: to_translate("Médiane"),
    NINTH: to_translate("Neuf sur dix"),
    TOTAL: to_translate("Total"),
}
_UNITS: Mapping[str, str] = {
    COUNT: to_translate("nombre"),
    PERCENT: to_translate("pour cent"),
    DAYS: to_translate("jours ouvrables"),
}
_TOLD: Mapping[str, str] = {
    EXACT: to_translate("exact"),
    RANGE: to_translate("entre les deux"),
    HIDDEN: to_translate("masqué : petits nombres"),
    NOTHING: to_translate("rien à compter"),
}


def tables() -> dict[str, str]:
    """Return every table, with what it counts."""
    of_four = (f"share_{rate.code}{LATELY}" for rate in PUBLISHED)
    return {code: table_words(code) for code in (*TABLES, *of_four)}


def table_words(table: str) -> str:
    """Say what a table counts."""
    if table.endswith(LATELY):
        of_quarter = table_words(table.removesuffix(LATELY))
        return gettext("%(table)s, sur quatre trimestres", table=of_quarter)
    return gettext(TABLES[table]) if table in TABLES else table


def column_words(table: str, column: str) -> str:
    """Say what stands in a column of a table; nothing where the table has one only."""
    if table == "themes" and column != TOTAL:
        return themes().get(column, column)
    if table == "levels" and column != TOTAL:
        return gettext("Palier %(level)s", level=column)
    return gettext(_COLUMNS[column]) if column in _COLUMNS else column


def columns() -> dict[str, str]:
    """Return every code of a column that stays the same, with its words."""
    return {code: gettext(words) for code, words in _COLUMNS.items()} | themes()


def themes() -> dict[str, str]:
    """Return the subjects, with their names."""
    subjects = runtime().agencies.portal.themes
    return {theme.code: texts.words_of(theme.name.text) for theme in subjects}


def agency_words(code: str) -> str:
    """Return the name of an agency, or say that all are counted together."""
    names = {one.code: texts.words_of(one.name) for one in runtime().agencies}
    return gettext("Tous ensemble") if code == TOTAL else names.get(code, code)


def unit_words(unit: str) -> str:
    """Say what is counted."""
    return gettext(_UNITS[unit])


def told_words(told: str) -> str:
    """Say what is told of a figure."""
    return gettext(_TOLD[told])
