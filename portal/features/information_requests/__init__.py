"""Information requests: the complaints service asks somebody of its agency, by a date."""

from __future__ import annotations

from portal.complaints.events import AnswerBegun, HandingOn, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction, Warned
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.time.clock import ClockKind
from portal.features.information_requests import case_part, history_lines, office, to_answer
from portal.features.information_requests.actions import end_open
from portal.features.information_requests.escalation import climb_if_silent
from portal.features.information_requests.follow_part import FOLLOW_PART
from portal.features.information_requests.letters import OF_REQUESTS
from portal.features.information_requests.queries import AWAITED, REQUESTS
from portal.features.information_requests.row_rule import ROW_RULES
from portal.features.information_requests.rules import Ending
from portal.features.information_requests.steps import now_asked
from portal.pages.features import FeaturePages
from portal.pages.office.case.contributions import KeptTexts
from portal.pages.office.list_parts import RowTag
from portal.reporting.blocks import Figure
from portal.words.letters.writing import Wordings


def _warned(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> Warned:
    return Warned(now_asked(work, complaint, clock))


FEATURE = Feature(
    name="information_requests",
    letters=Wordings(to_others=OF_REQUESTS),
    row_rules=ROW_RULES,
    obligations=(Obligation(ClockKind.INFORMATION_REQUEST, climb_if_silent, _warned),),
    reactions=(
        Reaction(AnswerBegun, lambda event: end_open(event.work, event.complaint, Ending.ANSWERED)),
        Reaction(Withdrawn, lambda event: end_open(event.work, event.complaint, Ending.CLOSED)),
        Reaction(HandingOn, lambda event: end_open(event.work, event.complaint, Ending.HANDED_ON)),
    ),
    row_reads=(AWAITED,),
    case_reads=(REQUESTS,),
)

PAGES = FeaturePages(
    pages=(office.pages, to_answer.pages),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *history_lines.HISTORY,
        *history_lines.HISTORY_TEXTS,
        KeptTexts(history_lines.request_texts),
        RowTag(case_part.row_tag),
        *FOLLOW_PART,
    ),
)


FIGURES: tuple[Figure, ...] = ()
