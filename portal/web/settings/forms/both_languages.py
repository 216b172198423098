"""Words in both languages in a form: two fields, and both or neither of them filled."""

from __future__ import annotations

from portal.agencies.settings.fields import Words
from portal.web.forms import Problems
from portal.web.texts import gettext


def both(words: Words | None) -> tuple[str, str]:
    """Return what the two fields hold for words that may not be there."""
    return (words.fr, words.en or "") if words else ("", "")


def written(fr: str, en: str) -> dict[str, str] | None:
    """Return what two fields write in the settings: None takes the words out."""
    return {"fr": fr, "en": en} if fr or en else None


def note_half(problems: Problems, form: object, *names: str) -> None:
    """Note each name of which `form` has the words in one language only."""
    for name in names:
        fr, en = (bool(getattr(form, f"{name}_{language}")) for language in ("fr", "en"))
        if fr != en:
            missing = "en" if fr else "fr"
            told = gettext("Écrivez-le dans les deux langues, ou laissez les deux champs vides")
            problems.add(f"{name}_{missing}", told)
