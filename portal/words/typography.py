"""Typography: French no-break spaces, which keep signs and units with words, and full stops."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

NO_BREAK = "\N{NO-BREAK SPACE}"

# A percent sign that opens a mark to be filled, such as %(name)s, is not a percentage.
_PERCENT = r"%(?!\()"
_UNITS = "o|Ko|Mo|Go|mm|cm|m|km|g|kg|ml|l|L|min|s|h"
_NUMBER_ENDS = r"(?:(?<=\d)|(?<=\)s)|(?<=\)d))"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf" (?=[:»$€]|{_PERCENT})"), NO_BREAK),
    (re.compile(r"(?<=«) "), NO_BREAK),
    (re.compile(r"(?<=«)(?=[^\s«])"), NO_BREAK),
    (re.compile(r"(?<=[^\s«»])(?=»)"), NO_BREAK),
    (re.compile(rf"{_NUMBER_ENDS} (?=(?:{_UNITS})\b)"), NO_BREAK),
    (re.compile(rf"(?<=\d{NO_BREAK}h) (?=\d|%\()"), NO_BREAK),
    (re.compile(rf"(?<=\)[sd]{NO_BREAK}h) (?=\d|%\()"), NO_BREAK),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NO_BREAK),
)
_TAG = re.compile(r"(</?[a-zA-Z!][^<>]*>)")


def french_spaces(text: str) -> str:
    """Return `text` with no-break spaces where French wants them.

    Tags are left alone, and Markup stays Markup. Only spaces change, or are added inside « ».
    """
    spaced = _spaced(str(text))
    return Markup(spaced) if isinstance(text, Markup) else spaced  # noqa: S704 only spaces changed


def unbroken(text: str) -> str:
    """Return `text`, such as a telephone number, so that no line ends within it."""
    return text.replace(" ", NO_BREAK)


def full_stop(text: str) -> str:
    """Return `text` as a sentence: with a full stop, unless it ends one by itself, as "p.m." does.

    Tags are left alone, and Markup stays Markup.
    """
    bare = text.striptags() if isinstance(text, Markup) else text
    return text if bare.rstrip().endswith((".", "!", "?", "…")) else text + "."


@lru_cache(maxsize=4096)
def _spaced(text: str) -> str:
    parts = _TAG.split(text)
    # re.split puts what it split at, here the tags, at the odd places.
    parts[::2] = [_spaced_words(words) for words in parts[::2]]
    return "".join(parts)


def _spaced_words(words: str) -> str:
    for rule, replacement in _RULES:
        words = rule.sub(replacement, words)
    return words
