"""How numbers, percentages and sizes of files are written in both languages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from portal.words.typography import NO_BREAK

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
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, context=_AS_WRITTEN)
    digits = f"{rounded.copy_abs():,f}"
    if language != "en":
        digits = digits.replace(",", NO_BREAK).replace(".", ",")
    return f"{_MINUS}{digits}" if rounded < 0 else digits


def percent_words(share: Number, language: str, decimals: int = 0) -> str:
    """Return a share of 1 as "88 %" or "88%"."""
    digits = number_words(Decimal(str(share)) * 100, language, decimals)
    return f"{digits}%" if language == "en" else f"{digits}{NO_BREAK}%"


def size_words(size: int, language: str) -> str:
    """Return the size of a file: "1,2 Mo" or "1.2 MB"; one decimal below ten."""
    for unit, names in _SIZES:
        if size >= unit:
            amount = Decimal(size) / unit
            return (
                f"{_short(amount, language)}{NO_BREAK}{names['en' if language == 'en' else 'fr']}"
            )
    return f"{number_words(size, language)}{NO_BREAK}{'B' if language == 'en' else 'o'}"


def _short(amount: Decimal, language: str) -> str:
    tenths = amount.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    whole = tenths >= 10 or tenths == tenths.to_integral_value()
    return number_words(amount, language, 0 if whole else 1)
