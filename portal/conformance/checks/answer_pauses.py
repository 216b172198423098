"""What the time for an answer may stop for: named, listed once, and never for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from portal.conformance.kit import cases
from portal.conformance.kit.asked import clock_of
from portal.conformance.kit.check import Findings, Topic
from portal.conformance.kit.subject import Subject
from portal.domain.complaint import Complaint
from portal.domain.time.promise import PauseReason, Promise, Stage

pauses = Topic("pauses")

ENDS_WITHIN = timedelta(days=100)


@pauses.check(
    protects="citizens: a time that stands still for ever is no promise",
    mend="Answer an at_most of 1 or more, which passes within about three months, and times of 1.",
)
def each_pause_ends_in_time(subject: Subject) -> Findings:
    """Whatever an answer's time stops for, it goes on by itself within 100 days."""
    for complaint, reason in _reasons(subject):
        if reason.times < 1 or not _ends(subject, reason, complaint.category):
            yield f"{cases.name_of(complaint)}, {reason.code}: {reason.times} x {reason.at_most}"


@pauses.check(
    protects="citizens: they are told what the time stands still for, and it is asked of them once",
    mend="Give each reason a code of its own and a name in French and in English.",
)
def each_pause_is_named_and_has_its_own_code(subject: Subject) -> Findings:
    """Every reason has a name in both languages, and no reason has the code of another."""
    for complaint in subject.asked.complaints:
        reasons = subject.asked.promise(complaint, Stage.ANSWER).pauses
        codes = [reason.code for reason in reasons]
        for reason in reasons:
            is_named = reason.name.fr.strip() and reason.name.en.strip()
            if not is_named or codes.count(reason.code) > 1:
                yield f"{cases.name_of(complaint)}: {reason.code}"


@pauses.check(
    protects="citizens: somebody calls in time, whatever is still missing",
    mend="Leave `pauses` out of every promise but that of the answer.",
)
def only_the_answer_stands_still(subject: Subject) -> Findings:
    """No time but the one for the answer can be stopped."""
    for complaint in subject.asked.complaints:
        for stage in (Stage.ACKNOWLEDGE, Stage.FIRST_CONTACT):
            if subject.asked.promise(complaint, stage).pauses:
                yield f"{cases.name_of(complaint)}, {stage}"


def _reasons(subject: Subject) -> Iterator[tuple[Complaint, PauseReason]]:
    for complaint in subject.asked.complaints:
        for reason in subject.asked.promise(complaint, Stage.ANSWER).pauses:
            yield complaint, reason


def _ends(subject: Subject, reason: PauseReason, category: str) -> bool:
    if reason.at_most.amount < 1:
        return False
    calendar = subject.asked.calendar(category)
    wait = clock_of(Promise(reason.at_most, reason.name), cases.RECEIVED_AT, calendar)
    ends_at = wait and wait.due.due_at
    return bool(ends_at and ends_at - cases.RECEIVED_AT <= ENDS_WITHIN)
