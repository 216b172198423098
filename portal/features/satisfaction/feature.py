"""Satisfaction: what the kernel and the pages know of it."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.satisfaction import citizen, verdict_pages
from portal.features.satisfaction.row_rule import ROW_RULES
from portal.pages.features import FeaturePages

FEATURE = Feature(name="satisfaction", row_rules=ROW_RULES)

PAGES = FeaturePages(pages=(citizen.pages, verdict_pages.pages))
