"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from portal.web.office import (
    absences,
    actions,
    case,
    closing,
    complete_file,
    decisions,
    documents,
    doors,
    pausing,
    reprisals,
    routing,
    transferring,
    worklist,
)
from portal.web.office.blueprints import bp, entrance

__all__ = [
    "absences",
    "actions",
    "bp",
    "case",
    "closing",
    "complete_file",
    "decisions",
    "documents",
    "doors",
    "entrance",
    "pausing",
    "reprisals",
    "routing",
    "transferring",
    "worklist",
]
