"""The transfers of a complaint: which waits, by which it came to its agency, how often it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, CaseRead, rows_of
from portal.complaints.queries.case_rows import Clock
from portal.complaints.records.clock import ClockRecord
from portal.domain.time.clock import ClockKind
from portal.features.transfers.records import TransferRecord
from portal.features.transfers.rules import BOUNCES_AT_MOST


def transfers_of(session: Session, complaint_id: int) -> Sequence[TransferRecord]:
    """Return every transfer of a complaint that was proposed or decided, in order."""
    chosen = select(TransferRecord).where(TransferRecord.complaint_id == complaint_id)
    return session.scalars(chosen.order_by(TransferRecord.id)).all()


def pending_transfer(session: Session, complaint_id: int) -> TransferRecord | None:
    """Return the transfer that waits for its complainant, if one does."""
    clock = select(ClockRecord.id).where(
        ClockRecord.complaint_id == complaint_id,
        ClockRecord.kind == ClockKind.TRANSFER.value,
        ClockRecord.pending,
    )
    if session.scalar(clock) is None:
        return None
    *_, last = transfers_of(session, complaint_id)
    return last


def last_carried_out(session: Session, complaint_id: int) -> TransferRecord | None:
    """Return the transfer by which the complaint came to its agency, if one did."""
    done = [one for one in transfers_of(session, complaint_id) if one.carried_out_at]
    return done[-1] if done else None


class Moved(Protocol):
    """What is asked of a transfer, stored or shown."""

    @property
    def carried_out_at(self) -> datetime | None:
        """When the complaint changed hands by it, if it did."""

    @property
    def is_binding(self) -> bool:
        """Whether the desk decided it."""


def is_for_arbitration(transfers: Sequence[Moved]) -> bool:
    """Tell whether agencies sent a complaint on or back so often that the desk decides next.

    The first transfer is none of the bounces: it brought the complaint to an agency that may be
    wrong. What the desk decided is not decided again.
    """
    done = [one for one in transfers if one.carried_out_at]
    return len(done) > BOUNCES_AT_MOST and not is_bound(transfers)


def is_bound(transfers: Sequence[Moved]) -> bool:
    """Tell whether the desk decided who answers, so that no agency hands the complaint on."""
    return any(one.is_binding for one in transfers)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer to another agency, proposed or carried out; `held` is what may not be read."""

    before: str
    agency: str
    carried_out_at: datetime | None
    held: list[str]
    is_binding: bool
    proposed_by: int | None


def held_back(transfers: Sequence[Transfer]) -> tuple[str, ...]:
    """Return what the complainant keeps the agency from reading that has the complaint now."""
    done = [one for one in transfers if one.carried_out_at]
    return tuple(done[-1].held) if done else ()


TRANSFERS: CaseRead[tuple[Transfer, ...]] = CaseRead(
    "transfers",
    lambda session, complaint: rows_of(session, Transfer, TransferRecord, complaint.id, "id"),
    withheld=held_back,
)


def goes_to_desk(file: CaseFile) -> bool:
    """Tell whether the intake desk is to decide between agencies who answers a complaint."""
    transfers = file.of(TRANSFERS)
    return is_for_arbitration(transfers)


def waiting_transfer(file: CaseFile) -> tuple[Transfer, Clock] | None:
    """Return the transfer that waits for its complainant with its time, if one does."""
    clock = file.clock(ClockKind.TRANSFER)
    return (file.of(TRANSFERS)[-1], clock) if clock is not None and clock.pending else None
