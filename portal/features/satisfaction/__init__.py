"""Satisfaction: what complainants thought of an answer and of the service."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.satisfaction import case_part, citizen, verdict_pages
from portal.features.satisfaction.follow_part import FOLLOW_PART
from portal.features.satisfaction.overview import opinions
from portal.features.satisfaction.row_rule import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

FEATURE = Feature(name="satisfaction", row_rules=ROW_RULES)

PAGES = FeaturePages(
    pages=(citizen.pages, verdict_pages.pages),
    adds=(
        *case_part.HISTORY,
        *FOLLOW_PART,
    ),
)


FIGURES: tuple[Figure, ...] = (Figure("opinions", opinions, opinions),)
