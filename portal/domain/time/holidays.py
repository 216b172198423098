"""Public holidays: the days a jurisdiction closes, and where those on a weekend are taken."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from portal.domain.text import Text
from portal.domain.time.holiday_tables import tabled

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
ONE_DAY = timedelta(days=1)


class Weekend(StrEnum):
    """How a day off that falls on a weekend leaves it."""

    BEFORE = "before"
    AFTER = "after"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off in one year, before anybody looks at which day of the week it is."""

    day: date
    name: Text
    weekend: Weekend = Weekend.STAY


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place with its own holidays; `days_of` gives the ones of a year, as they are taken."""

    name: Text
    days_of: Callable[[int], Mapping[date, Text]]


def is_weekend(day: date) -> bool:
    """Tell whether `day` is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by Butcher's method."""
    century, of_century = divmod(year, 100)
    sun = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + sun + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def settle(days_off: Iterable[DayOff], closed: Container[date] = ()) -> dict[date, Text]:
    """Return where each day off is taken.

    Those that leave a weekend move in date order, each to the nearest day, on the side it says,
    that is neither weekend nor `closed` nor taken by another.
    """
    moving: list[DayOff] = []
    taken: dict[date, Text] = {}
    for off in days_off:
        if is_weekend(off.day) and off.weekend is not Weekend.STAY:
            moving.append(off)
        else:
            taken[off.day] = off.name
    for off in sorted(moving, key=lambda off: off.day):
        taken[_free_day(off, closed, taken)] = _moved(off.name)
    return taken


def _free_day(off: DayOff, closed: Container[date], taken: Container[date]) -> date:
    step = -ONE_DAY if off.weekend is Weekend.BEFORE else ONE_DAY
    day = off.day
    while is_weekend(day) or day in closed or day in taken:
        day += step
    return day


def _moved(name: Text) -> Text:
    return Text(f"{name.fr} (congé déplacé)", f"{name.in_('en')} (day in lieu)")


def _weekday(year: int, month: int, weekday: int, rank: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (rank - 1))


def _monday_before(day: date) -> date:
    return day - timedelta(days=day.weekday() or 7)


NEW_YEAR = Text("Jour de l’An", "New Year’s Day")
AFTER_NEW_YEAR = Text("Lendemain du jour de l’An", "Day after New Year’s Day")
GOOD_FRIDAY = Text("Vendredi saint", "Good Friday")
EASTER_MONDAY = Text("Lundi de Pâques", "Easter Monday")
CHRISTMAS_EVE = Text("Veille de Noël", "Christmas Eve")
CHRISTMAS = Text("Noël", "Christmas Day")
BOXING_DAY = Text("Lendemain de Noël", "Boxing Day")
NEW_YEARS_EVE = Text("Veille du jour de l’An", "New Year’s Eve")
LABOUR_DAY = Text("Fête du Travail", "Labour Day")
PATRIOTS = Text("Journée nationale des patriotes", "National Patriots’ Day")
QUEBEC_DAY = Text("Fête nationale du Québec", "Québec’s National Holiday")
CANADA_DAY = Text("Fête du Canada", "Canada Day")
THANKSGIVING = Text("Action de grâces", "Thanksgiving Day")


def _quebec_mondays(year: int) -> list[DayOff]:
    return [
        DayOff(_monday_before(date(year, 5, 25)), PATRIOTS),
        DayOff(_weekday(year, 9, MONDAY, 1), LABOUR_DAY),
        DayOff(_weekday(year, 10, MONDAY, 2), THANKSGIVING),
    ]


def _quebec_statutory(year: int) -> Mapping[date, Text]:
    def from_sunday(month: int, day: int, name: Text) -> DayOff:
        # The law moves these two from a Sunday only: on a Saturday they stay.
        on = date(year, month, day)
        return DayOff(on, name, Weekend.AFTER if on.weekday() == SUNDAY else Weekend.STAY)

    return settle(
        [
            DayOff(date(year, 1, 1), NEW_YEAR),
            DayOff(easter(year) - 2 * ONE_DAY, GOOD_FRIDAY),
            *_quebec_mondays(year),
            from_sunday(6, 24, QUEBEC_DAY),
            from_sunday(7, 1, CANADA_DAY),
            DayOff(date(year, 12, 25), CHRISTMAS),
        ]
    )


