"""The urgent lane: proposed by the words of a complaint, confirmed or declined by a person.

A confirmed one has a date of its own for the first act of a person; missed, it climbs one step.
The promised answer stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from portal.complaints import entries
from portal.complaints.dates.running_clocks import owed_clocks, start_clock
from portal.complaints.events import Acted, AnswerBegun, MessageReceived, TakenOver, Withdrawn
from portal.complaints.handling.escalation import (
    hand_up,
    holders,
    nobody_here,
    one_step_up,
    tell_of_vacancy,
)
from portal.complaints.letters import letters
from portal.complaints.letters.letters import notify, tell_missed
from portal.complaints.planning import Added, Filing
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, excluded_from, require
from portal.domain.complaint import Status, is_own_motion
from portal.domain.errors import TransitionNotAllowedError, required
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Confidence
from portal.domain.time.promised_dates import promise_from
from portal.features.urgency import rules
from portal.features.urgency.letters import URGENCY_PROPOSED, Urgent, UrgentConfirmed
from portal.features.urgency.queries import complaints_found
from portal.features.urgency.rules import Urgency, signs_in, signs_of
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime
from portal.words.letters.about_dates import PassedUp
from portal.words.letters.to_staff import DateMissed, PassedToYou

CLOCK = ClockKind.URGENT_FIRST_ACT
WHY, DECLINED, ACT = TEXTS = ("urgent_why", "urgent_declined", "urgent_act")
"""The kinds of texts: why it is urgent, why not, and what was done first."""


def found_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Note by what a new complaint looks urgent, for a person to confirm; most do not."""
    plan, draft = filing.plan, filing.draft
    if is_own_motion(draft):
        # What is urgent is urgent for somebody: here nobody waits to be reached.
        return None
    filed = replace(draft, category=plan.category.code)
    signs = signs_of(plan.agency, filed, filing.content.wish)
    if signs is None:
        return None
    return Added(columns={"urgency": Urgency.FOUND.value, "urgency_why": signs})


def look_at(event: MessageReceived) -> None:
    """Propose what the complainant writes now as urgent, if its words say so and nobody decided."""
    work, complaint = event.work, event.complaint
    is_told = complaint.urgency not in (None, Urgency.CONFIRMED)
    if is_told or complaint.urgent_since is not None or not Status(complaint.status).is_unanswered:
        return
    agency = work.agencies.agency(complaint.agency)
    complaint.urgency_why = signs_in(agency, None, [event.body])
    if complaint.urgency_why:
        complaint.urgency = Urgency.FOUND.value


