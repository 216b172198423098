"""Contact limits: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.events import HandingOn, MessageReceived, Succeeded
from portal.complaints.features import Feature, Reaction
from portal.features.contact_limits import citizen, office, register, settings
from portal.features.contact_limits.actions import go_along, leave_behind
from portal.features.contact_limits.follow_part import FOLLOW_PART
from portal.features.contact_limits.grouping import group_message
from portal.pages.features import FeaturePages

FEATURE = Feature(
    name="contact_limits",
    reactions=(
        Reaction(MessageReceived, group_message),
        Reaction(Succeeded, go_along),
        Reaction(HandingOn, lambda event: leave_behind(event.work, event.complaint)),
    ),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages, register.pages, settings.pages), adds=FOLLOW_PART
)
