"""The transfers of a complaint, what goes along with it, and the rules of the intake desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Select, and_, bindparam, delete, exists, func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, CaseRead
from portal.complaints.queries.of_complaint import all_as, belonging, columns_of
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.complaints.records.message import (
    AttachmentRecord,
    HistoryEntryRecord,
    MessageRecord,
    NoticeRecord,
)
from portal.db.row_filter import as_the_portal, find
from portal.domain.history import EntryKind
from portal.domain.routing import RoutingRule
from portal.domain.time.clock import ClockKind
from portal.features.transfers.records import HandoverRecord, RoutingRuleRecord, TransferRecord
from portal.features.transfers.rules import (
    ROUTING,
    TRANSFER,
    is_for_arbitration,
)

R = TypeVar("R", TransferRecord, PersonRecord, MessageRecord, AttachmentRecord)


def every(session: Session, record: type[R], complaint_id: int) -> Sequence[R]:
    """Return the rows of one kind that a complaint has, in order.

    Of its people, the complainant's first row is whole.
    """
    of_complaint = select(record).where(record.complaint_id == complaint_id)
    return session.scalars(of_complaint.order_by(record.id)).all()


def transfers_of(session: Session, complaint_id: int) -> Sequence[TransferRecord]:
    """Return every transfer of a complaint that was proposed or decided, in order."""
    return every(session, TransferRecord, complaint_id)


_WAITS = (ClockRecord.kind == ClockKind.TRANSFER.value, ClockRecord.pending)

IS_PROPOSED = exists().where(ClockRecord.complaint_id == ComplaintRecord.id, *_WAITS)
"""Whether a transfer of a complaint waits for its complainant."""


def pending_transfer(session: Session, complaint_id: int) -> TransferRecord | None:
    """Return the transfer that waits for its complainant, if one does."""
    clock = select(ClockRecord.id).where(ClockRecord.complaint_id == complaint_id, *_WAITS)
    if session.scalar(clock) is None:
        return None
    return transfers_of(session, complaint_id)[-1]


def last_carried_out(session: Session, complaint_id: int) -> TransferRecord | None:
    """Return the transfer by which the complaint came to its agency, if one did."""
    transfers = transfers_of(session, complaint_id)
    return next((transfer for transfer in reversed(transfers) if transfer.carried_out_at), None)


def arrived_at(session: Session, complaint_id: int, agency: str) -> datetime | None:
    """Return when a complaint came to its agency from another one, if it did.

    What is kept of it is the other agency's to see.
    """
    came = (HandoverRecord.complaint_id == complaint_id, HandoverRecord.agency == agency)
    with as_the_portal(session):
        return session.scalar(select(func.max(HandoverRecord.at)).where(*came))


def is_by_yes_alone(session: Session, transfer: TransferRecord) -> bool:
    """Tell whether silence hands nothing over: its complainant refused that agency before."""
    return transfer.agency in refused_agencies(session, transfer.complaint_id)


def refused_agencies(session: Session, complaint_id: int) -> frozenset[str]:
    """Return the agencies that the complainant of a complaint did not want to have it."""
    entry = HistoryEntryRecord
    refusals = select(entry.facts).where(
        entry.complaint_id == complaint_id, entry.kind == EntryKind.TRANSFER_REFUSED.value
    )
    return frozenset(facts["to"] for facts in session.scalars(refusals))


# What the page of a complaint shows.


class Transfer(Struct, frozen=True):
    """A transfer to another agency, proposed or carried out; `held` is what may not be read."""

    before: str
    agency: str
    carried_out_at: datetime | None
    held: list[str]
    is_binding: bool
    proposed_by: int | None


def held_back(transfers: Sequence[Transfer]) -> tuple[str, ...]:
    """Return what the complainant keeps the agency from reading that has the complaint now."""
    done = [transfer for transfer in transfers if transfer.carried_out_at]
    return tuple(done[-1].held) if done else ()


TRANSFERS: CaseRead[tuple[Transfer, ...]] = CaseRead(
    (belonging(TransferRecord, columns_of(Transfer, TransferRecord)),),
    all_as(Transfer),
    withheld=held_back,
)


def goes_to_desk(file: CaseFile) -> bool:
    """Tell whether the intake desk is to decide between agencies who answers a complaint."""
    transfers = file.of(TRANSFERS)
    return is_for_arbitration(transfers)


def waiting_transfer(file: CaseFile) -> Transfer | None:
    """Return the transfer that waits for its complainant, if one does."""
    clock = file.clock(ClockKind.TRANSFER)
    return file.of(TRANSFERS)[-1] if clock is not None and clock.pending else None


def forget_notices(session: Session, complaint_id: int) -> None:
    """Take away what the staff was still to be told of a complaint that leaves their agency."""
    waiting = delete(NoticeRecord).where(NoticeRecord.complaint_id == complaint_id)
    with as_the_portal(session):
        session.execute(waiting, execution_options={"synchronize_session": False})


# What whoever handed a complaint over sees of it.


class HandedOver(Struct, frozen=True):
    """A complaint that left an agency: to which one, when and why, and where it stands now."""

    number: str
    agency: str
    at: datetime
    status: str
    agency_now: str
    due_at: datetime | None
    reason: str | None


# Tables of their own, so that the criteria on complaints are not added to them: the row of a
# handover decides who sees that it was.
_OF = ComplaintRecord.__table__.alias("handed_over")
_PROPOSED = TransferRecord.__table__.alias("proposed_before")
_SAID, _ASKED = (
    MessageRecord.__table__.alias(name) for name in ("said_of_handover", "said_before")
)
_H = HandoverRecord
HANDED_AT_MOST = 500
"""How many of the complaints that an agency handed over are listed, the last ones."""
_HANDED_OVER = (
    select(
        *(_OF.c.number, _H.agency, _H.at, _OF.c.status, _OF.c.agency, _OF.c.due_at),
        *(_SAID.c.body, _ASKED.c.body),
    )
    .select_from(_H)
    .join(_OF, _OF.c.id == _H.complaint_id)
    .outerjoin(
        _SAID,
        and_(
            *(_SAID.c.complaint_id == _H.complaint_id, _SAID.c.history_seq == _H.history_seq),
            _SAID.c.kind == ROUTING,
        ),
    )
    # An agency says why when it proposes, before the complainant agrees.
    .outerjoin(
        _PROPOSED,
        and_(
            *(_PROPOSED.c.complaint_id == _H.complaint_id, _PROPOSED.c.before == _H.before),
            _PROPOSED.c.carried_out_at == _H.at,
        ),
    )
    .outerjoin(
        _ASKED,
        and_(
            *(_ASKED.c.complaint_id == _H.complaint_id, _ASKED.c.kind == TRANSFER),
            _ASKED.c.history_seq == _PROPOSED.c.history_seq,
        ),
    )
    .where(_H.before == bindparam("agency"))
    .order_by(_H.at.desc(), _H.id.desc())
    .limit(HANDED_AT_MOST)
)
_SINCE, _OF_NUMBER = _H.at >= bindparam("since"), _OF.c.number == bindparam("number")
# By whether they are of some time, and of one number.
_HANDED: dict[tuple[bool, bool], Select[*tuple[Any, ...]]] = {
    (False, False): _HANDED_OVER,
    (True, False): _HANDED_OVER.where(_SINCE),
    (False, True): _HANDED_OVER.where(_OF_NUMBER),
    (True, True): _HANDED_OVER.where(_SINCE, _OF_NUMBER),
}


def handed_over(
    session: Session, agency: str, since: datetime | None = None, number: str | None = None
) -> list[HandedOver]:
    """Return what left an agency, the last first: `since` a moment, or the one of a `number`."""
    chosen = {"since": since, "number": number}
    statement = _HANDED[since is not None, number is not None]
    rows = find(session, statement, agency=agency, **{k: v for k, v in chosen.items() if v})
    return [_handed_over(*row) for row in rows]


def _handed_over(*row: Any) -> HandedOver:
    *columns, said, asked = row
    return HandedOver(*[*columns, said or asked])


# The rules of the intake desk.


def rules_in_force(session: Session) -> list[RoutingRule]:
    """Return every rule that decides."""
    in_force = select(RoutingRuleRecord).where(RoutingRuleRecord.revoked_at.is_(None))
    return [
        RoutingRule(rule.id, tuple(rule.phrases), rule.agency, rule.category, rule.made_at)
        for rule in session.scalars(in_force.order_by(RoutingRuleRecord.id))
    ]


class KeptRule(Struct, frozen=True):
    """A rule as it was made; without a day of revocation it decides."""

    id: int
    phrases: Sequence[str]
    agency: str
    category: str | None
    reason: str
    number: str
    made_at: datetime
    made_by: int | None
    revoked_at: datetime | None
    revoked_by: int | None
    revoked_why: str | None


def every_rule(session: Session) -> list[KeptRule]:
    """Return every rule, those that decide first, each newest first."""
    columns = [getattr(RoutingRuleRecord, name) for name in KeptRule.__match_args__]
    newest = (RoutingRuleRecord.revoked_at.is_not(None), RoutingRuleRecord.id.desc())
    return [KeptRule(*row) for row in session.execute(select(*columns).order_by(*newest))]


def locked_rule(session: Session, rule_id: int) -> RoutingRuleRecord | None:
    """Return a rule, held, if there is such a one."""
    return session.get(RoutingRuleRecord, rule_id, with_for_update=True)
