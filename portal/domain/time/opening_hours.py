"""When an agency is open: the hours of one day, and the days on which it is closed, as settings
write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

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

_SPAN = re.compile(r"\s*(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)\s*")
MIDNIGHT, _MIDNIGHT_WRITTEN = time.max, "24:00"
"""The end of a day as a closing time: no time is later, and its moment is the next day's first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of opening hours within one day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        closes = _MIDNIGHT_WRITTEN if self.closes == MIDNIGHT else f"{self.closes:%H:%M}"
        return f"{self.opens:%H:%M}-{closes}"


Hours = tuple[Span, ...]


@lru_cache(maxsize=256)
def parse_hours(words: str) -> Hours:
    """Read "08:30-12:00, 13:00-16:30"; raise MisreadError that says what is wrong otherwise."""
    spans = tuple(_parse_span(part, words) for part in words.split(","))
    check_hours(spans)
    return spans


def written_hours(spans: Hours) -> str:
    """Return the hours in the form that `parse_hours` reads."""
    return ", ".join(map(str, spans))


def check_hours(spans: Hours) -> None:
    """Raise MisreadError unless the spans are there, in order and apart from each other."""
    for fault in _faults(spans):
        raise MisreadError(fault)


def _parse_span(part: str, words: str) -> Span:
    match = _SPAN.fullmatch(part)
    try:
        if match is not None:
            closes = MIDNIGHT if match[2] == _MIDNIGHT_WRITTEN else _parse_time(match[2])
            return Span(_parse_time(match[1]), closes)
    except ValueError:
        pass
    raise MisreadError(
        Text(
            f"«\u00a0{words}\u00a0» ne sont pas des heures d’ouverture, comme "
            "«\u00a008:30-12:00, 13:00-16:30\u00a0»",
            f'"{words}" are not opening hours, such as "08:30-12:00, 13:00-16:30"',
        )
    )


def _parse_time(words: str) -> time:
    hour, minute = words.split(":")
    return time(int(hour), int(minute))


def _faults(spans: Hours) -> Iterator[Text]:
    if not spans:
        yield Text("aucune heure d’ouverture n’est donnée", "no opening hours are given")
    for span in spans:
        if span.opens >= span.closes:
            yield Text(f"{span} ferme avant d’ouvrir", f"{span} closes before it opens")
    for earlier, later in pairwise(spans):
        if later.closes <= earlier.opens:
            yield Text(
                f"{later} vient avant {earlier}\u00a0: ce n’est pas dans l’ordre",
                f"{later} comes before {earlier}: not in order",
            )
        if later.opens < earlier.closes:
            yield Text(f"{earlier} et {later} se chevauchent", f"{earlier} and {later} overlap")


def moment_on(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment of an opening or closing time of a day: midnight ends it."""
    is_midnight = at == MIDNIGHT
    local = datetime.combine(day + timedelta(days=is_midnight), time() if is_midnight else at, zone)
    return local.astimezone(UTC)


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

    @property
    def year(self) -> int | None:
        """The one year that it is about, or None for one of every year."""
        return int(self.on[:4]) if _DATED.fullmatch(self.on) else None

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
        raise MisreadError(
            Text(
                f"une fermeture dit `on`, et peut dire `weekend` et `name`\u00a0: {dict(value)}",
                f"a closure says `on`, and may say `weekend` and `name`: {dict(value)}",
            )
        )
    return _closure(str(value["on"]), value.get("weekend"), value.get("name"))


def _closure(on: str, weekend: object, name: object) -> Closure:
    _check(on)
    return Closure(on, _weekend(on, weekend), _name(on, name))


def _check(on: str) -> None:
    year = int(on[:4]) if _DATED.fullmatch(on) else _LEAP_YEAR
    try:
        day = _day_in(on, year)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise MisreadError(
            Text(
                f"«\u00a0{on}\u00a0» n’est pas un jour, comme «\u00a012-24\u00a0», "
                "«\u00a0easter+1\u00a0» ou «\u00a02026-05-01\u00a0»",
                f'"{on}" is not a day, such as "12-24", "easter+1" or "2026-05-01"',
            )
        )


def _weekend(on: str, weekend: object) -> Weekend:
    dated = _DATED.fullmatch(on) is not None
    if weekend is None:
        return Weekend.STAY if dated else Weekend.AFTER
    if weekend not in list(Weekend):
        raise MisreadError(
            Text(
                f"«\u00a0{weekend}\u00a0» n’est ni before, ni after, ni stay",
                f'"{weekend}" is not before, after or stay',
            )
        )
    if dated and weekend != Weekend.STAY:
        raise MisreadError(
            Text(
                f"«\u00a0{on}\u00a0» est écrit avec une année\u00a0: ce jour reste où il est",
                f'"{on}" is written with a year: it stays where it is',
            )
        )
    return Weekend(str(weekend))


def _name(on: str, name: object) -> Text:
    if name is None:
        return USUAL_NAMES.get(on, CLOSED)
    if isinstance(name, Mapping) and name.get("fr") and name.keys() <= {"fr", "en"}:
        return Text(str(name["fr"]), str(name.get("en", "")))
    raise MisreadError(
        Text(
            f"le nom d’une fermeture se donne en français (`fr`) et en anglais "
            f"(`en`)\u00a0: {name}",
            f"the name of a closure is given in French (`fr`) and in English (`en`): {name}",
        )
    )


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
