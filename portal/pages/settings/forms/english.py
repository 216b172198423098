"""English in the forms of settings: it may come later, unless it is the agency's main language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.agencies.settings.fields import Words
from portal.agencies.settings.schema import AgencySettings
from portal.pages.forms import Problems
from portal.pages.texts import gettext

# What the id of an English field ends with, ahead of its rank where there are many of them.
_ENGLISH = re.compile(r"_en(?=$|-)")


def typed_in(words: Words | None) -> tuple[str, str]:
    """Return what the French and the English field of some words hold."""
    return (words.fr, words.en or "") if words else ("", "")


def words_of(french: str, english: str) -> dict[str, str | None] | None:
    """Return what two fields write in the settings: no English if none was typed, or nothing."""
    return {"fr": french, "en": english or None} if french else None


def pairs_of(form: object, *names: str) -> dict[str, tuple[str, str]]:
    """Return what the two fields of each name hold in `form`, by the id of the English field."""
    return {
        f"{name}_en": (getattr(form, f"{name}_fr"), getattr(form, f"{name}_en")) for name in names
    }


def note_missing_english(
    problems: Problems, settings: AgencySettings, typed: Mapping[str, tuple[str, str]]
) -> None:
    """Note each English field that must be filled.

    `typed` are the French and the English words by the id of the English field. Where French
    comes first English may wait, but it never stands alone: its French field is then noted.
    """
    for field_id, (french, english) in typed.items():
        if english and not french:
            french_id = _ENGLISH.sub("_fr", field_id)
            problems.add(french_id, gettext("Écrivez aussi le texte en français"))
        elif french and not english and settings.agency.languages[0] == "en":
            told = gettext("Écrivez le texte en anglais : c’est la langue principale")
            problems.add(field_id, told)
