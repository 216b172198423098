"""Telephone numbers as people type them, and the one form in which they are kept."""

from __future__ import annotations

import re

_BEFORE_EXTENSION = r"[\s,;]*(?:poste|extension|ext|x|p|#)[\s.:#]*"
_EXTENSION = re.compile(rf"{_BEFORE_EXTENSION}(\d{{1,6}})\Z", re.IGNORECASE)
_PARTED_DIGITS = re.compile(r"[\d\s().+/\-\u2010-\u2014]+")
_NO_DIGIT = re.compile(r"\D")
_NORTH_AMERICAN = 10


def parted(typed: str) -> tuple[str, str]:
    """Return a number and its extension, "2" of "418 555-0199, poste 2"; nothing without one."""
    match = _EXTENSION.search(typed)
    return (typed[: match.start()], match[1]) if match else (typed, "")


def digits_of(number: str) -> str:
    """Return the digits of a number, without what people put between them."""
    return _NO_DIGIT.sub("", number)


def is_phone(typed: str) -> bool:
    """Tell whether this can be called: 10 digits however they are parted, or + and a country.

    An extension may follow: "418 555-0199, poste 2", "418 555-0199 #2".
    """
    digits = digits_of(parted(typed)[0])
    if typed.startswith("+"):
        return 8 <= len(digits) <= 15
    return len(digits.removeprefix("1")) == _NORTH_AMERICAN


def is_dialled(typed: str) -> bool:
    """Tell whether people of any country can dial this: "711", "020 7946 0109", an extension too.

    An agency's own numbers are more varied than those at which a complainant is called back.
    """
    number = parted(typed)[0]
    is_number = _PARTED_DIGITS.fullmatch(number) is not None and "+" not in number[1:]
    return is_number and 3 <= len(digits_of(number)) <= 15


def as_kept(typed: str) -> str:
    """Return a number of North America as "418 555-0199 #2"; all else stays as it was typed."""
    number, extension = parted(typed)
    digits = digits_of(number)
    is_local = not number.startswith("+") or digits.startswith("1")
    local = digits.removeprefix("1")
    if not (_PARTED_DIGITS.fullmatch(number) and is_local and len(local) == _NORTH_AMERICAN):
        return typed
    spelled = f"{local[:3]} {local[3:6]}-{local[6:]}"
    return f"{spelled} #{extension}" if extension else spelled


def number_above(text: str) -> str:
    """Return the number that stands alone on the first line of a text, as calls are asked for."""
    first = text.partition("\n")[0].strip()
    return first if is_phone(first) else ""


def is_same_number(one: str, other: str) -> bool:
    """Tell whether two numbers ring at one place, however they are written."""
    return as_kept(one) == as_kept(other)
