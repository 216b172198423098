"""What describes the files: a table schema for programs, and DCAT for catalogues of data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from portal.domain.figures.small_cells import TOTAL
from portal.domain.time.periods import Period
from portal.pages.current import current_language, runtime
from portal.pages.features import Contribution, added
from portal.reporting.definitions.every import VERSION
from portal.reporting.deidentified import wording as lines_wording
from portal.reporting.file_forms import SEPARATORS
from portal.reporting.open_data import wording
from portal.reporting.open_data.rows import (
    COUNT,
    DAYS,
    EXACT,
    HIDDEN,
    NOTHING,
    PERCENT,
    RANGE,
)
from portal.words.catalogue import gettext_in, to_translate

TITLE = to_translate("Plaintes portées aux organismes publics : chiffres par trimestre")
WHAT = to_translate(
    "Les chiffres publiés de chaque trimestre, par organisme."
    " Un nombre de 1 à 4 plaintes est masqué."
)
_LANGUAGES = ("fr", "en")
_NAMES = {"codes": "", "lines_codes": "-lines"}
_KINDS = {"codes": "text/csv", "json": "application/json", "lines_codes": "text/csv"}
"""The forms that programs read: the last one has complaints line by line."""
_FIELDS = (
    ("table", "string", to_translate("De quoi parle le chiffre : voir « x-codes ».")),
    ("agency", "string", to_translate("Le code de l’organisme; « * » : tous ensemble.")),
    (
        "column",
        "string",
        to_translate("Le sujet, le palier ou la conclusion; « * » : le total. Voir « x-codes »."),
    ),
    ("month", "string", to_translate("Le mois, si le chiffre est d’un mois.")),
    ("unit", "string", to_translate("Ce qui est compté : plaintes, pour cent, jours ouvrables.")),
    ("told", "string", to_translate("Ce qui est dit du chiffre : exact, tranche, masqué, rien.")),
    (
        "least",
        "integer",
        to_translate("Le chiffre, ou le bas de la tranche où il est : voir « most »."),
    ),
    (
        "most",
        "integer",
        to_translate(
            "Le chiffre, ou le bord de la tranche où il est. De la part d’un seul organisme,"
            " une tranche qui va jusqu’à 100 ne contient pas 100 même."
            " Une tranche qui part de 0 ne contient pas 0. Ces deux parts sont toujours dites"
            " exactes. La part de tous ensemble et celle des avis peuvent les contenir."
        ),
    ),
)


class OpenFile(Contribution):
    """A table of another subject that is published beside the figures, made as it is asked for.

    `endpoint` hands it over in the language of its address, with the `columns` as they are called
    there, each with what stands in it.
    """

    __slots__ = ("columns", "endpoint", "name", "title", "what")

    def __init__(
        self,
        endpoint: str,
        name: str,
        title: str,
        what: str,
        columns: Mapping[str, str],
    ) -> None:
        self.endpoint, self.name = endpoint, name
        self.title, self.what, self.columns = title, what, columns


_ALLOWED = {"unit": [COUNT, PERCENT, DAYS], "told": [EXACT, RANGE, HIDDEN, NOTHING]}


def table_schema(quarters: Iterable[Period], with_lines: Iterable[Period]) -> dict[str, Any]:
    """Return the description of the files as a Frictionless data package.

    Those `with_lines` have their complaints line by line as well.
    """
    return {
        "profile": "tabular-data-package",
        "name": "complaints-by-quarter",
        "title": _said(TITLE),
        "description": _said(WHAT),
        "version": VERSION,
        "licenses": [_licence()],
        "resources": [
            *(_resource(quarter, "codes", _figures_schema()) for quarter in quarters),
            *(_lines_resource(quarter) for quarter in with_lines),
            *map(_open_resource, added(OpenFile)),
        ],
    }


def _licence() -> dict[str, str]:
    licence, language = runtime().agencies.portal.licence, current_language()
    return {"title": licence.name.text.in_(language), "path": licence.link_in(language)}


def _resource(quarter: Period, form: str, schema: dict[str, Any]) -> dict[str, Any]:
    name, path = str(quarter).lower() + _NAMES[form], _address(form, quarter)
    return _table(name, path, ",", schema)


def _open_resource(file: OpenFile) -> dict[str, Any]:
    fields = [
        {"name": _said(name), "type": "string", "description": _said(what)}
        for name, what in file.columns.items()
    ]
    table = _table(
        file.name, _here(file.endpoint), SEPARATORS[current_language()], {"fields": fields}
    )
    return table | {"title": _said(file.title), "description": _said(file.what)}


def _table(name: str, path: str, delimiter: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": delimiter, "header": True},
        "schema": schema,
    }


def _lines_resource(quarter: Period) -> dict[str, Any]:
    described = _resource(quarter, "lines_codes", _lines_schema())
    return described | {"description": _said(lines_wording.NO_SHARES)}


def _figures_schema() -> dict[str, Any]:
    fields = [_field(name, kind, words) for name, kind, words in _FIELDS]
    return {"fields": fields, "primaryKey": ["table", "agency", "column", "month"]}


def _lines_schema() -> dict[str, Any]:
    """Return the columns of complaints line by line; many lines are alike, so there is no key."""
    explained = lines_wording.codes()
    return {
        "fields": [
            {
                "name": name,
                "type": "string",
                "description": _said(words),
                "x-codes": explained[name],
            }
            for name, words in lines_wording.COLUMNS.items()
        ],
        "missingValues": [""],
    }


def _field(name: str, kind: str, words: str) -> dict[str, Any]:
    allowed = {"constraints": {"enum": _ALLOWED[name]}} if name in _ALLOWED else {}
    codes = {"x-codes": _codes()[name]} if name in _codes() else {}
    return {"name": name, "type": kind, "description": _said(words), **allowed, **codes}


def _codes() -> dict[str, dict[str, str]]:
    return {
        "table": wording.tables(),
        "agency": {code: wording.agency_words(code) for code in _agencies()},
        "column": wording.columns(),
    }


def _agencies() -> Iterable[str]:
    return (*(agency.code for agency in runtime().agencies), TOTAL)


def catalogue(quarters: Iterable[Period], with_lines: Iterable[Period]) -> dict[str, Any]:
    """Return the description of the files in DCAT, in both languages."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": _here("statistics.open_data_catalogue"),
        "@type": "dcat:Dataset",
        "dct:title": _in_both(TITLE),
        "dct:description": _in_both(WHAT),
        "dct:language": list(_LANGUAGES),
        "dct:license": {"@id": runtime().agencies.portal.licence.link},
        "dct:accrualPeriodicity": "http://purl.org/cld/freq/quarterly",
        "dcat:landingPage": {"@id": _here("statistics.index")},
        "dct:conformsTo": {"@id": _here("statistics.open_data_schema")},
        "dcat:distribution": [
            *(_distribution(quarter, form) for quarter in quarters for form in ("codes", "json")),
            *(_distribution(quarter, "lines_codes") for quarter in with_lines),
            *map(_open_distribution, added(OpenFile)),
        ],
    }


def _distribution(quarter: Period, form: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": str(quarter) + _NAMES.get(form, ""),
        "dcat:downloadURL": {"@id": _address(form, quarter)},
        "dcat:mediaType": _KINDS[form],
        "dct:license": {"@id": runtime().agencies.portal.licence.link},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": quarter.first_day.isoformat(), "@type": "xsd:date"},
            "dcat:endDate": {"@value": quarter.last_day.isoformat(), "@type": "xsd:date"},
        },
    }


def _open_distribution(file: OpenFile) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _in_both(file.title),
        "dct:description": _in_both(file.what),
        "dcat:downloadURL": {"@id": _here(file.endpoint)},
        "dcat:mediaType": "text/csv",
        "dct:license": {"@id": runtime().agencies.portal.licence.link},
    }


def _address(form: str, quarter: Period) -> str:
    page = url_for(f"statistics.open_data_{form}", quarter=str(quarter))
    return runtime().config.base_url + page


def _here(endpoint: str) -> str:
    return runtime().config.base_url + url_for(endpoint)


def _in_both(words: str) -> list[dict[str, str]]:
    return [{"@value": gettext_in(code, words), "@language": code} for code in _LANGUAGES]


def _said(words: str) -> str:
    return gettext_in(current_language(), words)
