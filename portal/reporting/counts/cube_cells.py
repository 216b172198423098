"""Which cells of the cube are read: those of agencies, of a nature, and each thing once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, literal_column, or_

from portal.complaints.queries.counted_cells import OF_COMPLAINTS, cells_by
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import layer_of
from portal.domain.figures.measures import Measure
from portal.domain.succession import REST, Heirs
from portal.reporting.counts.narrowed import NOT_NARROWED, Narrowing

_N = ReportCountRecord
_PARTS = tuple(name for name in Narrowing.__struct_fields__ if name != "nature")
NO_HEIRS: Heirs = {}
IS_RECEIVED: ColumnElement[bool] = _N.measure == literal_column(f"'{Measure.RECEIVED.value}'")
"""Said in the query's own text: the index of what was received is of these alone."""


def among(
    agencies: Collection[str], months: Collection[str], heirs: Heirs
) -> tuple[ColumnElement[bool], ...]:
    """Choose the cells that count as those of `agencies`, wherever they were counted."""
    old = {code for code, places in heirs.items() if not set(places.values()).isdisjoint(agencies)}
    # The agencies that were replaced are named too: the cube is ordered by the agency.
    is_any = _N.agency.in_(sorted(old.union(agencies)))
    chosen = (is_any, _N.month.in_(sorted(months)))
    return (*chosen, place_of_cell(heirs).in_(sorted(agencies))) if heirs else chosen


def whole(
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs,
    narrowing: Narrowing = NOT_NARROWED,
) -> tuple[ColumnElement[bool], ...]:
    """Choose each complaint counted once."""
    return (*among(agencies, months, heirs), nature_of(narrowing), *cells_of_each(heirs, narrowing))


def cells_of_each(heirs: Heirs, narrowing: Narrowing, *by: str) -> tuple[ColumnElement[bool], ...]:
    """Choose each thing counted once, among what a page is narrowed to, in cells that tell `by`.

    Of the layers of the cube it is the one of the fewest cells. An agency that was parted among
    several has to be counted category by category.
    """
    chosen = named(_N, narrowing, *_PARTS)
    told = {*by, *narrowing.chosen} & {*_PARTS}
    parted = sorted(code for code, places in heirs.items() if len(set(places.values())) > 1)
    if not parted or "category" in layer_of(told):
        return (cells_by(told), *chosen)
    is_parted = _N.agency.in_(parted)
    by_category = cells_by({*told, "category"})
    return (or_(and_(cells_by(told), ~is_parted), and_(by_category, is_parted)), *chosen)


def nature_of(narrowing: Narrowing) -> ColumnElement[bool]:
    """Choose what was of the nature asked for: complaints, unless another is."""
    return _N.nature == narrowing.nature if narrowing.nature else OF_COMPLAINTS


def named(record: Any, narrowing: Narrowing, *names: str) -> list[ColumnElement[bool]]:
    """Choose what a page is narrowed to, among the parts of these names."""
    return [
        record.category.in_(narrowing.categories)
        if name == "category"
        else getattr(record, name) == value
        for name, value in narrowing.chosen.items()
        if name in names
    ]


def place_of_cell(heirs: Heirs) -> ColumnElement[str]:
    """Return the agency that a cell counts for."""
    return heir_of(_N.agency, _N.category, heirs)


def heir_of(agency: Any, category: Any, heirs: Heirs) -> ColumnElement[str]:
    """Return the agency that a row counts for: its own, unless others have its past."""
    whens = [
        (and_(agency == code, category == place), literal(heir))
        for code, places in heirs.items()
        for place, heir in places.items()
        if place != REST
    ]
    whens += [(agency == code, literal(places[REST])) for code, places in heirs.items()]
    own: ColumnElement[str] = agency.expression
    return case(*whens, else_=own) if whens else own
