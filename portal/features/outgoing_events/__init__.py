"""Outgoing events: what happens to complaints is told to an agency's own machines."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.outgoing_events import settings
from portal.features.outgoing_events.actions_gathering import GATHER
from portal.features.outgoing_events.actions_sending import SEND
from portal.features.outgoing_events.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="outgoing_events", row_rules=ROW_RULES, jobs=(GATHER, SEND))
PAGES = FeaturePages(pages=(settings.pages,), adds=(settings.WARNING,))
FIGURES: tuple[Figure, ...] = ()
