"""The adaptations that a complainant may ask for, in words."""

from __future__ import annotations

from collections.abc import Collection

from portal.pages.current import gettext
from portal.words.catalogue import to_translate

NEED_WORDS: dict[str, str] = {
    "large_print": to_translate("Gros caractères"),
    "braille": to_translate("Braille"),
    "audio": to_translate("Audio"),
    "sign_language": to_translate("Langue des signes ou service de relais"),
    "explanations": to_translate("Explications au téléphone ou en personne"),
}


def needs_words(needs: Collection[str]) -> str:
    """Return what was asked for, in the order of the form; nothing where nothing was."""
    return ", ".join(gettext(words) for need, words in NEED_WORDS.items() if need in needs)