def propose_found(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell whoever may confirm that a complaint looks urgent; return whether it was not told."""
    if complaint.urgency != Urgency.FOUND:
        return False
    if not Status(complaint.status).is_unanswered:
        complaint.urgency = None
        return False
    complaint.urgency = Urgency.PROPOSED.value
    work.record(complaint, EntryKind.URGENCY_PROPOSED)
    heads = work.staff.heads(work.session, complaint.agency)
    in_charge = work.staff.in_charge(work.session, complaint, excluded_from(work, complaint))
    members = [*heads, *without(in_charge, heads)]
    letters.to_members(work, complaint, members, URGENCY_PROPOSED)
    return True


def confirm(work: Work, complaint: ComplaintRecord, why: str) -> None:
    """Say that a complaint is urgent, and why: somebody acts by a date that is told at once."""
    require(work, complaint, Permission.DECIDE_URGENCY)
    if not Status(complaint.status).is_unanswered or complaint.urgent_since is not None:
        raise TransitionNotAllowedError(complaint.status, "confirm_urgent")
    text = required(why, "why_urgent")
    complaint.urgency, complaint.urgent_since = Urgency.CONFIRMED.value, work.now
    promise = work.advised.agency.configured.promise("urgent", complaint.category)
    clock = start_clock(work, complaint, CLOCK, promise)
    letters.record_text(work, complaint, rules.UrgencyConfirmed(clock.last_day), WHY, text)
    heads = work.staff.heads(work.session, complaint.agency)
    others = [head for head in heads if head.user_id != work.actor.user_id]
    letters.to_members(work, complaint, others, UrgentConfirmed(clock.last_day))
    is_sample = promise.confidence is Confidence.ASSUMED
    letters.to_citizen(work, complaint, Urgent(clock.last_day, is_sample))


def decline(work: Work, complaint: ComplaintRecord, reason: str) -> None:
    """Say that a complaint only looked urgent, and why; nothing changes for its complainant."""
    require(work, complaint, Permission.DECIDE_URGENCY)
    if complaint.urgency is None or not Urgency(complaint.urgency).is_undecided:
        raise TransitionNotAllowedError(complaint.status, "decline_urgent")
    text = required(reason, "reason")
    complaint.urgency = Urgency.DECLINED.value
    letters.record_text(work, complaint, EntryKind.URGENCY_DECLINED, DECLINED, text)


def act(work: Work, complaint: ComplaintRecord, body: str) -> None:
    """Note the first thing that somebody did about an urgent complaint."""
    require(work, complaint, Permission.CONTACT)
    owed = _owed(work, complaint)
    if not owed:
        raise TransitionNotAllowedError(complaint.status, "urgent_act")
    text = required(body, "body")
    letters.record_text(work, complaint, _met(work, owed), ACT, text)


def note_act(event: Acted) -> None:
    """Stop the date of the first act, where one is owed, because a person acted."""
    owed = _owed(event.work, event.complaint)
    if owed:
        event.work.record(event.complaint, _met(event.work, owed))


def end(event: AnswerBegun | Withdrawn) -> None:
    """Take a complaint out of the urgent lane: it is answered, or over."""
    event.complaint.urgent_since = None


def start_again(event: TakenOver) -> None:
    """Let the agency that gets an urgent complaint act by a date of its own."""
    work, complaint, agency = event.work, event.complaint, event.plan.agency
    if complaint.urgent_since is not None:
        promise = agency.configured.promise("urgent", complaint.category)
        days, release_id = event.plan.calendar, agency.release_id
        start_clock(work, complaint, CLOCK, promise, release_id=release_id, calendar=days)
    elif complaint.urgency == Urgency.PROPOSED:
        # Told to the agency before; now whoever may decide it is somebody else.
        complaint.urgency = Urgency.FOUND.value


def escalate(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Pass an urgent complaint on which nobody acted one level up; at the top everybody is told."""
    excluded = excluded_from(work, complaint)
    up = one_step_up(work, complaint, excluded)
    heads = work.staff.heads(work.session, complaint.agency)
    if up is None:
        tell_missed(work, complaint, clock, heads, level=complaint.level)
        return
    before = work.staff.in_charge(work.session, complaint, excluded)
    after = holders(work, complaint, up, excluded)
    others = without([*before, *without(heads, before)], after)
    told = work.staff.told_as(work.session, complaint.agency, others)
    nobody = nobody_here(work, complaint, excluded)
    work.record(complaint, entries.DateMissed(clock.kind, complaint.level, told, nobody))
    hand_up(work, complaint, up, "urgent", clock.id)
    promise = promise_from(clock.promise)
    started = start_clock(work, complaint, CLOCK, promise, release_id=clock.release_id)
    escalated = entries.Escalated(up.level, up.step.to, why="urgent", over=up.passed_over)
    work.record(complaint, escalated)
    tell_of_vacancy(work, complaint, up.vacant)
    notify(work, complaint, after, PassedToYou(why="urgent", last_day=started.last_day))
    notify(work, complaint, others, DateMissed(clock.kind))
    letters.to_citizen(work, complaint, PassedUp(up.level))


def _met(work: Work, owed: Sequence[ClockRecord]) -> rules.UrgentActed:
    """Stop the dates that are owed because a person acted; return what the history tells of it."""
    for clock in owed:
        clock.meet(work.acted_at)
    return rules.UrgentActed(
        in_time=all(clock.missed_at is None for clock in owed),
        last_day=min((clock.last_day for clock in owed if clock.last_day), default=None),
    )


def _owed(work: Work, complaint: ComplaintRecord) -> Sequence[ClockRecord]:
    """Return the dates of the first act that are still owed: only an urgent complaint has any."""
    return owed_clocks(work.session, complaint.id, [CLOCK]) if complaint.urgent_since else ()


def propose_urgent(runtime: Runtime, now: datetime) -> int:
    """Tell the staff which complaints look urgent; return how many there were."""
    return runtime.change_waiting(complaints_found, propose_found, now)


PROPOSE = Job(
    "propose urgent", Place.BEFORE_CLOCKS, each_run(propose_urgent), counted="urgent_proposed"
)
