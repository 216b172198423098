"""Who acts for the person whose complaint it is, for whoever opens, follows or sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import COMPLAINT_ID, belonging, read_of
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.message import AttachmentRecord, HistoryEntryRecord
from portal.db.direct import Direct
from portal.db.reads import Rows
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.history import EntryKind
from portal.domain.time.clock import is_overdue
from portal.features.representatives.records import (
    RepresentationRecord,
    TakeoverCodeRecord,
    TakeoverRequestRecord,
)
from portal.features.representatives.rules import PROOF_QUESTION, Proof, Quality, Scope

_R, _C, _A, _H = RepresentationRecord, ComplaintRecord, AttachmentRecord, HistoryEntryRecord
_OF_NOTHING_ELSE = {"synchronize_session": False}
REQUESTS_AT_ONCE = 100


class ProofDocument(Struct, frozen=True):
    """A document that is to prove that somebody may act for the person, and when it came."""

    id: int
    added_at: datetime


class Representative(Struct, frozen=True):
    """Who acts for the person: as what, for what, until when, with what proof; and what ended it.

    The person themself is reached at `email` or `address`, which only whoever represents them said
    unless it `is_verified` by the agency; what was typed of it when the complaint was filed is all
    that whoever represents them is shown.
    """

    quality: Quality
    scope: Scope
    why_none: str
    why_words: str
    last_day: date | None
    ends_at: datetime | None
    proof: Proof
    proof_why: str
    ended_at: datetime | None
    ended_by: str | None
    taken_back_at: datetime | None
    may_read: bool
    email: str
    address: str
    typed_email: str
    typed_address: str
    is_verified: bool
    proofs: tuple[ProofDocument, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Tell whether the agency accepted the proof, or knows that it is the person who agreed.

        Whoever agreed at an address that only their representative gave may be anybody.
        """
        return self.proof is Proof.CHECKED or (self.proof is Proof.CONFIRMED and self.is_verified)

    @property
    def proof_came_at(self) -> datetime | None:
        """When the newest document that is to prove it came."""
        return max((proof.added_at for proof in self.proofs), default=None)

    @property
    def is_known(self) -> bool:
        """Tell whether anybody said how the person is reached."""
        return bool(self.email or self.address)

    @property
    def reaches(self) -> bool:
        """Tell whether letters get to the person, once nobody acts for them."""
        return self.is_verified and self.is_known

    def is_over(self, now: datetime) -> bool:
        """Tell whether they act for the person no more, whether or not anything was done then."""
        return self.ended_at is not None or (
            self.ends_at is not None and is_overdue(self.ends_at, now)
        )


_COLUMNS = (
    *(_R.said, _R.last_day, _R.ends_at, _R.proof, _R.proof_why, _R.ended_at, _R.ended_by),
    *(_R.taken_back_at, _R.may_read, _R.email, _R.address, _R.verified_at),
)


def _representative(said: Mapping[str, Any], *rest: Any) -> Representative:
    last_day, ends_at, proof, proof_why, ended_at, ended_by, taken_back_at, *others = rest
    may_read, email, address, verified_at = others
    return Representative(
        Quality(said.get("quality") or Quality.ANOTHER),
        Scope(said.get("scope") or Scope.WHOLE),
        said.get("why_none") or "",
        said.get("why_words") or "",
        last_day,
        ends_at,
        Proof(proof),
        proof_why or "",
        ended_at,
        ended_by,
        taken_back_at,
        may_read,
        email or "",
        address or "",
        said.get("email") or "",
        said.get("address") or "",
        verified_at is not None,
    )


_NOT_TOLD = dict.fromkeys(("email", "address", "typed_email", "typed_address"), "")


def _first(rows: Rows, proofs: Rows) -> Representative | None:
    found = next((_representative(*row) for row in rows), None)
    return found and replace(found, proofs=tuple(ProofDocument(*row) for row in proofs))


_SHOWN = belonging(_R, _COLUMNS)
_PROOFS = select(_A.id, _A.id.label("proof"), _A.added_at).where(
    _A.complaint_id == COMPLAINT_ID, _A.question == PROOF_QUESTION, _A.from_citizen
)

REPRESENTED: CaseRead[Representative | None] = CaseRead(
    (_SHOWN, _PROOFS),
    _first,
    # Of whom it is not told who complains, not why there is no proof either.
    masked=lambda found, masking: (
        found and replace(found, why_words=masking(found.why_words), **_NOT_TOLD)
    ),
)
"""Who acts for the person whose complaint an officer opens."""

FOLLOWED: FollowedRead[Representative | None] = FollowedRead((_SHOWN, _PROOFS), _first)
"""The same, for whoever follows it."""


def representative_of(session: Session, complaint_id: int) -> Representative | None:
    """Return who acts for the person whose complaint it is, or did."""
    return read_of(session, FOLLOWED, complaint_id)


