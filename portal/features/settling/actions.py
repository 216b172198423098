"""Settling a complaint with whoever complains, at first contact: answered and closed at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.complaints.events import TextContent
from portal.complaints.handling import casework
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require_complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import IssueFinding
from portal.domain.contact import Contact
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.handling.held_messages import Outgoing
from portal.payload import Payload

_NOTHING_BEFORE = frozenset({Status.RECEIVED, Status.TAKEN_IN_CHARGE})


@dataclass(frozen=True, slots=True)
class Settlement(TextContent):
    """What was agreed with the person, how they were reached, and what was found."""

    kind = Outgoing.SETTLEMENT
    contact: Contact
    findings: tuple[IssueFinding, ...]


def may_settle(complaint: Any) -> bool:
    """Tell whether a complaint may be settled at once: it is open, and was never answered.

    A part is not: what its agency finds goes into the answer of whoever asked for it.
    """
    return bool(complaint.is_open) and complaint.answered_at is None and complaint.parent_id is None


@dataclass(frozen=True, slots=True)
class Settled(Payload):
    """What a closing tells of a complaint that was settled: whether it was at first contact."""

    settled: bool = False
    at_first_contact: bool | None = None


def settle(work: Work, complaint: ComplaintRecord, agreed: Settlement) -> None:
    """Answer with what was agreed and close: first contact, answer and closing are done together.

    The person gets one letter. It counts as settled at first contact where nothing was asked, and
    no study begun, before.
    """
    require_complainant(complaint)
    if not may_settle(complaint):
        raise TransitionNotAllowedError(complaint.status, "settle")
    at_first_contact = Status(complaint.status) in _NOTHING_BEFORE
    body = agreed.body.strip()
    if not body:
        raise IncompleteError("body")
    answered = casework.record_answer(work, complaint, body, contact=agreed.contact.value)
    letter_context = casework.record_closing(
        work,
        complaint,
        agreed.findings,
        told=[Settled(settled=True, at_first_contact=at_first_contact)],
    )
    casework.tell_answer(work, complaint, answered, closed=True, **letter_context)
