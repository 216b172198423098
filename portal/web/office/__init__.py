"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from portal.web.office import (
    absences,
    alarms,
    contact_limits,
    decisions,
    documents,
    doors,
    kept_out,
    posting,
    preferences,
    rules,
)
from portal.web.office.actions import (
    answering,
    calling_off,
    closing,
    complete_file,
    conduct,
    conflicts,
    extending,
    holding,
    linking,
    parts,
    pausing,
    ready_file,
    reprisals,
    routing,
    second_reading,
    settling,
    taking_back,
    transferring,
    urgent,
)
from portal.web.office.actions import steps as action_steps
from portal.web.office.blueprints import bp, entrance
from portal.web.office.case import page as case
from portal.web.office.groups import answering as group_answering
from portal.web.office.groups import closing as group_closing
from portal.web.office.groups import gathering as group_gathering
from portal.web.office.groups import page as group_page
from portal.web.office.groups import publishing as group_publishing
from portal.web.office.groups import register as groups
from portal.web.office.groups import sending as group_sending
from portal.web.office.lessons import pages as lessons
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
    "alarms",
    "answering",
    "asking",
    "bp",
    "calling_off",
    "case",
    "closing",
    "complete_file",
    "conduct",
    "conflicts",
    "contact_limits",
    "decisions",
    "documents",
    "doors",
    "entrance",
    "extending",
    "group_answering",
    "group_closing",
    "group_gathering",
    "group_page",
    "group_publishing",
    "group_sending",
    "groups",
    "holding",
    "kept_out",
    "lessons",
    "linking",
    "parts",
    "pausing",
    "posting",
    "preferences",
    "ready_file",
    "recommendation_steps",
    "recommendations",
    "recommending",
    "registering",
    "reprisals",
    "routing",
    "rules",
    "searches",
    "second_reading",
    "settling",
    "taking_back",
    "to_answer",
    "together",
    "transferring",
    "urgent",
    "worklist",
]
