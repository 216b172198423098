"""Contact limits: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.events import HandingOn, MessageReceived
from portal.complaints.features import Feature, Reaction
from portal.features.contact_limits import case_part, citizen, office, register, settings
from portal.features.contact_limits.actions import leave_behind
from portal.features.contact_limits.grouping import group_message
from portal.features.contact_limits.queries import LIMITS
from portal.pages.features import FeaturePages

FEATURE = Feature(
    name="contact_limits",
    reactions=(
        Reaction(MessageReceived, group_message),
        Reaction(HandingOn, lambda event: leave_behind(event.work, event.complaint)),
    ),
    case_reads=(LIMITS,),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages, register.pages, settings.pages),
    offers=case_part.OFFERS,
    case_parts=case_part.PARTS,
    history=case_part.HISTORY,
    texts=case_part.HISTORY_TEXTS,
)
