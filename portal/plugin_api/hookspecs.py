"""The questions an agency answers.

Questions are pure: they look only at what they are given. They are asked before the portal
writes anything, the plugin first and then the settings, so a plugin answers only what is
peculiar to it; `hookimpl(wrapper=True)` lets it change the settings' answer. If a plugin raises,
answers with the wrong type or takes too long, the settings' answer stands and the failure is
shown to the agency.
"""

from __future__ import annotations

from datetime import datetime

import pluggy

from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Notice, Recourse
from portal.domain.question import Problem, Question
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Promise, Stage

PROJECT_NAME = "portal"

hookspec = pluggy.HookspecMarker(PROJECT_NAME)
hookimpl = pluggy.HookimplMarker(PROJECT_NAME)


@hookspec(firstresult=True)
def complaint_categories() -> list[Category] | None:
    """Answer what complaints to the agency can be about, in display order.

    Asked whenever categories are shown or chosen. With no answer, the settings' list stands.
    """


@hookspec(firstresult=True)
def complaint_questions(category: Category) -> list[Question] | None:
    """Answer what the agency asks about a complaint in this category, in order.

    Asked after the story is told. With no answer, the category's own questions stand.
    """


@hookspec
def complaint_problems(draft: Draft) -> list[Problem] | None:
    """Answer what must be corrected before this draft can be sent.

    Asked when the agency's questions are answered and again before sending. All answers are
    joined to the settings' own checks.
    """


@hookspec
def complaint_notices(draft: Draft) -> list[Notice] | None:
    """Answer what the citizen should know before filing this draft: never a refusal.

    Asked when the agency is chosen and again on the check page. All answers are joined.
    """


@hookspec(firstresult=True)
def receiving_unit(draft: Draft) -> str | None:
    """Answer the code of the unit that receives this complaint.

    Asked when it is sent. With no answer, the category's unit stands.
    """


@hookspec(firstresult=True)
def working_calendar(category: str | None) -> WorkingCalendar | None:
    """Answer the days and hours that count for a complaint in the category with this code.

    Asked before any date is computed; without a category, about the agency as a whole, whose
    time zone every category keeps. With no answer, the settings' calendar stands.
    """


@hookspec(firstresult=True)
def allowance(complaint: Complaint, stage: Stage) -> Promise | None:
    """Answer how long the agency has for this stage, and the rule it rests on.

    Asked for each stage before a complaint is sent. With no answer, the settings' deadline for
    the category, else for the agency, else for the portal, stands.
    """


@hookspec(firstresult=True)
def escalation_path(complaint: Complaint) -> list[EscalationStep] | None:
    """Answer the levels of this complaint; the last one must be the top authority.

    Asked when a complaint is sent and again at the moment a step is taken. With no answer, the
    settings' path stands.
    """


@hookspec(firstresult=True)
def recourses(complaint: Complaint, moment: datetime) -> list[Recourse] | None:
    """Answer where else this complainant can turn at this moment, nearest first.

    Asked for the follow-up page, the answer and the late notice; for the agency's public page as
    well, of a complaint that nobody filed: it has no number, and no day counted from it is
    anybody's. With no answer, the settings' list stands.
    """
