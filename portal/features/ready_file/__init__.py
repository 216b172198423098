"""Ready file: all that another recourse needs of a complaint, signed."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.ready_file import pages
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="ready_file")

PAGES = FeaturePages(pages=(pages.citizen_pages, pages.office_pages), adds=pages.ADDS)

FIGURES: tuple[Figure, ...] = ()
