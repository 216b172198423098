"""Reviews: the complainant disagrees, and somebody else looks at it again."""

from __future__ import annotations

from portal.complaints.events import Closed
from portal.complaints.features import Feature, Obligation, Reaction
from portal.complaints.handling.escalation import escalate
from portal.domain.time.clock import ClockKind
from portal.features.reviews import citizen
from portal.features.reviews.actions import leave_time
from portal.features.reviews.letters import LETTERS
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

FEATURE = Feature(
    name="reviews",
    letters=LETTERS,
    obligations=(Obligation(ClockKind.REVIEW, escalate), Obligation(ClockKind.REOPENING)),
    reactions=(Reaction(Closed, leave_time),),
)

PAGES = FeaturePages(pages=(citizen.pages,), adds=citizen.FOLLOW_PAGE)

FIGURES: tuple[Figure, ...] = ()
