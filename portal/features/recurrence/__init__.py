"""Recurrence: whether somebody complains of the same again, counted without a name."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.recurrence.actions import told_at_filing
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="recurrence", at_filing=told_at_filing)

PAGES = FeaturePages()

FIGURES: tuple[Figure, ...] = ()
