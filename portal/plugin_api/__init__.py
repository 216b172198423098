"""What a plugin may see of the portal: hooks to answer, and the words to answer with.

A plugin imports this module and nothing else of the portal.
"""

from portal.domain.category import Category
from portal.domain.complaint import Channel, Complaint, Draft, FiledFor, Status
from portal.domain.event import Event
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Notice, NoticeKind, Recourse, Redirect
from portal.domain.portal_services import CLEAN, Delivery, File, Message, Verdict
from portal.domain.question import Choice, Problem, Question, QuestionKind
from portal.domain.routing import SaidPlace, Suggestion
from portal.domain.text import Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Allowance, Confidence, PauseReason, Promise, Stage, Unit
from portal.plugin_api.hookspecs import PROJECT_NAME, hookimpl

__all__ = [
    "CLEAN",
    "PROJECT_NAME",
    "Allowance",
    "Category",
    "Channel",
    "Choice",
    "Complaint",
    "Confidence",
    "Delivery",
    "Draft",
    "EscalationStep",
    "Event",
    "File",
    "FiledFor",
    "Language",
    "Message",
    "Notice",
    "NoticeKind",
    "PauseReason",
    "Problem",
    "Promise",
    "Question",
    "QuestionKind",
    "Recourse",
    "Redirect",
    "SaidPlace",
    "Stage",
    "Status",
    "Suggestion",
    "Text",
    "Unit",
    "Verdict",
    "WorkingCalendar",
    "hookimpl",
]
