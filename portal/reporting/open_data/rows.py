"""A published quarter as rows: each figure with where it stands, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from portal.domain.figures.published import Bounds, Form
from portal.reporting.known import Days, Known, over_quarters
from portal.reporting.tables.rates import PUBLISHED

EXACT, RANGE, HIDDEN, NOTHING = "exact", "range", "hidden", "nothing"
"""What is told of a figure: itself, between which numbers it lies, not even that; or that there was
nothing of which it could tell."""
COUNT, PERCENT, DAYS = "complaints", "percent", "working days"
MEDIAN, NINTH = "median", "nine in ten"
LATELY = "_lately"
"""What ends the name of a table whose shares are of four quarters together."""


class PublicRow(Struct, frozen=True):
    """One figure: of which table, agency ("*" is all together) and column, and in which month.

    An exact one has the same number as `least` and `most`.
    """

    table: str
    agency: str
    column: str
    month: str
    unit: str
    told: str
    least: int | None = None
    most: int | None = None


COLUMNS = PublicRow.__struct_fields__


def rows_of(known: Known, lately: Sequence[Known] = ()) -> list[PublicRow]:
    """Return every published figure of a quarter, in one order.

    With what was published of the three quarters `lately`, shares of all four as well.
    """
    rows = [*_rows(known), *(_of_four(known, lately) if lately else ())]
    return sorted(rows, key=lambda row: (row.table, row.agency, row.column, row.month))


def _rows(known: Known) -> Iterator[PublicRow]:
    for table, of_agencies in known.grids.items():
        for agency, columns in of_agencies.items():
            for column, n in columns.items():
                yield _row(table, agency, column, unit=COUNT, value=n)
    for rate, shares in known.shares.items():
        yield from (_share(rate, agency, share) for agency, share in shares.items())
    for agency, days in known.days.items():
        yield from _days("days", agency, "", days)
    for agency, months in known.months.items():
        for month, days in months.items():
            yield from _days("days_by_month", agency, month, days)


def _of_four(known: Known, lately: Sequence[Known]) -> Iterator[PublicRow]:
    for rate in PUBLISHED:
        for agency in known.shares.get(rate.code, {}):
            share = over_quarters((known, *lately), rate.code, agency)
            yield _share(rate.code + LATELY, agency, share or Bounds(0, 0, 0))


def _row(
    table: str, agency: str, column: str, month: str = "", *, unit: str, value: int | None
) -> PublicRow:
    told = HIDDEN if value is None else EXACT
    return PublicRow(table, agency, column, month, unit, told, value, value)


def _share(rate: str, agency: str, share: Bounds | None) -> PublicRow:
    """Return whole percents, as a page says them: among how many stands in a table of counts."""
    place = (f"share_{rate}".rstrip("_"), agency, "", "", PERCENT)
    if share is None or share.form is Form.TOO_WIDE:
        return PublicRow(*place, HIDDEN)
    if share.form is Form.NOTHING:
        return PublicRow(*place, NOTHING)
    low, high = share.percents
    return PublicRow(*place, EXACT if share.form is Form.EXACT else RANGE, low, high)


def _days(table: str, agency: str, month: str, days: Days) -> Iterator[PublicRow]:
    for column, value in ((MEDIAN, days.median), (NINTH, days.ninth)):
        if days.n == 0:
            yield PublicRow(table, agency, column, month, DAYS, NOTHING)
        else:
            yield _row(table, agency, column, month, unit=DAYS, value=value)
