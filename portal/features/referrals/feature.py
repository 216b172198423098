"""Referrals: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.referrals import citizen, leaflet, settings
from portal.features.referrals.actions import told_at_filing
from portal.pages.features import FeaturePages

FEATURE = Feature(name="referrals", at_filing=told_at_filing)

PAGES = FeaturePages(pages=(citizen.pages, leaflet.pages, settings.pages))