def _quebec_government(year: int) -> Mapping[date, Text]:
    return settle(
        [
            DayOff(date(year, 1, 1), NEW_YEAR, Weekend.AFTER),
            DayOff(date(year, 1, 2), AFTER_NEW_YEAR, Weekend.AFTER),
            DayOff(easter(year) - 2 * ONE_DAY, GOOD_FRIDAY),
            DayOff(easter(year) + ONE_DAY, EASTER_MONDAY),
            *_quebec_mondays(year),
            DayOff(date(year, 6, 24), QUEBEC_DAY, Weekend.AFTER),
            DayOff(date(year, 7, 1), CANADA_DAY, Weekend.AFTER),
            DayOff(date(year, 12, 24), CHRISTMAS_EVE, Weekend.BEFORE),
            DayOff(date(year, 12, 25), CHRISTMAS, Weekend.AFTER),
            DayOff(date(year, 12, 26), BOXING_DAY, Weekend.AFTER),
            DayOff(date(year, 12, 31), NEW_YEARS_EVE, Weekend.BEFORE),
        ]
    )


_MARK = " (observed)"
_NAMES = {
    "Boxing Day": BOXING_DAY,
    "Christmas Day": CHRISTMAS,
    "Coronation of Charles III": Text("Couronnement de Charles III", "Coronation of Charles III"),
    "Diamond Jubilee of Elizabeth II": Text(
        "Jubilé de diamant d’Élisabeth II", "Diamond Jubilee of Elizabeth II"
    ),
    "Easter Monday": EASTER_MONDAY,
    "Golden Jubilee of Elizabeth II": Text(
        "Jubilé d’or d’Élisabeth II", "Golden Jubilee of Elizabeth II"
    ),
    "Good Friday": GOOD_FRIDAY,
    "Independence Day": Text("Fête de l’Indépendance", "Independence Day"),
    "Juneteenth National Independence Day": Text("Juneteenth (fin de l’esclavage)", "Juneteenth"),
    "Labor Day": LABOUR_DAY,
    "Late Summer Bank Holiday": Text("Congé bancaire de la fin de l’été", "Summer bank holiday"),
    "Martin Luther King Jr. Day": Text(
        "Journée de Martin Luther King", "Martin Luther King Jr. Day"
    ),
    "May Day": Text("Congé bancaire du début de mai", "Early May bank holiday"),
    "Memorial Day": Text("Jour commémoratif (Memorial Day)", "Memorial Day"),
    "Native American Heritage Day": Text(
        "Journée du patrimoine autochtone", "Native American Heritage Day"
    ),
    "New Year's Day": NEW_YEAR,
    "Platinum Jubilee of Elizabeth II": Text(
        "Jubilé de platine d’Élisabeth II", "Platinum Jubilee of Elizabeth II"
    ),
    "Presidents' Day": Text("Journée des présidents", "Presidents’ Day"),
    "Spring Bank Holiday": Text("Congé bancaire du printemps", "Spring bank holiday"),
    "State Funeral of Queen Elizabeth II": Text(
        "Funérailles nationales d’Élisabeth II", "State Funeral of Queen Elizabeth II"
    ),
    "Thanksgiving Day": THANKSGIVING,
    "Veterans Day": Text("Journée des anciens combattants", "Veterans Day"),
    "Wedding of William and Catherine": Text(
        "Mariage de William et Catherine", "Wedding of William and Catherine"
    ),
}


def _named(name: str) -> Text:
    known = _NAMES.get(name.removesuffix(_MARK), Text(name.removesuffix(_MARK)))
    return _moved(known) if name.endswith(_MARK) else known


def _from_tables(jurisdiction: str) -> Callable[[int], Mapping[date, Text]]:
    def days_of(year: int) -> Mapping[date, Text]:
        return {day: _named(name) for day, name in tabled(jurisdiction, year).items()}

    return days_of


JURISDICTIONS: Mapping[str, Jurisdiction] = MappingProxyType(
    {
        "CA-QC": Jurisdiction(
            Text("Québec, jours fériés de la loi", "Québec, statutory holidays"),
            _quebec_statutory,
        ),
        "CA-QC-GOV": Jurisdiction(
            Text("Gouvernement du Québec", "Government of Québec"), _quebec_government
        ),
        "GB-EAW": Jurisdiction(
            Text("Angleterre et pays de Galles", "England and Wales"),
            _from_tables("GB-EAW"),
        ),
        "US-WA": Jurisdiction(
            Text("État de Washington", "State of Washington"), _from_tables("US-WA")
        ),
    }
)


def jurisdiction_with(code: str) -> Jurisdiction:
    """Return the jurisdiction with this code; raise ValueError with the known ones otherwise."""
    if code not in JURISDICTIONS:
        message = f'"{code}" is not a known jurisdiction: {", ".join(JURISDICTIONS)}'
        raise ValueError(message)
    return JURISDICTIONS[code]


@lru_cache(maxsize=1024)
def closed_days(jurisdiction: str, year: int) -> Mapping[date, Text]:
    """Return the holidays of `year` as they are taken, those that stay on a weekend included.

    Raise ValueError for a jurisdiction that is not in JURISDICTIONS.
    """
    return MappingProxyType(dict(sorted(jurisdiction_with(jurisdiction).days_of(year).items())))
