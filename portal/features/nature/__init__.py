"""Nature: what the staff say afterwards that it was; praise and suggestions are handed on."""

from __future__ import annotations

from portal.complaints.features import Feature, TextUse
from portal.features.nature import (
    citizen,
    figures,
    office,
    office_passing_on,
)
from portal.features.nature.actions_passing_on import THANKS
from portal.features.nature.letters import LETTERS
from portal.features.nature.queries import FOLLOWED
from portal.features.nature.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="nature",
    letters=LETTERS,
    row_rules=ROW_RULES,
    texts={THANKS: TextUse.EXCHANGED},
    followed_reads=(FOLLOWED,),
)
PAGES = FeaturePages(
    pages=(office.pages, office_passing_on.pages, citizen.pages),
    adds=(*office.ADDS, *office_passing_on.ADDS, *citizen.ADDS),
)
FIGURES: tuple[Figure, ...] = (Figure("natures", figures.natures, narrows=True),)
