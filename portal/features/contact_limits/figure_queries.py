"""What the overview reads of limits on contact: of each, when it was decided and what came of it.

They are few: they are read as they are, without why and whom they are about.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.features.contact_limits.figures import LimitLife
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import LimitState

_L, _C = ContactLimitRecord, ComplaintRecord
# What never held is no limit. One that a transfer took back before it was decided is none either.
_HELD = (LimitState.IN_FORCE.value, LimitState.LIFTED.value, LimitState.OVER.value)


class LimitOf(NamedTuple):
    """A limit of an agency, and the subject of the complaint that led to it."""

    agency: str
    category: str
    life: LimitLife


def limits_that_held(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[LimitOf]:
    """Return the limits in force, and those that anything happened to in this time."""
    moments = (_L.decided_at, _L.ended_at, _L.review_asked_at, _L.reviewed_at)
    moved = ((at >= since) & (at < until) for at in moments)
    statement = (
        select(_L.agency, _C.category, _L.state, *moments)
        .join(_C, _C.id == _L.complaint_id)
        .where(_L.agency.in_(sorted(agencies)), _L.state.in_(_HELD))
        .where(or_(_L.state == LimitState.IN_FORCE.value, *moved))
        .order_by(_L.id)
    )
    return [
        LimitOf(agency, category, LimitLife(LimitState(state), *at))
        for agency, category, state, *at in session.execute(statement)
    ]
