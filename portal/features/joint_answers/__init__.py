"""Joint answers: several agencies answer one complaint, each its part."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.events import Answered, Closed, ContactChanged, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers import (
    calling_off_pages,
    case_part,
    citizen,
    office,
    review_pages,
)
from portal.features.joint_answers.afterwards import end_parts, reach_through_parts
from portal.features.joint_answers.asking import part_to_begin, plan_for_part
from portal.features.joint_answers.beginning import begin_by_itself
from portal.features.joint_answers.figures import parts_asked
from portal.features.joint_answers.filing_part import FILING_PART
from portal.features.joint_answers.follow_part import FOLLOW_PART
from portal.features.joint_answers.followed import FOLLOWED_PARTS
from portal.features.joint_answers.joining import hand_in, join_parts
from portal.features.joint_answers.letters import TO_CITIZENS
from portal.features.joint_answers.queries import PARTS, WHOLE
from portal.features.joint_answers.reviewing import leave_time_to_review
from portal.features.joint_answers.row_rule import ROW_RULES
from portal.features.joint_answers.words import is_heading
from portal.pages.features import FeaturePages
from portal.pages.filters import AnswerHeadings
from portal.pages.office.case.contributions import Joined
from portal.reporting.blocks import Figure
from portal.words.letters.writing import Wordings


def _plan(
    session: Session,
    agencies: Registry,
    complaint: ComplaintRecord,
    clock_id: int,
    now: datetime,
) -> FilingPlan | None:
    part = part_to_begin(session, clock_id)
    if part is None:
        return None
    return plan_for_part(agencies, complaint, part.agency, part.asked, part.category, now)


def _begin(work: Work, complaint: ComplaintRecord, clock: ClockRecord, plan: FilingPlan) -> bool:
    part = part_to_begin(work.session, clock.id)
    return part is not None and begin_by_itself(work, complaint, part.id, plan)


def _join(event: Answered) -> None:
    if event.complaint.parent_id is not None:
        event.goes_out = hand_in(event.work, event.complaint, event.text)
    else:
        event.text = join_parts(event.work, event.complaint, event.text)


def _leave_time(event: Closed) -> None:
    if event.complaint.parent_id is not None:
        leave_time_to_review(event.work, event.complaint)


FEATURE = Feature(
    name="joint_answers",
    letters=Wordings(to_citizens=TO_CITIZENS),
    row_rules=ROW_RULES,
    obligations=(Obligation(ClockKind.PART, outlasts=True, plan=_plan, carry_out=_begin),),
    reactions=(
        Reaction(Answered, _join),
        Reaction(Closed, _leave_time),
        Reaction(Withdrawn, lambda event: end_parts(event.work, event.complaint)),
        Reaction(ContactChanged, reach_through_parts),
    ),
    case_reads=(PARTS, WHOLE),
    followed_reads=(FOLLOWED_PARTS,),
)

PAGES = FeaturePages(
    pages=(calling_off_pages.pages, citizen.pages, office.pages, review_pages.pages),
    adds=(
        *case_part.OFFERS,
        *case_part.CASE_PARTS,
        *case_part.HISTORY,
        *case_part.HISTORY_TEXTS,
        Joined(case_part.with_parts, case_part.each_with_parts),
        *FOLLOW_PART,
        *FILING_PART,
        AnswerHeadings(is_heading),
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("parts", parts_asked),)
