"""Links between complaints: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.linking import office
from portal.pages.features import FeaturePages
from portal.reporting.shown import Figure

FEATURE = Feature(name="linking")

PAGES = FeaturePages(pages=(office.pages,))

FIGURES: tuple[Figure, ...] = ()
