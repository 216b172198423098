"""Who acts for the person whose complaint it is: kept when it is filed, proved, dated.

The person may be sent a code to take it over: made, looked at, used once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.agencies.settings.shared import Attachments
from portal.complaints.features import TextUse
from portal.complaints.handling import documents
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.letters import letters
from portal.complaints.one_time_codes import OneTime, code_made_of, is_key_of, key_hash
from portal.complaints.planning import Added, Filing
from portal.complaints.records.complaint import COMPLAINANT, OTHER, ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.errors import IncompleteError, TransitionNotAllowedError, required
from portal.domain.history import EntryKind
from portal.domain.number import new_resume_code, read_code
from portal.domain.permissions import Permission
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import is_overdue
from portal.features.representatives import rules
from portal.features.representatives.letters import (
    PROOF_ACCEPTED,
    PROOF_REFUSED,
    CodeToTakeOver,
    EndMoved,
)
from portal.features.representatives.queries import (
    codes_still_shown,
    held_representation,
    people_in,
    takeover_codes,
)
from portal.features.representatives.records import RepresentationRecord, TakeoverCodeRecord
from portal.features.representatives.rules import CODE_LASTS, Proof, Quality, Representation, Scope
from portal.keyring import Keyring
from portal.runtime import Runtime

_PURPOSE, _GIVEN = "takeover code", "access code once taken over"

PROOF_WHY, END_WHY = "proof_refused", "representation_dated"
ENDED_WHY, CHECKED_HOW = "representation_ended", "person_verified"
TEXTS = dict.fromkeys((PROOF_WHY, END_WHY, ENDED_WHY), TextUse.EXCHANGED) | {
    CHECKED_HOW: TextUse.INTERNAL
}
"""The kinds of texts: why a proof is refused, an end is moved or put, and how one was known."""


def kept_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Keep who files for another person: as what, for what, until when, with what proof."""
    said = filing.content.part(Representation)
    if filing.content.filed_for != FiledFor.OTHER or said.is_untouched:
        return None
    last_day = None if said.represents_for == Scope.FILE else said.last_day
    row = {
        "said": said.said(),
        "email": said.represented_email or None,
        "address": said.represented_address or None,
        "last_day": last_day,
        "ends_at": _ends_at(filing, said, last_day),
        "proof": said.represents_proof or Proof.NONE.value,
        "proof_why": None,
        **dict.fromkeys(("ended_at", "ended_by", "taken_back_at", "former_code_hash")),
        "verified_at": None,
        "may_read": False,
    }
    is_asked = said.represents_proof == Proof.ORAL and said.represents_for != Scope.FILE
    return Added(
        entries=(rules.Represented(last_day),),
        rows={RepresentationRecord: [row]},
        then=partial(_ask_agreement, calendar=filing.plan.calendar) if is_asked else None,
    )


def _ask_agreement(work: Work, complaint: ComplaintRecord, calendar: WorkingCalendar) -> None:
    """Ask the person whether they agreed, as whoever files says."""
    if record := held_representation(work.session, complaint.id):
        send_code(work, complaint, record, calendar, asks_agreement=True)


def _ends_at(filing: Filing, said: Representation, last_day: date | None) -> datetime | None:
    """Return when it is over: at once of whoever files and does no more."""
    if said.represents_for == Scope.FILE:
        return filing.now
    return end_of(last_day, filing.plan.calendar)


def end_of(last_day: date | None, calendar: WorkingCalendar) -> datetime | None:
    """Return the moment that ends a last day, if there is one."""
    return calendar.ends_at(last_day) if last_day is not None else None


def in_force(work: Work, complaint: ComplaintRecord) -> RepresentationRecord:
    """Return who acts for the person now; raise TransitionNotAllowedError where nobody does."""
    record = held_representation(work.session, complaint.id)
    if record is None or record.ended_at is not None:
        raise TransitionNotAllowedError(complaint.status, "represent")
    return record


def add_proof(
    work: Work, complaint: ComplaintRecord, document: StoredDocument, limits: Attachments
) -> None:
    """Keep a document as what proves that somebody may act for the person; the agency reads it."""
    record = in_force(work, complaint)
    documents.add_to_complaint(work, complaint, document, limits, rules.PROOF_QUESTION)
    if record.proof != Proof.ATTACHED:
        record.proof, record.proof_why = Proof.ATTACHED.value, None
        work.record(complaint, EntryKind.PROOF_RECEIVED)


def judge_proof(
    work: Work, complaint: ComplaintRecord, is_accepted: bool, reason: str = ""
) -> None:
    """Write down that the proof was checked, or why it is refused: the representative is told."""
    require(work, complaint, Permission.CONTACT)
    record = in_force(work, complaint)
    entry = rules.ProofJudged(is_accepted)
    if is_accepted:
        record.proof, record.proof_why = Proof.CHECKED.value, None
        work.record(complaint, entry)
        letters.to_citizen(work, complaint, PROOF_ACCEPTED)
        return
    why = required(reason, "reason")
    record.proof, record.proof_why = Proof.REFUSED.value, why
    letters.record_text(work, complaint, entry, PROOF_WHY, why)
    letters.to_citizen(work, complaint, PROOF_REFUSED)


