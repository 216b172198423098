"""Organisation changes: what the kernel and the pages know of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.organisation_changes.follow_part import FOLLOW_PART
from portal.features.organisation_changes.replaced import lead_on
from portal.features.organisation_changes.settings import changes as settings_changes
from portal.features.organisation_changes.settings import renaming as settings_renaming
from portal.features.organisation_changes.settings import replacement as settings_replacement
from portal.pages.features import FeaturePages

FEATURE = Feature(name="organisation_changes")

PAGES = FeaturePages(
    pages=(settings_changes.pages, settings_renaming.pages, settings_replacement.pages),
    leads_on=lead_on,
    adds=FOLLOW_PART,
)
