"""Two versions of settings beside each other, worded for people who know the agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from portal.agencies.settings.comparison import Became, Change, changes, word_changes
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

SECTIONS: dict[str, str] = {
    "agency": to_translate("L’organisme"),
    "calendar": to_translate("Calendrier"),
    "deadlines": to_translate("Délais"),
    "reopening": to_translate("Reprise d’une plainte fermée"),
    "units": to_translate("Unités"),
    "categories": to_translate("Catégories"),
    "default_category": to_translate("Catégorie par défaut"),
    "escalation": to_translate("Paliers"),
    "recourses": to_translate("Autres recours"),
    "notices": to_translate("Avis aux citoyens"),
    "contact_limit": to_translate("Durée la plus longue d’une limite de contact"),
    "urgency": to_translate("Ce qui paraît urgent"),
    "criteria": to_translate("Critères de conclusion"),
    "letters": to_translate("Lettres et modèles"),
    "grouping": to_translate("Plaintes semblables"),
    "second_reader": to_translate("Deuxième lecture"),
    "jargon": to_translate("Mots du métier"),
    "channels": to_translate("Façons de porter plainte"),
    "staff_page": to_translate("Page du personnel"),
}


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One value that differs: where it stands, and its words with what became of each."""

    place: str
    parts: list[tuple[Became, str]]


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """What differs in one part of the settings."""

    name: str
    values: list[ComparedValue]


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ComparedSection]:
    """Return what differs between two releases, part by part."""
    found = sorted(changes(before, after), key=lambda change: _rank(change.path[0]))
    return [
        ComparedSection(section_name(name), [_value(change) for change in some])
        for name, some in groupby(found, key=lambda change: change.path[0])
    ]


def _rank(section: str) -> int:
    known = list(SECTIONS)
    return known.index(section) if section in known else len(known)


def section_name(name: str) -> str:
    """Return what a part of the settings is called, or its key if it has no name."""
    return gettext(SECTIONS[name]) if name in SECTIONS else name


def _value(change: Change) -> ComparedValue:
    parts = word_changes(change.before or "", change.after or "")
    return ComparedValue(" › ".join(change.path[1:]), parts)
