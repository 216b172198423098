"""English in the forms of settings: it may come later, unless it is the agency's main language."""

from __future__ import annotations

from collections.abc import Mapping

from portal.agencies.settings.fields import Words
from portal.agencies.settings.schema import AgencySettings
from portal.web.forms import Problems
from portal.web.texts import gettext


def typed_in(words: Words | None) -> tuple[str, str]:
    """Return what the French and the English field of some words hold."""
    return (words.fr, words.en or "") if words else ("", "")


def words_of(french: str, english: str) -> dict[str, str | None] | None:
    """Return what two fields write in the settings: no English if none was typed, or nothing."""
    return {"fr": french, "en": english or None} if french else None


def note_missing_english(
    problems: Problems, settings: AgencySettings, typed: Mapping[str, tuple[str, str]]
) -> None:
    """Note each English field that must be filled.

    `typed` are the French and the English words by the id of the English field. Where French
    comes first English may wait, but it never stands alone: its French field is then noted.
    """
    for field_id, (french, english) in typed.items():
        if english and not french:
            french_id = field_id.removesuffix("_en") + "_fr"
            problems.add(french_id, gettext("Écrivez aussi le texte en français"))
        elif french and not english and settings.agency.languages[0] == "en":
            told = gettext("Écrivez le texte en anglais : c’est la langue principale")
            problems.add(field_id, told)
