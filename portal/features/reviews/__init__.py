"""Reviews: the complainant disagrees, and somebody else looks at it again."""

from __future__ import annotations

from portal.complaints.events import Closed
from portal.complaints.features import Feature, Obligation, Reaction
from portal.complaints.handling.escalation import escalate
from portal.domain.time.clock import ClockKind
from portal.features.reviews import citizen
from portal.features.reviews.actions import leave_time
from portal.features.reviews.letters import TO_CITIZENS, TO_STAFF
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure
from portal.words.letters.writing import Wordings

FEATURE = Feature(
    name="reviews",
    obligations=(Obligation(ClockKind.REVIEW, escalate), Obligation(ClockKind.REOPENING)),
    reactions=(Reaction(Closed, leave_time),),
    letters=Wordings(TO_CITIZENS, TO_STAFF),
)

PAGES = FeaturePages(pages=(citizen.pages,), adds=citizen.FOLLOW_PAGE)

FIGURES: tuple[Figure, ...] = ()
