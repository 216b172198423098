"""Who led a person to the complaints service: a unit of the agency, by word or by a leaflet."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.complaints.entries import FilingFacts
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import Added, Filing


def told_at_filing(_session: Session, filing: Filing) -> Added | None:
    """Let the history of a new complaint begin with whoever led to its agency."""
    facts = told_of_referral(filing.content, filing.plan.agency.code)
    return Added(facts=facts) if facts else None


def told_of_referral(content: DraftContent, agency: str) -> FilingFacts:
    """Return what the history tells of whoever led to this agency; nothing if nobody did.

    The leaflet of another agency tells nothing here: its units are not this one's.
    """
    if not content.referred_by or content.leaflet_of not in ("", agency):
        return {}
    facts: FilingFacts = {"referred_by": content.referred_by}
    return {**facts, "by_leaflet": True} if content.leaflet_of else facts
