"""A worker slept for days: it catches up in order, and without a storm of mail."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.letters.outbox import BATCH
from portal.complaints.records.complaint import ComplaintRecord, EscalationRecord
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import act, due, history, history_holds, staffed
from tests.support import FixedClock, RecordingMailer, file, on_both

DAYS = 6
EACH_DAY = 40
ASLEEP = timedelta(days=3)


@on_both
def test_after_three_days_everything_happens_once_in_order_and_in_few_letters(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
) -> None:
    staffed(runtime)
    clock.moment -= timedelta(weeks=2)
    numbers = filed_day_after_day(runtime, clock)
    clock.moment = due(runtime, numbers[0]) + ASLEEP
    late = [number for number in numbers if due(runtime, number) <= clock.moment]
    worker = Worker(runtime)
    woken = worker.run_once(clock.moment)
    assert woken.clocks.failed == ()
    for _ in range(3 * len(numbers) // BATCH + 1):
        assert worker.run_once(clock.moment).clocks.acted == ()
    assert 100 < len(late) < len(numbers)
    steps = climbed(runtime)
    assert sorted(steps) == late
    # Of those that had nothing else to miss, the oldest date came first.
    in_charge = late[::2]
    assert [number for number in steps if number in in_charge] == in_charge
    assert all(levels(runtime)[number] == 2 for number in late)
    assert missed(runtime, late[1]) == ["first_contact", "answer"]
    letters_to = Counter(message["To"] for message in mailbox.sent)
    staff = {name: count for name, count in letters_to.items() if "parks" in name}
    assert set(staff.values()) == {1}
    assert len(staff) == 3  # the office, the director, and the head of the service
    assert told_twice(runtime) == []
    told_late = [message for message in mailbox.sent if "retard" in message["Subject"]]
    assert len(told_late) == len({message["To"] for message in told_late}) == len(late)
    assert history_holds(runtime)


def filed_day_after_day(runtime: Runtime, clock: FixedClock) -> list[str]:
    """File complaints on several days, each by somebody else; every other is taken in charge."""
    numbers = []
    for place in range(DAYS * EACH_DAY):
        if place and place % EACH_DAY == 0:
            clock.moment += timedelta(days=1)
        numbers.append(file(runtime, email=f"citizen.{place}@exemple.org").number)
        if place % 2 == 0:
            act(runtime, numbers[-1], casework.record_first_contact)
    return numbers


def climbed(runtime: Runtime) -> list[str]:
    """Return the complaints in the order in which they climbed."""
    with runtime.reading(PORTAL) as session:
        steps = select(ComplaintRecord.number).join(
            EscalationRecord, EscalationRecord.complaint_id == ComplaintRecord.id
        )
        return list(session.scalars(steps.order_by(EscalationRecord.id)))


def levels(runtime: Runtime) -> dict[str, int]:
    with runtime.reading(PORTAL) as session:
        return dict(session.execute(select(ComplaintRecord.number, ComplaintRecord.level)).all())


def missed(runtime: Runtime, number: str) -> list[Any]:
    entries = history(runtime, number)
    return [entry.facts["clock"] for entry in entries if entry.kind == "date_missed"]


def told_twice(runtime: Runtime) -> list[Any]:
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(select(OutboxRecord))
        told = Counter((row.complaint_id, row.template, row.recipient) for row in rows)
    return [key for key, count in told.items() if count > 1]
