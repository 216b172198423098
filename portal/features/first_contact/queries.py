"""What was said of the first contact, read under the lock of the complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ClockRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.actor import ActorKind
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.features.first_contact.rules import WRITTEN, Claim, ContactJudged, claim_in

_E = HistoryEntryRecord
_TOLD = (
    *(EntryKind.TAKEN_IN_CHARGE, EntryKind.CONTACT_MADE),
    *(EntryKind.CONTACT_JUDGED, EntryKind.ROUTED),
)


def claim_of(session: Session, complaint_id: int) -> Claim | None:
    """Return the contact of which its complainant may say whether it was made."""
    of_it = (_E.complaint_id == complaint_id, _E.kind.in_([kind.value for kind in _TOLD]))
    return claim_in(session.scalars(select(_E).where(*of_it).order_by(_E.seq)))


def claimant_of(session: Session, complaint_id: int, claim: Claim) -> int | None:
    """Return who of the staff noted a contact."""
    made = _E.kind.in_([EntryKind.TAKEN_IN_CHARGE.value, EntryKind.CONTACT_MADE.value])
    noted = select(_E.user_id).where(_E.complaint_id == complaint_id, made, _E.at == claim.at)
    return session.scalar(noted.order_by(_E.seq.desc()).limit(1))


def written_since(session: Session, complaint_id: int, claim: Claim) -> datetime | None:
    """Return when somebody first wrote to the complainant after a contact was noted."""
    kinds = _E.kind.in_([kind.value for kind in WRITTEN])
    by_staff = _E.actor != ActorKind.COMPLAINANT.value
    since = select(_E.at).where(_E.complaint_id == complaint_id, kinds, by_staff, _E.at > claim.at)
    return session.scalar(since.order_by(_E.seq).limit(1))


def denied_since(session: Session, complaint_id: int, moment: datetime) -> int:
    """Return how often a contact was said not to have been made since a moment."""
    judged = (_E.kind == EntryKind.CONTACT_JUDGED.value, _E.at > moment)
    said = session.scalars(select(_E.facts).where(_E.complaint_id == complaint_id, *judged))
    return sum(not ContactJudged.read(facts).reached for facts in said)


def clock_of(session: Session, complaint_id: int) -> ClockRecord | None:
    """Return the newest date of the first contact, whether it runs or not."""
    of_kind = (
        ClockRecord.complaint_id == complaint_id,
        ClockRecord.kind == ClockKind.FIRST_CONTACT.value,
    )
    return session.scalar(select(ClockRecord).where(*of_kind).order_by(ClockRecord.id.desc()))
