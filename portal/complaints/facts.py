"""A stored complaint as the frozen facts that an agency, or another, is asked about."""

from __future__ import annotations

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import Channel, Complaint, Draft, FiledFor, Status


def facts_of(complaint: ComplaintRecord) -> Complaint:
    """Return the frozen facts that an agency's rules may depend on."""
    given = (complaint.answers or {}).get("given", {})
    return Complaint(
        number=complaint.number,
        agency=complaint.agency,
        category=complaint.category,
        status=Status(complaint.status),
        level=complaint.level,
        received_at=complaint.received_at,
        language="en" if complaint.language == "en" else "fr",
        channel=Channel(complaint.channel),
        answers=given,
    )


def draft_of(complaint: ComplaintRecord, category: str | None) -> Draft:
    """Return a filed complaint as the draft that another agency is asked about."""
    facts = facts_of(complaint)
    return Draft(
        category=category,
        story=complaint.story,
        language=facts.language,
        answers=facts.answers,
        filed_for=FiledFor(complaint.filed_for),
        channel=facts.channel,
        received_at=complaint.received_at,
    )
