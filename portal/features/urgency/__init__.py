"""Urgency: a rule proposes it, a person confirms it, and the first act has its own date."""

from __future__ import annotations

from portal.complaints.events import Acted, AnswerBegun, MessageReceived, TakenOver, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction
from portal.domain.time.clock import ClockKind
from portal.features.urgency import actions as urgency
from portal.features.urgency import case_part, office, settings
from portal.features.urgency.follow_part import FOLLOW_PART
from portal.features.urgency.signs import decided_when_filed
from portal.features.urgency.worker import PROPOSE
from portal.pages.features import FeaturePages
from portal.pages.office.case.contributions import CaseTag
from portal.pages.office.list_parts import RowTag
from portal.reporting.blocks import Figure

FEATURE = Feature(
    name="urgency",
    obligations=(Obligation(ClockKind.URGENT_FIRST_ACT, urgency.climb),),
    reactions=(
        Reaction(Acted, lambda event: urgency.note_act(event.work, event.complaint)),
        Reaction(
            MessageReceived, lambda event: urgency.look_at(event.work, event.complaint, event.body)
        ),
        Reaction(AnswerBegun, lambda event: urgency.end(event.complaint)),
        Reaction(Withdrawn, lambda event: urgency.end(event.complaint)),
        Reaction(TakenOver, urgency.start_again),
    ),
    at_filing=urgency.found_at_filing,
    decides={"urgency": decided_when_filed},
    jobs=(PROPOSE,),
)

PAGES = FeaturePages(
    pages=(office.pages, settings.pages),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *case_part.HISTORY,
        *case_part.HISTORY_TEXTS,
        CaseTag(case_part.case_tag),
        RowTag(case_part.row_mark, comes_first=True),
        *FOLLOW_PART,
    ),
)


FIGURES: tuple[Figure, ...] = ()
