"""Hidden names: whoever complains may ask that nobody release who they are."""

from __future__ import annotations

from portal.complaints.features import Feature, TextUse
from portal.features.hidden_names import actions, citizen, office
from portal.features.hidden_names.letters import LETTERS
from portal.features.hidden_names.queries import HIDDEN_SINCE
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="hidden_names",
    letters=LETTERS,
    texts={actions.TEXT: TextUse.EXCHANGED},
    at_filing=actions.hidden_at_filing,
    followed_reads=(HIDDEN_SINCE,),
)
PAGES = FeaturePages(pages=(office.pages, citizen.pages), adds=(*office.ADDS, *citizen.ADDS))
FIGURES: tuple[Figure, ...] = ()
