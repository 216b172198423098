"""The dates that citizens are promised before they send a complaint."""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.planning.promised_dates import PlannedClock
from portal.domain.time.clock import ClockKind
from portal.domain.time.due_date import DueDate


@dataclass(frozen=True, slots=True)
class ShownDates:
    """What is promised; `file_due` is when a time that waits for the file starts by itself.

    `intake` is by when the intake desk hands the complaint on; no other agency does.
    """

    first_contact: PlannedClock
    answer: PlannedClock
    file_due: DueDate | None
    file_is_sample: bool
    intake: PlannedClock | None


def shown_dates(plan: FilingPlan) -> ShownDates:
    """Return what a plan promises, as pages tell it."""
    return ShownDates(
        first_contact=plan.clock(ClockKind.FIRST_CONTACT),
        answer=plan.clock(ClockKind.ANSWER),
        file_due=plan.file_due,
        file_is_sample=plan.file_is_sample,
        intake=plan.intake,
    )
