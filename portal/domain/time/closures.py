"""Days when an agency closes besides the holidays of its jurisdiction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.errors import MisreadError
from portal.domain.text import Text
from portal.domain.time.holidays import (
    AFTER_NEW_YEAR,
    BOXING_DAY,
    CHRISTMAS_EVE,
    EASTER_MONDAY,
    GOOD_FRIDAY,
    NEW_YEARS_EVE,
    DayOff,
    Weekend,
    easter,
)

CLOSED = Text("Jour de fermeture", "Closed day")
WEEKEND = Text("Fin de semaine", "Weekend")
USUAL_NAMES = {
    "01-02": AFTER_NEW_YEAR,
    "easter-2": GOOD_FRIDAY,
    "easter+1": EASTER_MONDAY,
    "12-24": CHRISTMAS_EVE,
    "12-26": BOXING_DAY,
    "12-31": NEW_YEARS_EVE,
}
_EASTER = re.compile(r"easter([+-]\d{1,2})?")
_YEARLY = re.compile(r"(\d\d)-(\d\d)")
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Closure:
    """A day off of every year ("12-24", "easter+1") or of one ("2026-05-01")."""

    on: str
    weekend: Weekend = Weekend.AFTER
    name: Text = CLOSED

    def day_off(self, year: int) -> DayOff | None:
        """Return the day off of `year`, or None in a year that has none."""
        day = _day_in(self.on, year)
        return None if day is None else DayOff(day, self.name, self.weekend)


def parse_closure(value: str | date | Mapping[str, object]) -> Closure:
    """Read a closure as the settings write it; raise MisreadError that says what is wrong.

    The forms are "01-02", "easter+1", "2026-05-01" and {on: 12-24, weekend: before}, which may
    also give a `name` in French and in English. One written with a year stays where it is.
    """
    if not isinstance(value, Mapping):
        return _closure(str(value), None, None)
    unknown = value.keys() - {"on", "weekend", "name"}
    if unknown or "on" not in value:
        raise MisreadError(_not_a_closure(value))
    return _closure(str(value["on"]), value.get("weekend"), value.get("name"))


def _closure(on: str, weekend: object, name: object) -> Closure:
    _check(on)
    return Closure(on, _weekend(on, weekend), _name(on, name))


def _check(on: str) -> None:
    year = int(on[:4]) if _DATED.fullmatch(on) else _LEAP_YEAR
    try:
        found = _day_in(on, year)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise MisreadError(_not_a_day(on))


def _weekend(on: str, said: object) -> Weekend:
    dated = _DATED.fullmatch(on) is not None
    if said is None:
        return Weekend.STAY if dated else Weekend.AFTER
    if said not in list(Weekend):
        raise MisreadError(_not_a_weekend(said))
    if dated and said != Weekend.STAY:
        raise MisreadError(_with_its_year(on))
    return Weekend(str(said))


def _name(on: str, said: object) -> Text:
    if said is None:
        return USUAL_NAMES.get(on, CLOSED)
    if isinstance(said, Mapping) and said.get("fr") and said.keys() <= {"fr", "en"}:
        return Text(str(said["fr"]), str(said.get("en", "")))
    raise MisreadError(_not_a_name(said))


def _day_in(on: str, year: int) -> date | None:
    if (match := _EASTER.fullmatch(on)) is not None:
        return easter(year) + timedelta(days=int(match[1] or 0))
    if (match := _YEARLY.fullmatch(on)) is not None:
        return _yearly(year, int(match[1]), int(match[2]))
    if _DATED.fullmatch(on) is None:
        return None
    day = date.fromisoformat(on)
    return day if day.year == year else None


def _yearly(year: int, month: int, day: int) -> date | None:
    date(_LEAP_YEAR, month, day)
    try:
        return date(year, month, day)
    except ValueError:  # 29 February exists in leap years only
        return None


def _not_a_closure(said: Mapping[str, object]) -> Text:
    return Text(
        f"une fermeture dit `on`, et peut dire `weekend` et `name`\u00a0: {dict(said)}",
        f"a closure says `on`, and may say `weekend` and `name`: {dict(said)}",
    )


def _not_a_day(on: str) -> Text:
    return Text(
        f"«\u00a0{on}\u00a0» n’est pas un jour, comme «\u00a012-24\u00a0», "
        "«\u00a0easter+1\u00a0» ou «\u00a02026-05-01\u00a0»",
        f'"{on}" is not a day, such as "12-24", "easter+1" or "2026-05-01"',
    )


def _not_a_weekend(said: object) -> Text:
    return Text(
        f"«\u00a0{said}\u00a0» n’est ni before, ni after, ni stay",
        f'"{said}" is not before, after or stay',
    )


def _with_its_year(on: str) -> Text:
    return Text(
        f"«\u00a0{on}\u00a0» est écrit avec une année\u00a0: ce jour reste où il est",
        f'"{on}" is written with a year: it stays where it is',
    )


def _not_a_name(said: object) -> Text:
    return Text(
        f"le nom d’une fermeture se donne en français (`fr`) et en anglais (`en`)\u00a0: {said}",
        f"the name of a closure is given in French (`fr`) and in English (`en`): {said}",
    )
