"""Satisfaction: what the kernel and the pages know of it."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.satisfaction import citizen, verdict_pages
from portal.features.satisfaction.follow_part import FOLLOW_PART
from portal.pages.features import FeaturePages

FEATURE = Feature(name="satisfaction")

PAGES = FeaturePages(pages=(citizen.pages, verdict_pages.pages), adds=FOLLOW_PART)
