"""Alarms: what recurs is noticed by rules, told to who answers for it, followed to its end."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.alarms import office, office_case, settings
from portal.features.alarms.actions import told_at_filing
from portal.features.alarms.actions_watch import LOOK
from portal.features.alarms.letters import LETTERS
from portal.features.alarms.queries import take_over
from portal.features.alarms.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="alarms",
    letters=LETTERS,
    row_rules=ROW_RULES,
    takes_over=take_over,
    jobs=(LOOK,),
    at_filing=told_at_filing,
)

PAGES = FeaturePages(
    pages=(office.pages, office.overview_pages, settings.pages),
    adds=(*office.ADDS, *office_case.ADDS),
)

FIGURES: tuple[Figure, ...] = ()
