"""Typography: no-break spaces, full stops, and how numbers and sizes are written."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
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
    bare = text.rstrip()
    if isinstance(text, Markup) and bare.endswith((">", ";")):
        bare = text.striptags()
    return text if bare.endswith((".", "!", "?", "…")) else text + "."


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


Number = int | float | Decimal

# Enough digits for any count or amount of money; past the default of 28, quantize fails.
_AS_WRITTEN = Context(prec=400, rounding=ROUND_HALF_UP)
_MINUS = "\N{MINUS SIGN}"
_SIZES: tuple[tuple[int, dict[str, str]], ...] = (
    (1_000_000_000, {"fr": "Go", "en": "GB"}),
    (1_000_000, {"fr": "Mo", "en": "MB"}),
    (1_000, {"fr": "Ko", "en": "KB"}),
    (1, {"fr": "o", "en": "B"}),
)


def number_words(value: Number, language: str, decimals: int = 0) -> str:
    """Return "4 318,5" or "4,318.5", rounded half up to so many decimals."""
    if isinstance(value, int) and not decimals:
        digits, is_negative = f"{abs(value):,}", value < 0
    else:
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), context=_AS_WRITTEN)
        digits, is_negative = f"{rounded.copy_abs():,f}", rounded < 0
    if language != "en":
        digits = digits.replace(",", NO_BREAK).replace(".", ",")
    return f"{_MINUS}{digits}" if is_negative else digits


def percent_words(share: Number, language: str, decimals: int = 0) -> str:
    """Return a share of 1 as "88 %" or "88%"."""
    digits = number_words(Decimal(str(share)) * 100, language, decimals)
    return f"{digits}%" if language == "en" else f"{digits}{NO_BREAK}%"


def size_words(size: int, language: str) -> str:
    """Return the size of a file: "1,2 Mo" or "1.2 MB"; one decimal below ten."""
    unit, names = next((row for row in _SIZES if size >= row[0]), _SIZES[-1])
    name = names["en" if language == "en" else "fr"]
    return f"{_short(Decimal(size) / unit, language)}{NO_BREAK}{name}"


def _short(amount: Decimal, language: str) -> str:
    tenths = amount.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    whole = tenths >= 10 or tenths == tenths.to_integral_value()
    return number_words(amount, language, 0 if whole else 1)