def held_representation(session: Session, complaint_id: int) -> RepresentationRecord | None:
    """Return who acts for the person whose complaint it is, to change that."""
    statement = select(_R).where(_R.complaint_id == complaint_id)
    return session.scalar(statement.execution_options(**{FOR_DELIVERY: True}))


def representations_over(session: Session, now: datetime) -> list[str]:
    """Return the numbers of complaints whose representative's time is over, and still stands."""
    over = select(_C.number).join(_R, _R.complaint_id == _C.id)
    return list(session.scalars(over.where(_R.ended_at.is_(None), _R.ends_at <= now)))


class Door(Struct, frozen=True):
    """What a code is looked at by: whose it is, and what is left of it.

    `agency` has the complaint; `code_hash` opens it now, `former_code_hash` did while somebody
    acted for the person.
    """

    complaint_id: int
    number: str
    agency: str
    code_hash: str
    representative: Representative
    former_code_hash: str | None

    def is_former(self, opened: WhenOpened) -> bool:
        """Tell whether it was opened by what the representative had, once it was handed over.

        What was opened before that was theirs, by whatever it was.
        """
        ended_at = self.representative.ended_at
        return ended_at is not None and (
            opened.code_hash == self.former_code_hash or opened.at < ended_at
        )

    def is_representatives(self, opened: WhenOpened) -> bool:
        """Tell whether it was opened by what the representative has, while nothing was handed over.

        A code that opens nothing is not: of it nobody learns anything.
        """
        ends_at = self.representative.ends_at
        is_before = ends_at is not None and opened.at < ends_at
        return is_before or opened.code_hash in ("", self.code_hash)


class WhenOpened(Protocol):
    """By which code a complaint was opened, as its keyed hash, and when."""

    @property
    def code_hash(self) -> str:
        """Empty where something else opened it."""

    @property
    def at(self) -> datetime:
        """When it was."""


_DOOR = Direct(
    select(
        *(_R.id, _R.complaint_id, _C.number, _C.agency, _C.access_code_hash),
        *(_R.former_code_hash, *_COLUMNS),
    )
    .join(_C, _C.id == _R.complaint_id)
    .where(_C.number == bindparam("number"))
)


def door_of(connection: Any, number: str) -> Door | None:
    """Return by what the codes of a complaint are looked at; None where nobody acts for another."""
    row = _DOOR.first(connection, number=number)
    if row is None:
        return None
    _id, complaint_id, own_number, agency, code_hash, former, *columns = row
    return Door(complaint_id, own_number, agency, code_hash, _representative(*columns), former)


# Who is in it, and the codes to take it over, to change them.


def people_in(session: Session, complaint_id: int) -> list[PersonRecord]:
    """Return everybody of a complaint, whatever of them its agency may read."""
    person = PersonRecord
    statement = select(person).where(person.complaint_id == complaint_id).order_by(person.id)
    return list(session.scalars(statement.execution_options(**{FOR_DELIVERY: True})))


def takeover_codes(session: Session, complaint_id: int) -> list[TakeoverCodeRecord]:
    """Return the codes by which a complaint may be taken over, or was, the newest first."""
    code = TakeoverCodeRecord
    statement = select(code).where(code.complaint_id == complaint_id).order_by(code.id.desc())
    return list(session.scalars(statement.execution_options(**{FOR_DELIVERY: True})))


def codes_still_shown(session: Session, now: datetime) -> list[str]:
    """Return the numbers of complaints whose new access code is shown no more, and still kept."""
    code = TakeoverCodeRecord
    shown = select(_C.number).join(code, code.complaint_id == _C.id)
    return list(session.scalars(shown.where(code.shown.is_not(None), code.shown_until <= now)))


def was_wished(session: Session, complaint_id: int) -> bool:
    """Tell whether somebody asked before to follow a complaint that was made for them."""
    wished = (_H.complaint_id == complaint_id, _H.kind == EntryKind.TAKEOVER_WISHED.value)
    return session.scalar(select(_H.seq).where(*wished).limit(1)) is not None


# Who asks for a code.


def requests_waiting(session: Session) -> Sequence[TakeoverRequestRecord]:
    """Return the requests that wait, the oldest first."""
    request = TakeoverRequestRecord
    return session.scalars(select(request).order_by(request.id).limit(REQUESTS_AT_ONCE)).all()


def take_request(session: Session, request_id: int) -> bool:
    """Take a request away; return whether it was there."""
    request = TakeoverRequestRecord
    taken = delete(request).where(request.id == request_id).returning(request.id)
    return session.execute(taken, execution_options=_OF_NOTHING_ELSE).first() is not None


def forget_requests(session: Session, before: datetime) -> None:
    """Forget who asked before a moment: nobody waits for the answer any more."""
    old = delete(TakeoverRequestRecord).where(TakeoverRequestRecord.asked_at < before)
    session.execute(old, execution_options=_OF_NOTHING_ELSE)
