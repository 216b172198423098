"""Lessons: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.lessons import citizen, office
from portal.pages.features import FeaturePages

FEATURE = Feature(name="lessons")

PAGES = FeaturePages(pages=(citizen.pages, office.pages))
