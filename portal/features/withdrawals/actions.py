"""A withdrawal is asked for, undone while it waits, and binds after five days by itself.

Until then nothing stops: the agency goes on, at the same dates, because a person who is pressed to
withdraw must not lose by it, nor the agency gain. Who suggested it is told to those above whoever
handles the complaint, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import exists

from portal.complaints.dates import running_clocks
from portal.complaints.entries import EntryFacts
from portal.complaints.events import AnswerBegun
from portal.complaints.handling import following
from portal.complaints.letters import letters
from portal.complaints.queries.of_complaint import read_of
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, require, require_complainant
from portal.domain.complaint import Status
from portal.domain.contact import Contact
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.domain.typed import is_blank
from portal.features.withdrawals.letters import (
    WITHDRAWAL_FALLEN,
    WITHDRAWAL_SUGGESTED,
    WithdrawalForStaff,
    WithdrawalKept,
    WithdrawalWaits,
)
from portal.features.withdrawals.queries import OTHERS, asked_since, handlers_of, last_withdrawal
from portal.features.withdrawals.rules import (
    ASKED_A_DAY,
    BINDS_AFTER,
    AskedTooOftenError,
    Asking,
    Fallen,
    State,
    Suggested,
    WithdrawalAsked,
    WithdrawalFallen,
    WithdrawalSuggested,
)

_A_DAY = timedelta(days=1)
TEXT = "withdrawal"
"""The kind of the text that says why."""

IS_WAITING = exists().where(
    ClockRecord.complaint_id == ComplaintRecord.id,
    ClockRecord.kind == ClockKind.WITHDRAWAL.value,
    ClockRecord.pending,
)
"""Whether a withdrawal was asked for and does not bind yet."""


def ask(
    work: Work, complaint: ComplaintRecord, reason: str, suggested: Suggested | None = None
) -> None:
    """Ask that the complaint be withdrawn, as its complainant does; asked twice, it is asked once.

    What they say of who `suggested` it goes to those above whoever handles the complaint. Raise
    AskedTooOftenError where they asked so often within a day that everybody would be flooded: the
    complaint is kept meanwhile.
    """
    if _is_too_often(work, complaint):
        raise AskedTooOftenError(complaint.status, Action.WITHDRAW.value)
    if _begin(work, complaint, reason):
        _keep_suggested(work, complaint, suggested)


def note(
    work: Work, complaint: ComplaintRecord, asked: Asking, contact: Contact, reason: str
) -> None:
    """Note that somebody asked by telephone or otherwise that the complaint be withdrawn.

    The person is written to, and may keep the complaint as if they had asked by themself. Raise
    NobodyComplainsError in a file that the service opened by itself.
    """
    require_complainant(complaint)
    require(work, complaint, Permission.CONTACT)
    _begin(work, complaint, reason, asked=asked.value, contact=contact.value)


def say_suggested(work: Work, complaint: ComplaintRecord, suggested: Suggested) -> None:
    """Keep who suggested a withdrawal that waits, as its complainant says; said once."""
    withdrawal = last_withdrawal(work.session, complaint.id)
    if withdrawal is None or withdrawal.state is not State.WAITING:
        raise TransitionNotAllowedError(complaint.status, "say_suggested")
    if withdrawal.suggested is None:
        _keep_suggested(work, complaint, suggested)


def take_back(work: Work, complaint: ComplaintRecord) -> None:
    """Keep a complaint of which the withdrawal does not bind yet; nothing else changes."""
    if not _fall(work, complaint, Fallen.TAKEN_BACK):
        raise TransitionNotAllowedError(complaint.status, "take_back_withdrawal")
    _tell_kept(work, complaint, WithdrawalKept())


def note_kept(work: Work, complaint: ComplaintRecord, asked: Asking, contact: Contact) -> None:
    """Note that somebody asked by telephone or otherwise to keep a complaint; they are written to.

    Raise TransitionNotAllowedError where no withdrawal waits.
    """
    require_complainant(complaint)
    require(work, complaint, Permission.CONTACT)
    if not _fall(work, complaint, Fallen.TAKEN_BACK, asked.value, contact.value):
        raise TransitionNotAllowedError(complaint.status, "note_kept")
    _tell_kept(work, complaint, WithdrawalKept(by_staff=True))


def _tell_kept(work: Work, complaint: ComplaintRecord, letter: WithdrawalKept) -> None:
    letters.to_citizen(work, complaint, letter)
    letters.to_assignee(work, complaint, WITHDRAWAL_FALLEN)


def fall_by_answer(event: AnswerBegun) -> None:
    """Let a withdrawal fall because the complaint is answered: it can be withdrawn no more."""
    _fall(event.work, event.complaint, Fallen.ANSWERED)


def bind(work: Work, complaint: ComplaintRecord, _clock: ClockRecord) -> None:
    """Withdraw the complaint: nobody kept it in time."""
    if is_possible(Status(complaint.status), Action.WITHDRAW):
        following.withdraw(work, complaint)


def _begin(
    work: Work,
    complaint: ComplaintRecord,
    reason: str,
    asked: str | None = None,
    contact: str | None = None,
) -> bool:
    """Let the five days begin and tell everybody the day; return False where they had begun."""
    status_after(Status(complaint.status), Action.WITHDRAW)
    if running_clocks.pending_clock(work, complaint, ClockKind.WITHDRAWAL) is not None:
        return False
    clock = running_clocks.start_clock(work, complaint, ClockKind.WITHDRAWAL, BINDS_AFTER)
    assert clock.last_day is not None, "days are counted to a last one"
    _record(work, complaint, WithdrawalAsked(clock.last_day, asked, contact), reason)
    others = read_of(work.session, OTHERS, complaint.id)
    waits = WithdrawalWaits(clock.last_day, by_staff=asked is not None, are_several=bool(others))
    letters.to_citizen(work, complaint, waits)
    letters.to_assignee(work, complaint, WithdrawalForStaff(clock.last_day))
    return True


def _is_too_often(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell whether asking now would begin anew what began so often within a day."""
    if running_clocks.pending_clock(work, complaint, ClockKind.WITHDRAWAL) is not None:
        return False
    return asked_since(work.session, complaint.id, work.now - _A_DAY) >= ASKED_A_DAY


