"""Links between complaints: parent, part, related."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.linking import office, office_case
from portal.features.linking.queries import LINKS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="linking", case_reads=(LINKS,))
PAGES = FeaturePages(pages=(office.pages,), adds=(*office.ADDS, *office_case.ADDS))
FIGURES: tuple[Figure, ...] = ()
