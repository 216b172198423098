"""Reports: what the kernel knows of them."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.complaints.records.report import ReportCountRecord, ReportMarkRecord
from portal.db.row_filter import seen_by_all

# Counts tell of nobody; pages choose whose they show.
FEATURE = Feature(name="reporting", row_rules=(seen_by_all(ReportCountRecord, ReportMarkRecord),))
