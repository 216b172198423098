"""Lessons: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.lessons import citizen, office
from portal.features.lessons.actions import take_over
from portal.pages.features import FeaturePages

FEATURE = Feature(name="lessons", takes_over=take_over)

PAGES = FeaturePages(pages=(citizen.pages, office.pages), adds=citizen.AGENCY_PARTS)
