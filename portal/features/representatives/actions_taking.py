"""The person takes their complaint over, says that they agree, or asks for a code to do so.

They let whoever represented them read on, or no more.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.handling.following import is_same
from portal.complaints.letters import letters
from portal.complaints.letters.readdressing import send_on
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError, UnknownComplaintError
from portal.domain.history import EntryKind
from portal.features.representatives import rules
from portal.features.representatives.actions import (
    awaits_check,
    close_codes,
    code_given,
    code_typed,
    forget_shown_codes,
    is_open,
    is_over,
    is_shown,
    quality_of,
    send_code,
)
from portal.features.representatives.actions_ending import (
    hand_over,
    not_left,
    put_an_end,
    reach_person,
)
from portal.features.representatives.letters import (
    COMPLAINT_TAKEN_BACK,
    PERSON_AGREED,
    PERSON_CONFIRMED,
    PERSON_FOLLOWS,
    PERSON_WISHES,
)
from portal.features.representatives.queries import (
    REQUESTS_AT_ONCE,
    forget_requests,
    held_representation,
    requests_waiting,
    take_request,
    takeover_codes,
    was_wished,
)
from portal.features.representatives.records import TakeoverRequestRecord
from portal.features.representatives.rules import (
    ASKED_CODE_LASTS,
    CODE_SHOWN,
    REQUESTS_KEPT,
    EndedBy,
    Proof,
    may_another_code_leave,
)
from portal.jobs import Job, Place, each_run, tried
from portal.runtime import Runtime


class Taking(Struct, frozen=True):
    """How the person wants to be reached, and whether whoever represented them may read on."""

    reply_by: ReplyBy
    email: str
    phone: str
    address: str
    may_read: bool

    @property
    def reached(self) -> tuple[ReplyBy, str, str, str]:
        """How they are reached."""
        return self.reply_by, self.email, self.phone, self.address


def take_back(
    work: Work, complaint: ComplaintRecord, typed: str, here: str, taking: Taking
) -> None:
    """Let the person be the one who follows their complaint, by a new access code.

    It is shown `here` alone, in the browser that used the code. Sent twice from there, done once.
    Every other code that was sent ends. Raise TransitionNotAllowedError where the code opens
    nothing any more, or nobody of the agency verified how the person is reached.
    """
    record = held_representation(work.session, complaint.id)
    code = code_typed(work.session, work.keyring, complaint.id, typed)
    if record is None or code is None:
        raise TransitionNotAllowedError(complaint.status, "take_back")
    given = code_given(work.keyring, code, here)
    if is_shown(code, given, work.now):
        return
    if not is_open(code, work.now) or awaits_check(record):
        raise TransitionNotAllowedError(complaint.status, "take_back")
    waiting: list[OutboxRecord] = []
    if record.ended_at is None:
        waiting = not_left(work, complaint)
        by, may_read = EndedBy.PERSON, taking.may_read
        put_an_end(work, complaint, record, by, is_reached=True, may_read=may_read)
        hand_over(work, complaint)
    reach_person(work, complaint, *taking.reached)
    send_on(work, complaint, waiting)
    complaint.access_code_hash = work.keyring.hashed(given, CODE_PURPOSE)
    code.used_at, code.shown_until, code.shown = work.now, work.now + CODE_SHOWN, given
    close_codes(work, complaint, but=code)
    record.taken_back_at, record.may_read = work.now, taking.may_read
    work.record(complaint, rules.TakenBack(taking.may_read))
    letters.to_citizen(work, complaint, COMPLAINT_TAKEN_BACK)
    letters.notify_handling(work, complaint, PERSON_FOLLOWS)


def wish(work: Work, complaint: ComplaintRecord, typed: str) -> None:
    """Tell the agency that somebody wishes to follow the complaint, once: it verifies who it is.

    Raise TransitionNotAllowedError where the code opens nothing any more.
    """
    code = code_typed(work.session, work.keyring, complaint.id, typed)
    if code is None or not is_open(code, work.now):
        raise TransitionNotAllowedError(complaint.status, "wish")
    if not was_wished(work.session, complaint.id):
        work.record(complaint, EntryKind.TAKEOVER_WISHED)
        letters.notify_handling(work, complaint, PERSON_WISHES)


def agree(work: Work, complaint: ComplaintRecord, typed: str) -> None:
    """Let the person say that somebody may act for them; the code stays good to take over later.

    Sent twice, said once. Raise TransitionNotAllowedError where the code opens nothing any more,
    and of an estate: who died agrees to nothing.
    """
    record = held_representation(work.session, complaint.id)
    code = code_typed(work.session, work.keyring, complaint.id, typed)
    if record is None or record.ended_at is not None or code is None:
        raise TransitionNotAllowedError(complaint.status, "agree")
    if not is_open(code, work.now) or quality_of(record).is_for_the_dead:
        raise TransitionNotAllowedError(complaint.status, "agree")
    if record.proof == Proof.CONFIRMED:
        return
    record.proof, record.proof_why = Proof.CONFIRMED.value, None
    work.record(complaint, EntryKind.REPRESENTATION_AGREED)
    letters.to_citizen(work, complaint, PERSON_AGREED)
    letters.notify_handling(work, complaint, PERSON_CONFIRMED)


def set_reading(work: Work, complaint: ComplaintRecord, may_read: bool) -> None:
    """Let whoever represented the person read the complaint, or no more; the same again is none."""
    record = held_representation(work.session, complaint.id)
    if record is None or record.ended_at is None:
        raise TransitionNotAllowedError(complaint.status, "set_reading")
    if record.may_read is not may_read:
        record.may_read = may_read
        work.record(complaint, rules.ReadingSet(may_read))


# Who asks for a code is answered by the worker: what is done while they wait is always the same.


def ask(session: Session, number: str, email: str, now: datetime) -> None:
    """Keep that somebody asks for a code, and which address they say is theirs."""
    session.add(TakeoverRequestRecord(asked_at=now, content={"number": number, "email": email}))


def answer_requests(runtime: Runtime, now: datetime) -> int:
    """Answer those who asked for a code, each on its own; return how many."""
    with runtime.transaction(PORTAL) as session:
        forget_requests(session, now - REQUESTS_KEPT)
        waiting = [(row.id, row.content) for row in requests_waiting(session)]
    return sum(
        tried("answer who asked for a code", partial(_answer, runtime, *request, now), 0)
        for request in waiting
    )


def _answer(runtime: Runtime, request_id: int, content: dict[str, str], now: datetime) -> int:
    act = partial(_answer_once, request_id=request_id, email=content["email"])
    try:
        runtime.change(PORTAL, content["number"], act, now=now)
    except UnknownComplaintError:
        with runtime.transaction(PORTAL) as session:
            take_request(session, request_id)
    return 1


def _answer_once(work: Work, complaint: ComplaintRecord, request_id: int, email: str) -> None:
    if take_request(work.session, request_id):
        ask_code(work, complaint, email)


def ask_code(work: Work, complaint: ComplaintRecord, email: str) -> bool:
    """Send the person a code, if this is the address that is known to be theirs.

    Not another one at once, nor too many that are good. Return whether one leaves.
    """
    record = held_representation(work.session, complaint.id)
    if record is None or record.taken_back_at is not None or not email:
        return False
    is_for_nothing = is_over(record, work.now) or quality_of(record).is_for_the_dead
    if not is_same(email, record.email) or (awaits_check(record) and is_for_nothing):
        return False
    codes = takeover_codes(work.session, complaint.id)
    made_at = [code.made_at for code in codes if is_open(code, work.now)]
    if not may_another_code_leave(made_at, work.now):
        return False
    return send_code(work, complaint, record, work.advised.calendar, lasts=ASKED_CODE_LASTS)


JOBS = (
    Job(
        "answer who asked for a code",
        Place.BEFORE_LETTERS,
        each_run(answer_requests),
        counted="codes_asked_for",
        at_once=REQUESTS_AT_ONCE,
    ),
    Job("forget shown codes", Place.LAST, each_run(forget_shown_codes)),
)
