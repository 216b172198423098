"""Both agencies see what they agreed on about a part, each by its own complaint."""

from __future__ import annotations

from portal.complaints.row_rules import seen_with_complaint
from portal.features.joint_answers.records import PartRecord

ROW_RULES = (
    seen_with_complaint(PartRecord),
    seen_with_complaint(PartRecord, by=lambda record: record.part_id, or_seen_by=True),
)
