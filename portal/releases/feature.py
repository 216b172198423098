"""Releases of agencies' settings: what the kernel knows of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.complaints.records.release import AgencyReleaseRecord
from portal.db.row_filter import seen_by_all
from portal.releases.records import SettingsDraftRecord, SettingsReplayRecord

# What is in force is public; pages choose who changes what.
FEATURE = Feature(
    name="releases",
    row_rules=(seen_by_all(AgencyReleaseRecord, SettingsDraftRecord, SettingsReplayRecord),),
)
