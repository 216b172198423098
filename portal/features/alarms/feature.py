"""Alarms: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.alarms import office, overview, settings
from portal.features.alarms.actions import take_over
from portal.pages.features import FeaturePages
from portal.reporting.shown import Figure

FEATURE = Feature(name="alarms", takes_over=take_over)

PAGES = FeaturePages(pages=(office.pages, overview.pages, settings.pages))

FIGURES: tuple[Figure, ...] = ()
