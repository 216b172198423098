"""Alarms: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.alarms import office, overview, settings
from portal.pages.features import FeaturePages

FEATURE = Feature(name="alarms")

PAGES = FeaturePages(pages=(office.pages, overview.pages, settings.pages))
