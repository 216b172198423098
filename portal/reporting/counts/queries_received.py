"""What pages of figures read of how complaints came: of what, by which channel and in which month.

As with every read of the cube, the cost does not grow with the number of complaints.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.message import ReportCountRecord
from portal.domain.succession import Heirs
from portal.reporting.counts.cube_cells import (
    IS_RECEIVED,
    NO_HEIRS,
    among,
    cells_of_each,
    nature_of,
    place_of_cell,
)
from portal.reporting.counts.narrowed import NOT_NARROWED, Narrowing

_N = ReportCountRecord


class ChannelCount(NamedTuple):
    """How many complaints reached an agency by a channel."""

    agency: str
    channel: str
    n: int


class ThemeCount(NamedTuple):
    """How many complaints about a theme an agency received."""

    agency: str
    theme: str
    n: int


class ThemeOfMonth(NamedTuple):
    """How many complaints about a theme came in a month."""

    month: str
    theme: str
    n: int


def received_by_theme(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[ThemeCount]:
    """Return how many complaints about each theme these agencies received in these months."""
    columns = (place_of_cell(heirs).label("place"), _N.theme)
    chosen = _received(agencies, months, heirs, narrowing, "theme")
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [ThemeCount(agency, theme, int(n)) for agency, theme, n in rows]


def received_by_channel(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[ChannelCount]:
    """Return how many complaints these agencies received by each channel in these months."""
    columns = (place_of_cell(heirs).label("place"), _N.channel)
    chosen = _received(agencies, months, heirs, narrowing, "channel")
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [ChannelCount(agency, channel, int(n)) for agency, channel, n in rows]


def received_by_month(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[ThemeOfMonth]:
    """Return how many complaints about each theme came in each month, to all these agencies."""
    columns = (_N.month, _N.theme)
    chosen = _received(agencies, months, heirs, narrowing, "theme")
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [ThemeOfMonth(month, theme, int(n)) for month, theme, n in rows]


def _received(
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs,
    narrowing: Narrowing,
    by: str,
) -> tuple[ColumnElement[bool], ...]:
    """Choose each complaint once, in the month in which it came, by cells that tell a part."""
    return (
        *among(agencies, months, heirs),
        nature_of(narrowing),
        *cells_of_each(heirs, narrowing, by),
        IS_RECEIVED,
    )
