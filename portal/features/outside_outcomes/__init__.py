"""Outside outcomes: what became of a complaint at an outside body, told by a signed link."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.outside_outcomes import citizen, office
from portal.features.outside_outcomes.letters import LETTERS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="outside_outcomes", letters=LETTERS)

PAGES = FeaturePages(pages=(citizen.pages, office.pages), adds=(*citizen.ADDS, *office.ADDS))

FIGURES: tuple[Figure, ...] = ()
