"""Referrals: the page and the leaflet that any employee hands out, and what comes of it."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.referrals import citizen, office, settings
from portal.features.referrals.actions import told_at_filing
from portal.features.referrals.figures import referrals
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="referrals", at_filing=told_at_filing)

PAGES = FeaturePages(
    pages=(citizen.pages, settings.pages),
    adds=(settings.STAFF_PAGE, *citizen.AGENCY_PARTS, *office.ON_COMPLAINTS),
)

FIGURES: tuple[Figure, ...] = (Figure("referrals", referrals, narrows=True),)
