"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from portal.pages.office import (
    decisions,
    documents,
    posting,
    preferences,
)
from portal.pages.office import (
    sign_in as doors,
)
from portal.pages.office.actions import (
    answering,
    closing,
    complete_file,
    extending,
    holding,
    pausing,
)
from portal.pages.office.actions import steps as action_steps
from portal.pages.office.blueprints import bp, entrance
from portal.pages.office.case import page as case
from portal.pages.office.registering import page as registering
from portal.pages.office.work_list import bulk_actions as together
from portal.pages.office.work_list import page as worklist
from portal.pages.office.work_list import searches

__all__ = [
    "action_steps",
    "answering",
    "bp",
    "case",
    "closing",
    "complete_file",
    "decisions",
    "documents",
    "doors",
    "entrance",
    "extending",
    "holding",
    "pausing",
    "posting",
    "preferences",
    "registering",
    "searches",
    "together",
    "worklist",
]
