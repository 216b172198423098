"""Numbers and dates as people type them, in French or in English."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_SPACES_AND_SIGNS = re.compile(r"[\s$]")
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_GROUPED = re.compile(r"([-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)(\.[0-9]*)?")
_DAY = re.compile(r"([0-9]{1,2})(?:er|e|st|nd|rd|th)?")
_YEAR = re.compile(r"[12][0-9]{3}")

MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
LETTERS_OF_A_MONTH = 3


def read_number(typed: str) -> int | float | None:
    """Return the number in "1 234,50", "1,234.50 $" or "-3", or None if it is none.

    A comma marks the decimals, except where it can only part the thousands: before exactly three
    digits, as in "12,000".
    """
    bare = _SPACES_AND_SIGNS.sub("", typed).replace("−", "-")
    grouped = _GROUPED.fullmatch(bare)
    plain = bare.replace(",", "") if grouped else bare.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return int(number) if number.is_integer() else number


def read_day(typed: str) -> int | None:
    """Return the day of the month in "24", "1er" or "1st", or None."""
    match = _DAY.fullmatch(_folded(typed))
    return int(match[1]) if match else None


def read_month(typed: str) -> int | None:
    """Return the month in "11", "nov." or "November", or None; its beginning must be enough."""
    word = _folded(typed)
    if re.fullmatch(r"[0-9]{1,2}", word):
        return int(word)
    if len(word) < LETTERS_OF_A_MONTH:
        return None
    meant = {month for month, names in enumerate(MONTHS, 1) for n in names if n.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


def read_year(typed: str) -> int | None:
    """Return a year of four digits, or None."""
    word = _folded(typed)
    return int(word) if _YEAR.fullmatch(word) else None


def existing_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _folded(typed: str) -> str:
    decomposed = unicodedata.normalize("NFKD", typed.strip().rstrip(".").lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
