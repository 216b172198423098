"""Absences: somebody is away, and somebody works in their place."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.absences import office
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="absences")

PAGES = FeaturePages(pages=(office.pages,))

FIGURES: tuple[Figure, ...] = ()
