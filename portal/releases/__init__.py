"""Changing the rules of an agency: drafts, files, releases, and what they would do."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.db.row_filter import seen_by_all
from portal.releases.records import SettingsDraftRecord, SettingsReplayRecord

# Pages choose who changes what.
FEATURE = Feature(
    name="releases",
    row_rules=(seen_by_all(SettingsDraftRecord, SettingsReplayRecord),),
)
