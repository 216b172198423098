"""Conflicts of interest: whoever a complaint concerns is excluded from it."""

from __future__ import annotations

from portal.complaints.events import ComplainantQuoted, HandingOn, ReachesAgency
from portal.complaints.features import Feature, Reaction, TextUse
from portal.features.conflicts_of_interest import actions, office
from portal.features.conflicts_of_interest.letters import LETTERS
from portal.features.conflicts_of_interest.queries import CONCERNED, CONFLICTS
from portal.features.conflicts_of_interest.records import ROW_RULES, not_concerned
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="conflicts_of_interest",
    letters=LETTERS,
    texts={actions.REASON: TextUse.INTERNAL},
    reactions=(
        Reaction(ComplainantQuoted, actions.exclude_by_message),
        Reaction(HandingOn, actions.exclude_receivers),
        Reaction(ReachesAgency, actions.exclude_at_agency),
    ),
    excludes=CONCERNED,
    concerns=actions.concerned,
    at_filing=actions.exclude_at_filing,
    exclusion=not_concerned,
    row_rules=ROW_RULES,
    jobs=(actions.FOLLOW_UP,),
    case_reads=(CONFLICTS,),
    closes=actions.closing,
)

PAGES = FeaturePages(pages=(office.pages,), adds=office.ON_COMPLAINTS)

FIGURES: tuple[Figure, ...] = ()
