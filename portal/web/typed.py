"""What people type, read as they type it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import request

from portal.domain.typed import existing_date, read_day, read_month, read_year

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_NORTH_AMERICAN = 10


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A day in three fields, as it was typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def read(cls, name: str) -> TypedDay:
        """Read the day of a field of the request."""
        return cls(*(typed_line(f"{name}-{part}") for part in ("day", "month", "year")))

    @property
    def found(self) -> date | None:
        """The day, if there is such a one."""
        day, month, year = read_day(self.day), read_month(self.month), read_year(self.year)
        if day is None or month is None or year is None:
            return None
        return existing_date(year, month, day)


NO_DAY = TypedDay()


def typed_line(name: str) -> str:
    """Return a field of one line, without the spaces around it and between its words doubled."""
    return " ".join(_clean(request.form.get(name, "")).split())


def typed_text(name: str) -> str:
    """Return a field of many lines, its line ends all alike."""
    return _clean(request.form.get(name, "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def chosen(name: str, known: frozenset[str]) -> str:
    """Return the choice that was made in a field, or nothing if it is none that was offered."""
    value = request.form.get(name, "")
    return value if value in known else ""


def is_email(typed: str) -> bool:
    """Tell whether this can be an e-mail address: something, @, and a name with a dot."""
    return _EMAIL.fullmatch(typed) is not None


def is_phone(typed: str) -> bool:
    """Tell whether this can be called: 10 digits however they are parted, or + and a country."""
    digits = re.sub(r"\D", "", typed)
    if typed.startswith("+"):
        return 8 <= len(digits) <= 15
    return len(digits.removeprefix("1")) == _NORTH_AMERICAN


def _clean(value: str) -> str:
    return _UNSTORABLE.sub("", value)
