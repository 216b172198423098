"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from portal.features.absences import office as absences
from portal.features.alarms import office as alarms
from portal.features.conflicts_of_interest import excluded as kept_out
from portal.features.conflicts_of_interest import office as conflicts
from portal.features.contact_limits import office as conduct
from portal.features.contact_limits import register as contact_limits
from portal.features.groups.office import answering as group_answering
from portal.features.groups.office import closing as group_closing
from portal.features.groups.office import gathering as group_gathering
from portal.features.groups.office import page as group_page
from portal.features.groups.office import publishing as group_publishing
from portal.features.groups.office import register as groups
from portal.features.groups.office import sending as group_sending
from portal.features.information_requests import office as asking
from portal.features.information_requests import to_answer
from portal.features.joint_answers import calling_off_pages as calling_off
from portal.features.joint_answers import office as parts
from portal.features.lessons import office as lessons
from portal.features.linking import office as linking
from portal.features.ready_file import office as ready_file
from portal.features.recommendations.office import recommending
from portal.features.recommendations.office import register as recommendations
from portal.features.recommendations.office import steps as recommendation_steps
from portal.features.reprisals import office as reprisals
from portal.features.second_reading import office as second_reading
from portal.features.settling import office as settling
from portal.features.transfers import (
    office as transferring,
)
from portal.features.transfers import (
    routing_page as routing,
)
from portal.features.transfers import routing_rules as rules
from portal.features.transfers import (
    taking_back_page as taking_back,
)
from portal.features.urgency import office as urgent
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
