"""Reviews: the complainant disagrees, and somebody else looks at it again."""

from __future__ import annotations

from portal.complaints.escalation import escalate
from portal.complaints.events import Closed
from portal.complaints.features import Feature, Obligation, Reaction
from portal.complaints.handling.reviews import leave_time_to_reopen
from portal.domain.time.clock import ClockKind
from portal.features.reviews import citizen
from portal.features.reviews.follow_part import FOLLOW_PART
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure


def _leave_time(event: Closed) -> None:
    # Of several agencies only the one that has the complaint takes it up again.
    if event.complaint.parent_id is None:
        event.reopening.update(leave_time_to_reopen(event.work, event.complaint))


FEATURE = Feature(
    name="reviews",
    obligations=(
        Obligation(ClockKind.REVIEW, escalate),
        Obligation(ClockKind.REOPENING),
    ),
    reactions=(Reaction(Closed, _leave_time),),
)

PAGES = FeaturePages(pages=(citizen.pages,), adds=FOLLOW_PART)

FIGURES: tuple[Figure, ...] = ()
