"""The person takes their complaint over, says that they agree, or asks for a code to do so.

They let whoever represented them read on, or no more.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from portal.complaints.handling.following import is_same
from portal.complaints.letters import letters
from portal.complaints.letters.readdressing import send_on
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.features.representatives import rules
from portal.features.representatives.actions import (
    awaits_check,
    code_given,
    code_typed,
    forget_shown_codes,
    is_open,
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
)
from portal.features.representatives.queries import held_representation, takeover_codes
from portal.features.representatives.rules import ANOTHER_CODE_AFTER, CODE_SHOWN, EndedBy, Proof
from portal.jobs import Job, Place, each_run

_A_DAY, _MOST_A_DAY = timedelta(days=1), 5


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
    Raise TransitionNotAllowedError where the code opens nothing any more.
    """
    record = held_representation(work.session, complaint.id)
    code = code_typed(work.session, work.keyring, complaint.id, typed)
    if record is None or code is None:
        raise TransitionNotAllowedError(complaint.status, "take_back")
    given = code_given(work.keyring, code, here)
    if is_shown(code, given, work.now):
        return
    if not is_open(code, work.now) or awaits_check(record, work.now):
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
    record.taken_back_at, record.may_read = work.now, taking.may_read
    work.record(complaint, rules.TakenBack(taking.may_read))
    letters.to_citizen(work, complaint, COMPLAINT_TAKEN_BACK)
    letters.notify_handling(work, complaint, PERSON_FOLLOWS)


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


# What the person is sent beforehand.


def ask_code(work: Work, complaint: ComplaintRecord, email: str) -> bool:
    """Send the person a code, if this is the address that is known to be theirs.

    Not another one at once, nor too many a day. Return whether one leaves.
    """
    record = held_representation(work.session, complaint.id)
    if record is None or record.taken_back_at is not None or not email:
        return False
    if not is_same(email, record.email) or awaits_check(record, work.now):
        return False
    made = [code.made_at for code in takeover_codes(work.session, complaint.id)]
    lately = [at for at in made if work.now - at < _A_DAY]
    if len(lately) >= _MOST_A_DAY or any(work.now - at < ANOTHER_CODE_AFTER for at in made):
        return False
    return send_code(work, complaint, record, work.advised.calendar)


FORGETTING = Job("forget shown codes", Place.LAST, each_run(forget_shown_codes))
