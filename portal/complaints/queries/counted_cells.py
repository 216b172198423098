"""Which cells of the cube of counts a figure reads, so that everything is counted once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_

from portal.complaints.queries.public_marks import GENERATION, mark_of
from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import PARTS, WHOLE, layer_of
from portal.domain.nature import Nature

_N = ReportCountRecord

OF_COMPLAINTS: ColumnElement[bool] = _N.nature == Nature.COMPLAINT.value
"""What is counted of complaints; whatever was something else stands apart."""


def cells_by(parts: Collection[str]) -> ColumnElement[bool]:
    """Return what chooses each thing counted once, by cells that tell these parts.

    They are those that are in force: while all is counted anew, others stand beside them.
    """
    layer = layer_of(parts)
    told = (getattr(_N, part) for part in PARTS if part in layer)
    together = (getattr(_N, part) for part in PARTS if part not in layer)
    return and_(
        _N.generation == mark_of(GENERATION),
        *(part == WHOLE for part in together),
        *(part != WHOLE for part in told),
    )


BY_SUBJECT: ColumnElement[bool] = cells_by(("theme", "category", "channel"))
"""The cells by theme, category and channel, of all languages and regions together."""

WHOLE_AGENCIES: ColumnElement[bool] = cells_by(())
"""The cells of an agency's month as a whole."""
