"""Which cells of the cube are read: those of agencies, of a nature, and each thing once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_

from portal.complaints.queries.counted_cells import (
    BY_EVERYTHING,
    BY_SUBJECT,
    OF_COMPLAINTS,
    WHOLE_AGENCIES,
)
from portal.complaints.records.message import ReportCountRecord
from portal.domain.succession import REST, Heirs
from portal.reporting.narrowed import NOT_NARROWED, Narrowing

_N = ReportCountRecord
_PARTS = tuple(name for name in Narrowing.__struct_fields__ if name != "nature")
NO_HEIRS: Heirs = {}


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


def cells_of_each(heirs: Heirs, narrowing: Narrowing) -> tuple[ColumnElement[bool], ...]:
    """Choose each thing counted once: by the cells of whole agencies, where one has all of it.

    An agency that was parted among several has to be counted category by category.
    """
    if narrowing.chosen:
        return of_subject(narrowing)
    parted = sorted(code for code, places in heirs.items() if len(set(places.values())) > 1)
    if not parted:
        return (WHOLE_AGENCIES,)
    is_parted = _N.agency.in_(parted)
    return (or_(and_(WHOLE_AGENCIES, ~is_parted), and_(BY_SUBJECT, is_parted)),)


def of_subject(narrowing: Narrowing) -> tuple[ColumnElement[bool], ...]:
    """Choose each thing counted once by its subject, among what a page is narrowed to."""
    cells = BY_EVERYTHING if narrowing.is_finest else BY_SUBJECT
    return (cells, *named(_N, narrowing, *_PARTS))


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
