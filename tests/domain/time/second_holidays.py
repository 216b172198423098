"""Holidays looked for one day at a time, from the texts of the laws and without tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
MON, THU, SAT, SUN = 1, 4, 6, 7


def easter_sunday(year: int) -> date:
    """Carter's rule, good from 1900 to 2099."""
    d = 225 - 11 * (year % 19)
    while d > 50:
        d -= 30
    d -= d > 48
    e = (year + year // 4 + d + 1) % 7
    return date(year, 3, 1) + timedelta(days=d + 7 - e - 1)


def every_day(year: int) -> list[date]:
    return [
        date(year, 1, 1) + n * DAY for n in range(366) if (date(year, 1, 1) + n * DAY).year == year
    ]


def nth(day: date, weekday: int, rank: int) -> bool:
    return day.isoweekday() == weekday and (day.day - 1) // 7 + 1 == rank


def is_last(day: date, weekday: int) -> bool:
    return day.isoweekday() == weekday and (day + 7 * DAY).month != day.month


def is_patriots(day: date) -> bool:
    return day.isoweekday() == MON and date(day.year, 5, 18) <= day <= date(day.year, 5, 24)


def after(day: date, taken: set[date]) -> date:
    while day.isoweekday() >= SAT or day in taken:
        day += DAY
    return day


def before(day: date, taken: set[date]) -> date:
    while day.isoweekday() >= SAT or day in taken:
        day -= DAY
    return day


def moved(days: Sequence[tuple[date, str]], fixed: set[date]) -> set[date]:
    """Days that leave a weekend do so in date order, to a day that nothing has taken yet."""
    taken = fixed | {day for day, way in days if day.isoweekday() < SAT or way == "stay"}
    for day, way in sorted(days):
        if day.isoweekday() >= SAT and way != "stay":
            taken.add(before(day, taken) if way == "before" else after(day, taken))
    return taken


def quebec_law(year: int) -> set[date]:
    easter = easter_sunday(year)
    fixed = {date(year, 1, 1), easter - 2 * DAY, date(year, 12, 25)}
    fixed |= {
        day
        for day in every_day(year)
        if is_patriots(day)
        or (day.month == 9 and nth(day, MON, 1))
        or (day.month == 10 and nth(day, MON, 2))
    }
    for feast in (date(year, 6, 24), date(year, 7, 1)):
        fixed.add(feast + DAY if feast.isoweekday() == SUN else feast)
    return fixed


def quebec_government(year: int) -> set[date]:
    mondays = {
        day for day in quebec_law(year) if day.isoweekday() == MON and day.month in (5, 9, 10)
    }
    easter = easter_sunday(year)
    fixed = mondays | {easter - 2 * DAY, easter + DAY}
    ways = {(1, 1): "after", (1, 2): "after", (6, 24): "after", (7, 1): "after"}
    ways |= {(12, 24): "before", (12, 25): "after", (12, 26): "after", (12, 31): "before"}
    return moved([(date(year, *on), way) for on, way in ways.items()], fixed)


def england(year: int) -> set[date]:
    easter = easter_sunday(year)
    fixed = {easter - 2 * DAY, easter + DAY}
    fixed |= {
        day
        for day in every_day(year)
        if (day.month == 5 and (nth(day, MON, 1) or is_last(day, MON)))
        or (day.month == 8 and is_last(day, MON))
    }
    winter = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    return moved([(day, "after") for day in winter], fixed)


def washington(year: int) -> set[date]:
    thanksgiving = next(d for d in every_day(year) if d.month == 11 and nth(d, THU, 4))
    fixed = {thanksgiving, thanksgiving + DAY}
    fixed |= {
        day
        for day in every_day(year)
        if (day.month == 1 and nth(day, MON, 3))
        or (day.month == 2 and nth(day, MON, 3))
        or (day.month == 5 and is_last(day, MON))
        or (day.month == 9 and nth(day, MON, 1))
    }
    # Saturday to Friday and Sunday to Monday; 1 January may be taken in the year before.
    dated = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    days = [date(year, *on) for on in dated] + [date(year + 1, 1, 1)]
    for day in days:
        fixed.add({SAT: day - DAY, SUN: day + DAY}.get(day.isoweekday(), day))
    return {day for day in fixed if day.year == year}


LAWS = {
    "CA-QC": quebec_law,
    "CA-QC-GOV": quebec_government,
    "GB-EAW": england,
    "US-WA": washington,
}


def closures(written: Sequence[str | Mapping[str, Any]], year: int) -> list[tuple[date, str]]:
    found = []
    for each in written:
        said = {"on": each} if isinstance(each, str) else each
        on, way = str(said["on"]), said.get("weekend") or "after"
        if on.startswith("easter"):
            found.append((easter_sunday(year) + int(on[6:] or 0) * DAY, way))
        elif len(on) == len("2026-12-24"):
            found += [(date.fromisoformat(on), "stay")] if on.startswith(str(year)) else []
        elif on != "02-29" or len(every_day(year)) == 366:
            found.append((date(year, int(on[:2]), int(on[3:])), way))
    return found


def holidays(jurisdiction: str, extra: Sequence[str | Mapping[str, Any]], year: int) -> set[date]:
    """Every day off near a year: a closure may leave its weekend over New Year."""
    near = range(year - 1, year + 2)
    by_law = {day for each in near for day in LAWS[jurisdiction](each)}
    return moved([one for each in near for one in closures(extra, each)], by_law)
