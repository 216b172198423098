"""Contact limits: reasoned, dated and reviewable; never on the right to complain."""

from __future__ import annotations

from portal.complaints.events import Excluded, HandingOn, MessageReceived, Succeeded
from portal.complaints.features import Feature, Reaction
from portal.features.contact_limits import citizen, office, settings
from portal.features.contact_limits.actions import (
    JOBS,
    TEXTS,
    go_along,
    group_message,
    leave_behind,
    pass_on,
)
from portal.features.contact_limits.figures import contact_limits
from portal.features.contact_limits.letters import LETTERS
from portal.features.contact_limits.queries import LIMITS, OWN_LIMIT, TOP_AUTHORITY
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="contact_limits",
    letters=LETTERS,
    texts=TEXTS,
    reactions=(
        Reaction(MessageReceived, group_message),
        Reaction(Succeeded, go_along),
        Reaction(HandingOn, leave_behind),
        Reaction(Excluded, pass_on),
    ),
    jobs=JOBS,
    case_reads=(LIMITS, TOP_AUTHORITY),
    followed_reads=(OWN_LIMIT,),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages, settings.pages),
    adds=(settings.CONTACT_LIMIT, *office.CASE_PAGE, *citizen.FOLLOW_PAGE),
)

FIGURES: tuple[Figure, ...] = (Figure("contact_limits", contact_limits),)
