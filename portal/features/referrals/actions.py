"""What comes of a referral: the history of the complaint begins with it."""

from __future__ import annotations

from sqlalchemy import Connection

from portal.complaints.planning import Added, Filing
from portal.features.referrals.rules import Referral


def told_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Let the history of a new complaint begin with whoever led to its agency."""
    told = filing.content.part(Referral).told(filing.plan.agency.code)
    return Added(told=[told]) if told else None
