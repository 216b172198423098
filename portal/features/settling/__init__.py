"""Settling: closed at first contact, on one screen; and what may be given to a person."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.settling import office, settings
from portal.features.settling.actions import Settlement, settle
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="settling", outgoing={Settlement: settle})
PAGES = FeaturePages(pages=(office.pages, settings.pages), adds=(settings.REMEDIES, *office.ADDS))
FIGURES: tuple[Figure, ...] = ()
