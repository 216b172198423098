"""Open texts: what a complaint says, published as open data by its person's own consent."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.open_texts import citizen, office, pages
from portal.features.open_texts.letters import LETTERS
from portal.features.open_texts.queries import OFFERED, OWN, PUBLIC_MARKS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="open_texts",
    letters=LETTERS,
    case_reads=(OFFERED,),
    followed_reads=(OWN,),
    public_marks=PUBLIC_MARKS,
)
PAGES = FeaturePages(
    pages=(citizen.pages, office.pages, pages.pages),
    adds=(*citizen.ADDS, *office.ADDS, *pages.ADDS),
)
FIGURES: tuple[Figure, ...] = ()
