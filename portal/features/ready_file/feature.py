"""Ready files: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.ready_file import citizen, office
from portal.pages.features import FeaturePages

FEATURE = Feature(name="ready_file")

PAGES = FeaturePages(pages=(citizen.pages, office.pages), adds=citizen.TOLD)
