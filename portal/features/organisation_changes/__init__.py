"""Organisation changes: agencies merge, split and are renamed, on a day."""

from __future__ import annotations

from portal.complaints.features import Feature, InForce
from portal.features.organisation_changes import pages, settings
from portal.features.organisation_changes.actions import CHANGE
from portal.features.organisation_changes.letters import LETTERS
from portal.features.organisation_changes.queries import MARKS, successions
from portal.features.organisation_changes.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure

FEATURE = Feature(
    name="organisation_changes",
    letters=LETTERS,
    row_rules=ROW_RULES,
    in_force=InForce(marks=MARKS, successions=successions),
    jobs=(CHANGE,),
)

PAGES = FeaturePages(
    pages=(settings.pages,),
    leads_on=pages.lead_on,
    adds=pages.FOLLOW_PAGE,
)

FIGURES: tuple[Figure, ...] = ()
