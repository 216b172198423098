"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from portal.web.office import (
    absences,
    actions,
    asking_inside,
    case,
    closing,
    complete_file,
    decisions,
    documents,
    doors,
    pausing,
    posting,
    ready_file,
    registering,
    reprisals,
    requests,
    routing,
    searches,
    together,
    worklist,
)
from portal.web.office.blueprints import bp, entrance

__all__ = [
    "absences",
    "actions",
    "asking_inside",
    "bp",
    "case",
    "closing",
    "complete_file",
    "decisions",
    "documents",
    "doors",
    "entrance",
    "pausing",
    "posting",
    "ready_file",
    "registering",
    "reprisals",
    "requests",
    "routing",
    "searches",
    "together",
    "worklist",
]
