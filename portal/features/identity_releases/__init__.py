"""Who complains is released to whoever answers at a higher level, field by field."""

from __future__ import annotations

from portal.complaints.events import Answered, IdentityTold
from portal.complaints.features import Feature, Reaction
from portal.features.identity_releases import office
from portal.features.identity_releases.actions import keep_told
from portal.features.identity_releases.actions_asking import ask_when_answered
from portal.features.identity_releases.letters import LETTERS
from portal.features.identity_releases.queries import IS_CALLED_FROM_ABOVE, RELEASES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="identity_releases",
    case_reads=(RELEASES,),
    letters=LETTERS,
    reactions=(
        Reaction(IdentityTold, keep_told),
        Reaction(Answered, ask_when_answered, where=IS_CALLED_FROM_ABOVE),
    ),
)
PAGES = FeaturePages(pages=(office.pages,), adds=office.ADDS)
FIGURES: tuple[Figure, ...] = ()
