"""Which cells of the cube of counts a figure reads, so that everything is counted once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_

from portal.complaints.records.message import ReportCountRecord
from portal.domain.figures.cells import WHOLE
from portal.domain.nature import Nature

_N = ReportCountRecord

OF_COMPLAINTS: ColumnElement[bool] = _N.nature == Nature.COMPLAINT.value
"""What is counted of complaints; whatever was something else stands apart."""

_TOGETHER = and_(_N.language == WHOLE, _N.region == WHOLE)
BY_SUBJECT: ColumnElement[bool] = and_(_TOGETHER, _N.theme != WHOLE)
"""The cells by theme, category and channel, of all languages and regions together."""

WHOLE_AGENCIES: ColumnElement[bool] = and_(
    _TOGETHER, _N.theme == WHOLE, _N.category == WHOLE, _N.channel == WHOLE
)
"""The cells of an agency's month as a whole."""

BY_EVERYTHING: ColumnElement[bool] = and_(_N.language != WHOLE, _N.theme != WHOLE)
"""The finest cells, by language and region as well."""
