"""What was typed into the fields of a form, cleaned of what cannot be stored, and days of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import request

from portal.domain.answers import existing_date, read_day, read_month, read_year

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_NORTH_AMERICAN = 10
_DIALLED = re.compile(r"(\+?[\d\s().-]+)(?:,?\s*(?:poste|ext\.?|x)\s*\d{1,6})?", re.IGNORECASE)


def typed_line(name: str) -> str:
    """Return a field of one line, without the spaces around it and between its words doubled."""
    return " ".join(_clean(request.form.get(name, "")).split())


def typed_lines(name: str) -> list[str]:
    """Return every field of one line that has this name, in the order of the page."""
    return [" ".join(_clean(typed).split()) for typed in request.form.getlist(name)]


def typed_text(name: str) -> str:
    """Return a field of many lines, its line ends all alike."""
    return _clean(request.form.get(name, "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def chosen(name: str, offered: frozenset[str]) -> str:
    """Return the choice that was made in a field, or nothing if it is none that was offered."""
    value = request.form.get(name, "")
    return value if value in offered else ""


def is_email(typed: str) -> bool:
    """Tell whether this can be an e-mail address: something, @, and a name with a dot."""
    return _EMAIL.fullmatch(typed) is not None


def is_phone(typed: str) -> bool:
    """Tell whether this can be called: 10 digits however they are parted, or + and a country."""
    digits = re.sub(r"\D", "", typed)
    if typed.startswith("+"):
        return 8 <= len(digits) <= 15
    return len(digits.removeprefix("1")) == _NORTH_AMERICAN


def is_dialled(typed: str) -> bool:
    """Tell whether people of any country can dial this: "711", "020 7946 0109", an extension too.

    An agency's own numbers are more varied than those at which a complainant is called back.
    """
    match = _DIALLED.fullmatch(typed)
    return match is not None and 3 <= len(re.sub(r"\D", "", match[1])) <= 15


def _clean(value: str) -> str:
    return _UNSTORABLE.sub("", value)


@dataclass(frozen=True, slots=True)
class TypedDay:
    """The three fields of a day."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, day: date | None) -> TypedDay:
        """Return the fields that a day fills."""
        return cls(str(day.day), str(day.month), str(day.year)) if day else NO_DAY

    @classmethod
    def read(cls, name: str) -> TypedDay:
        """Read the day of the request that a field called `name` asks for."""
        return cls(*(typed_line(f"{name}-{part}") for part in ("day", "month", "year")))

    @property
    def found(self) -> date | None:
        """The day, if there is such a one."""
        day, month, year = read_day(self.day), read_month(self.month), read_year(self.year)
        if day is None or month is None or year is None:
            return None
        return existing_date(year, month, day)


NO_DAY = TypedDay()
