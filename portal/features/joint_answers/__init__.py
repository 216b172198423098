"""Joint answers: several agencies answer one complaint, each its part."""

from __future__ import annotations

from portal.complaints.events import AgencyAsked, Answered, Closed, ContactChanged, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction, TextUse
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.joint_answers import (
    citizen,
    citizen_filing,
    citizen_followed,
    office,
    office_asking,
)
from portal.features.joint_answers.actions import (
    begin_by_itself,
    plan_waiting_part,
    reach_through_parts,
    refuse_whole_to_a_part,
)
from portal.features.joint_answers.actions_ending import (
    end_parts,
    join_or_hand_in,
    leave_time_to_review,
)
from portal.features.joint_answers.actions_filing import kept_at_filing
from portal.features.joint_answers.letters import LETTERS, is_heading
from portal.features.joint_answers.pages import parts_asked
from portal.features.joint_answers.queries import FOLLOWED_PARTS, IS_JOINT, PARTS, WHOLE
from portal.features.joint_answers.records import ROW_RULES
from portal.features.joint_answers.rules import PART
from portal.pages.features import FeaturePages
from portal.pages.filters import AnswerHeadings
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

FEATURE = Feature(
    name="joint_answers",
    at_filing=kept_at_filing,
    letters=LETTERS,
    texts={PART: TextUse.FOR_THE_NEXT},
    row_rules=ROW_RULES,
    obligations=(
        Obligation(
            ClockKind.PART,
            ClockWords(
                to_translate("Partie demandée à un autre organisme"),
                started=to_translate("Le délai part de la demande de la partie : %(moment)s."),
            ),
            outlasts=True,
            plan=plan_waiting_part,
            carry_out=begin_by_itself,
            start=StartEvent.PART_ASKED,
            warned_of=False,
        ),
    ),
    reactions=(
        Reaction(AgencyAsked, refuse_whole_to_a_part, where=IS_JOINT),
        Reaction(Answered, join_or_hand_in, where=IS_JOINT),
        Reaction(Closed, leave_time_to_review),
        Reaction(Withdrawn, end_parts),
        Reaction(ContactChanged, reach_through_parts),
    ),
    case_reads=(PARTS, WHOLE),
    followed_reads=(FOLLOWED_PARTS,),
)

PAGES = FeaturePages(
    pages=(citizen.pages, citizen_filing.pages, office_asking.pages),
    adds=(
        *office.ON_COMPLAINTS,
        *citizen_followed.ON_FOLLOWED,
        *citizen_filing.WHEN_FILING,
        AnswerHeadings(is_heading),
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("parts", parts_asked, narrows=True),)
