"""Contact limits: reasoned, dated and reviewable; never on the right to complain."""

from __future__ import annotations

from portal.complaints.events import HandingOn, MessageReceived, Succeeded
from portal.complaints.features import Feature, Reaction
from portal.features.contact_limits import case_part, citizen, office, register, settings
from portal.features.contact_limits.actions import go_along, leave_behind
from portal.features.contact_limits.follow_part import FOLLOW_PART
from portal.features.contact_limits.grouping import group_message
from portal.features.contact_limits.letters import OF_LIMITS
from portal.features.contact_limits.overview import contact_limits
from portal.features.contact_limits.queries import LIMITS
from portal.features.contact_limits.worker import JOBS
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure
from portal.words.letters.writing import Wordings

FEATURE = Feature(
    name="contact_limits",
    letters=Wordings(to_citizens=OF_LIMITS),
    reactions=(
        Reaction(MessageReceived, group_message),
        Reaction(Succeeded, go_along),
        Reaction(HandingOn, lambda event: leave_behind(event.work, event.complaint)),
    ),
    jobs=JOBS,
    case_reads=(LIMITS,),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages, register.pages, settings.pages),
    adds=(
        *case_part.OFFERS,
        *case_part.PARTS,
        *case_part.HISTORY,
        *case_part.HISTORY_TEXTS,
        *FOLLOW_PART,
    ),
)


FIGURES: tuple[Figure, ...] = (Figure("contact_limits", contact_limits),)
