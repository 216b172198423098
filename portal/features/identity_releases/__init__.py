"""Who complains is released to whoever answers at a higher level, field by field."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.identity_releases import office
from portal.features.identity_releases.queries import RELEASES
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

FEATURE = Feature(name="identity_releases", case_reads=(RELEASES,))
PAGES = FeaturePages(pages=(office.pages,), adds=office.ADDS)
FIGURES: tuple[Figure, ...] = ()
