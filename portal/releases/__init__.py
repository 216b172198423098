"""Changing the rules of an agency: drafts, files, releases, and what they would do."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.complaints.queries.public_marks import mark_of
from portal.db.row_filter import seen_by_all
from portal.releases.breaks import MARK
from portal.releases.records import (
    SeriesBreakRecord,
    SettingsDraftRecord,
    SettingsReplayRecord,
)

# Pages choose who changes what.
FEATURE = Feature(
    name="releases",
    # What broke a series stands on public plots.
    row_rules=(seen_by_all(SettingsDraftRecord, SettingsReplayRecord, SeriesBreakRecord),),
    public_marks=(mark_of(MARK),),
)