def _record(work: Work, complaint: ComplaintRecord, entry: EntryFacts, reason: str) -> None:
    if is_blank(reason):
        work.record(complaint, entry)
    else:
        letters.record_text(work, complaint, entry, TEXT, reason)


def _keep_suggested(work: Work, complaint: ComplaintRecord, suggested: Suggested | None) -> None:
    """Record it whatever it is, so that nothing follows from there being an entry."""
    work.record(complaint, WithdrawalSuggested(suggested.value if suggested else ""))
    if suggested is Suggested.AGENCY:
        letters.to_members(work, complaint, _alarmed(work, complaint), WITHDRAWAL_SUGGESTED)


def _alarmed(work: Work, complaint: ComplaintRecord) -> Sequence[Member]:
    """Return the heads of the service; the top authority where they handled the complaint."""
    handlers = handlers_of(work.session, complaint.id) | {complaint.assignee_id}
    for members in (
        work.staff.heads(work.session, complaint.agency),
        work.staff.top_authority(work.session, complaint.agency),
    ):
        others = [member for member in members if member.user_id not in handlers]
        if others:
            return others
    return ()


def _fall(
    work: Work,
    complaint: ComplaintRecord,
    why: Fallen,
    asked: str | None = None,
    contact: str | None = None,
) -> bool:
    clock = running_clocks.pending_clock(work, complaint, ClockKind.WITHDRAWAL)
    if clock is None:
        return False
    clock.end(work.now)
    work.record(complaint, WithdrawalFallen(why, asked, contact))
    return True
