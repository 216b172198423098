"""A request for information is seen with its complaint, or by whoever is asked."""

from __future__ import annotations

from portal.complaints.row_rules import seen_with_complaint
from portal.db.row_filter import RowRule
from portal.features.information_requests.asked_of import asked_of
from portal.features.information_requests.records import InformationRequestRecord

ROW_RULES = (
    seen_with_complaint(InformationRequestRecord),
    RowRule(
        (InformationRequestRecord,),
        lambda actor, _: asked_of(actor),
        owner=lambda record: record.complaint_id,
        or_seen_by=True,
    ),
)
