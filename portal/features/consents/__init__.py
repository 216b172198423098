"""Consents: all that whoever complains agreed to, in one place, each to be taken back."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.consents import citizen, office
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="consents")
PAGES = FeaturePages(pages=(citizen.pages,), adds=(*citizen.ADDS, *office.ADDS))
FIGURES: tuple[Figure, ...] = ()
