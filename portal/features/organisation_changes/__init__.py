"""Organisation changes: agencies merge, split and are renamed, on a day."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.complaints.features import Feature, InForce
from portal.db.row_filter import seen_by_all
from portal.features.organisation_changes.actions import successions
from portal.features.organisation_changes.follow_part import FOLLOW_PART
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.replaced import lead_on
from portal.features.organisation_changes.settings import changes as settings_changes
from portal.features.organisation_changes.settings import renaming as settings_renaming
from portal.features.organisation_changes.settings import replacement as settings_replacement
from portal.features.organisation_changes.worker import CHANGE
from portal.pages.features import FeaturePages
from portal.reporting.blocks import Figure

_CHANGES = (
    select(func.count(AgencyChangeRecord.id)).scalar_subquery(),
    select(func.coalesce(func.sum(AgencyChangeRecord.version), 0)).scalar_subquery(),
)
"""What moves when a change is kept, called off, begun or done."""

FEATURE = Feature(
    name="organisation_changes",
    # What became of an agency is public.
    row_rules=(seen_by_all(AgencyChangeRecord),),
    in_force=InForce(marks=_CHANGES, successions=successions),
    jobs=(CHANGE,),
)

PAGES = FeaturePages(
    pages=(settings_changes.pages, settings_renaming.pages, settings_replacement.pages),
    leads_on=lead_on,
    adds=FOLLOW_PART,
)

FIGURES: tuple[Figure, ...] = ()
