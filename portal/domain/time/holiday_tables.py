"""Holidays of other countries, by the tables of the library `holidays`.

Loading it takes a process 17 MB and a tenth of a second. So the years that people ask about stand
in a file, a line a day, which `python -m portal.domain.time.holiday_tables` writes anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

SOURCES = {"GB-EAW": ("GB", "ENG", "en_GB"), "US-WA": ("US", "WA", "en_US")}
"""What the library calls a jurisdiction: its country, the part of it, and the language of names."""

YEARS = range(2015, 2041)
"""The years that stand in the file."""

_FILE = Path(__file__).with_name("holiday_tables.txt")


def tabled(jurisdiction: str, year: int) -> dict[date, str]:
    """Return the holidays of a year by their names, from the file if the year stands in it."""
    if year not in YEARS:
        return by_library(jurisdiction, year)
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    words = (line.split(" ", 2) for line in lines if line.startswith(f"{jurisdiction} {year}-"))
    return {date.fromisoformat(day): name for _, day, name in words}


def by_library(jurisdiction: str, year: int) -> dict[date, str]:
    """Return the holidays of a year by their names, as the library has them."""
    import holidays

    country, part, language = SOURCES[jurisdiction]
    table = holidays.country_holidays(
        country, subdiv=part, years=year, expand=False, language=language
    )
    return {day: table.get_list(day)[0] for day in sorted(table)}


def lines_of_file() -> Iterator[str]:
    """Yield what the file holds, by the library as it is now."""
    for jurisdiction in SOURCES:
        for year in YEARS:
            for day, name in by_library(jurisdiction, year).items():
                yield f"{jurisdiction} {day} {name}"


def main() -> None:
    """Write the file anew."""
    _FILE.write_text("".join(f"{line}\n" for line in lines_of_file()), encoding="utf-8")


if __name__ == "__main__":
    main()
