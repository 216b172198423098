"""Lessons: what a complaint taught, published without anybody in it."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.lessons import citizen, office
from portal.features.lessons.letters import LETTERS
from portal.features.lessons.queries import PUBLIC_MARKS, take_over
from portal.features.lessons.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="lessons",
    letters=LETTERS,
    row_rules=ROW_RULES,
    takes_over=take_over,
    public_marks=PUBLIC_MARKS,
)

PAGES = FeaturePages(
    pages=(citizen.pages, office.pages), adds=(*citizen.AGENCY_PARTS, *office.ADDS)
)

FIGURES: tuple[Figure, ...] = ()
