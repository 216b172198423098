"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from portal.web.office import absences, decisions, documents, doors, posting
from portal.web.office.actions import (
    closing,
    complete_file,
    pausing,
    ready_file,
    reprisals,
    routing,
    transferring,
)
from portal.web.office.actions import steps as action_steps
from portal.web.office.blueprints import bp, entrance
from portal.web.office.case import page as case
from portal.web.office.groups import answering as group_answering
from portal.web.office.groups import gathering as group_gathering
from portal.web.office.groups import page as group_page
from portal.web.office.groups import publishing as group_publishing
from portal.web.office.groups import register as groups
from portal.web.office.groups import sending as group_sending
from portal.web.office.recommendations import recommending
from portal.web.office.recommendations import register as recommendations
from portal.web.office.recommendations import steps as recommendation_steps
from portal.web.office.registering import page as registering
from portal.web.office.requests import asking, to_answer
from portal.web.office.worklist import page as worklist
from portal.web.office.worklist import searches, together

__all__ = [
    "absences",
    "action_steps",
    "asking",
    "bp",
    "case",
    "closing",
    "complete_file",
    "decisions",
    "documents",
    "doors",
    "entrance",
    "group_answering",
    "group_gathering",
    "group_page",
    "group_publishing",
    "group_sending",
    "groups",
    "pausing",
    "posting",
    "ready_file",
    "recommendation_steps",
    "recommendations",
    "recommending",
    "registering",
    "reprisals",
    "routing",
    "searches",
    "to_answer",
    "together",
    "transferring",
    "worklist",
]
