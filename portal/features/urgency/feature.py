"""Urgency: what the kernel and the pages know of it."""

from __future__ import annotations

from portal.complaints.events import Acted, AnswerBegun, MessageReceived, TakenOver, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction
from portal.domain.time.clock import ClockKind
from portal.features.urgency import actions as urgency
from portal.features.urgency import office, settings
from portal.features.urgency.follow_part import FOLLOW_PART
from portal.pages.features import FeaturePages

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
)

PAGES = FeaturePages(pages=(office.pages, settings.pages), adds=FOLLOW_PART)
