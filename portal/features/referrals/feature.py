"""Referrals: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.referrals import citizen, leaflet, settings
from portal.features.referrals.agency_parts import AGENCY_PARTS
from portal.pages.features import FeaturePages

FEATURE = Feature(name="referrals")

PAGES = FeaturePages(pages=(citizen.pages, leaflet.pages, settings.pages), adds=AGENCY_PARTS)
