"""Own deadlines: those that run against whoever complained, told from filing on and recalled."""

from __future__ import annotations

from portal.complaints.events import ContactChanged, RecourseTimed
from portal.complaints.features import Feature, Reaction
from portal.features.own_deadlines import citizen, office
from portal.features.own_deadlines.actions import (
    RECALL,
    begin_with_recourse,
    by_other_means,
    counted_at_filing,
)
from portal.features.own_deadlines.letters import LETTERS
from portal.features.own_deadlines.queries import FOLLOWED, ON_CASE
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="own_deadlines",
    letters=LETTERS,
    reactions=(
        Reaction(RecourseTimed, begin_with_recourse),
        Reaction(ContactChanged, by_other_means),
    ),
    at_filing=counted_at_filing,
    jobs=(RECALL,),
    case_reads=(ON_CASE,),
    followed_reads=(FOLLOWED,),
)

PAGES = FeaturePages(pages=(citizen.pages,), adds=(*citizen.ADDS, *office.ADDS))

FIGURES: tuple[Figure, ...] = ()
