"""Nature: what the staff say afterwards that it was, for statistics alone."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.nature import figures, office
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

FEATURE = Feature(name="nature")
PAGES = FeaturePages(pages=(office.pages,), adds=office.ADDS)
FIGURES: tuple[Figure, ...] = (Figure("natures", figures.natures, narrows=True),)
