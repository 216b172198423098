"""Ease: whether filing was easy, one optional question on the page of what was just sent."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.ease import citizen
from portal.features.ease.figures import ease
from portal.features.ease.queries import PUBLIC_MARKS
from portal.features.ease.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(name="ease", row_rules=ROW_RULES, public_marks=PUBLIC_MARKS)

PAGES = FeaturePages(pages=(citizen.pages,), adds=citizen.ADDS)

FIGURES: tuple[Figure, ...] = (Figure("ease", ease),)