def move_end(work: Work, complaint: ComplaintRecord, last_day: date | None, reason: str) -> None:
    """Let the representation end on another day, or with the complaint; only the agency may.

    Raise IncompleteError for a day that is past.
    """
    require(work, complaint, Permission.CONTACT)
    record, why = in_force(work, complaint), required(reason, "reason")
    calendar = work.advised.calendar
    if last_day is not None and last_day < calendar.day_of(work.now):
        raise IncompleteError("last_day")
    record.last_day, record.ends_at = last_day, end_of(last_day, calendar)
    letters.record_text(work, complaint, rules.RepresentationDated(last_day), END_WHY, why)
    letters.to_citizen(work, complaint, EndMoved(last_day))


# Codes that the person is sent to take their complaint over, or to say that they agree.


def send_code(
    work: Work,
    complaint: ComplaintRecord,
    record: RepresentationRecord,
    calendar: WorkingCalendar,
    *,
    asks_agreement: bool = False,
    lasts: timedelta = CODE_LASTS,
) -> bool:
    """Send the person a code to take their complaint over; those before it stay good.

    It `asks_agreement` where whoever represents them says that they agreed by word of mouth.

    Return False where nobody knows how to reach them.
    """
    if not (record.email or record.address):
        return False
    code, ends_at = new_resume_code(), work.now + lasts
    made = TakeoverCodeRecord(
        complaint_id=complaint.id,
        code_hash="",
        made_at=work.now,
        ends_at=ends_at,
        used_at=None,
        shown=None,
        shown_until=None,
    )
    work.session.add(made)
    work.session.flush()
    made.code_hash = key_hash(work.keyring, _one_time(made), read_code(code))
    of_estate, waits = quality_of(record).is_for_the_dead, awaits_check(record)
    last_day = calendar.day_of(ends_at)
    letter = CodeToTakeOver(code, last_day, asks_agreement, of_estate, waits)
    # Whoever settles an estate gives their own name with their address.
    name = "" if of_estate else _name_of_person(work, complaint)
    address = f"{name}\n{record.address}".strip()
    letters.to_person_beside(work, complaint, letter, record.email or "", address)
    by = ReplyBy.EMAIL if record.email else ReplyBy.POST
    work.record(complaint, rules.PersonReached(by.value, waits, of_estate))
    return True


def close_codes(
    work: Work, complaint: ComplaintRecord, but: TakeoverCodeRecord | None = None
) -> None:
    """Let no code that was sent so far open the page to take a complaint over, but this one."""
    for code in takeover_codes(work.session, complaint.id):
        if code is not but:
            code.ends_at = min(code.ends_at, work.now)


def awaits_check(record: RepresentationRecord) -> bool:
    """Tell whether only whoever acts for the person, or did, said how they are reached.

    What that says may be an address of their own: nobody takes the complaint over by what goes
    there, and once they act no more nothing goes there at all, until somebody verified it.
    """
    return record.verified_at is None


def is_over(record: RepresentationRecord, now: datetime) -> bool:
    """Tell whether nobody acts for the person any more, whether or not anything was done then."""
    ran_out = record.ends_at is not None and is_overdue(record.ends_at, now)
    return ran_out or record.ended_at is not None


def quality_of(record: RepresentationRecord) -> Quality:
    """Return what somebody is to the person for whom they act."""
    return Quality(record.said.get("quality") or Quality.ANOTHER)


def _name_of_person(work: Work, complaint: ComplaintRecord) -> str:
    """Return what the person is called: they complain by now, or somebody does for them."""
    people = people_in(work.session, complaint.id)
    for role in (OTHER, COMPLAINANT):
        names = [person.name for person in people if person.role == role and person.name]
        if names:
            return names[0]
    return ""


def code_typed(
    session: Session, keyring: Keyring, complaint_id: int, typed: str
) -> TakeoverCodeRecord | None:
    """Return the code that was typed, whether it still opens anything or not."""
    key = read_code(typed)
    codes = takeover_codes(session, complaint_id)
    return next((c for c in codes if is_key_of(keyring, c.code_hash, _one_time(c), key)), None)


def _one_time(code: TakeoverCodeRecord) -> OneTime:
    return OneTime(_PURPOSE, code.id, code.complaint_id, code.ends_at)


def is_open(code: TakeoverCodeRecord, now: datetime) -> bool:
    """Tell whether a code opens the page now: it was never used, nor did it end."""
    return code.used_at is None and now < code.ends_at


def code_given(keyring: Keyring, code: TakeoverCodeRecord, here: str) -> str:
    """Return the access code that is given for a code where it is used.

    `here` is what one browser alone has: no other is shown it, not even by the same code.
    """
    return code_made_of(keyring, _GIVEN, code.complaint_id, code.id, here)


def is_shown(code: TakeoverCodeRecord, given: str, now: datetime) -> bool:
    """Tell whether an access code is the one that was given for a code, and is shown still."""
    return code.shown == given and code.shown_until is not None and now < code.shown_until


def forget_shown(work: Work, complaint: ComplaintRecord) -> bool:
    """Keep no longer the access code that was shown once; return whether one was kept."""
    over = [
        code
        for code in takeover_codes(work.session, complaint.id)
        if code.shown_until is not None and code.shown_until <= work.now and code.shown
    ]
    for code in over:
        code.shown = None
    return bool(over)


def forget_shown_codes(runtime: Runtime, now: datetime) -> int:
    """Keep no longer what was shown once; return of how many complaints."""
    return runtime.change_waiting(partial(codes_still_shown, now=now), forget_shown, now)
