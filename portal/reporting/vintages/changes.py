"""What changed from one vintage to the next, counted by table: which figures, never by how much."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from portal.reporting.known import Known

MONTHS, DAYS = "months", "days"


def changed_tables(before: Known, now: Known) -> dict[str, int]:
    """Return how many figures differ, by the table in which they stand."""
    old, new = dict(_figures(before)), dict(_figures(now))
    places = [place for place in old.keys() | new.keys() if old.get(place) != new.get(place)]
    changed: dict[str, int] = {}
    for table, *_ in sorted(places, key=repr):
        changed[str(table)] = changed.get(str(table), 0) + 1
    return changed


def _figures(known: Known) -> Iterator[tuple[tuple[Hashable, ...], Any]]:
    """Yield each figure with where it stands; what counted nothing is not there."""
    for table, rows in known.grids.items():
        for row, columns in rows.items():
            yield from (((table, row, column), n) for column, n in columns.items() if n != 0)
    for rate, codes in known.shares.items():
        for code, bounds in codes.items():
            if bounds is None or bounds.n:
                yield (rate, code), bounds
    yield from (((DAYS, code), days) for code, days in known.days.items() if days.n != 0)
    for code, months in known.months.items():
        yield from (((MONTHS, code, month), days) for month, days in months.items() if days.n != 0)
