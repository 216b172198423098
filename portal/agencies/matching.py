"""Finding an agency's words in what a citizen wrote, whatever the accents, case and plural."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_PLURAL = re.compile(r"(?<=[a-z0-9]{3})[sx]+ ")


def folded(text: str) -> str:
    """Return the words of `text` in small letters without accents, one space between them."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _BETWEEN.sub(" ", _ACCENTS.sub("", decomposed).lower()).strip()


def comparable(text: str) -> str:
    """Return the folded words in the singular, with a space on both sides."""
    return _PLURAL.sub(" ", f" {folded(text)} ")


def found_in(comparable_text: str, comparable_words: Iterable[str]) -> bool:
    """Tell whether any of the words, one or several in a row, stand in the text as whole words."""
    return any(words in comparable_text for words in comparable_words)
