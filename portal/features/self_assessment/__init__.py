"""Self-assessment: closed files drawn at random are read again by the six criteria."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.self_assessment import figures, office, office_sheet
from portal.features.self_assessment.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="self_assessment", row_rules=ROW_RULES)
PAGES = FeaturePages(pages=(office.pages, office_sheet.pages), adds=office.ADDS)
FIGURES: tuple[Figure, ...] = (Figure("self_assessment", figures.self_assessment),)
