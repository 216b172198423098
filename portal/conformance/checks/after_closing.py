"""After the closing: the time that is left to ask that a complaint be taken up again."""

from __future__ import annotations

from datetime import timedelta

from portal.conformance.kit import cases
from portal.conformance.kit.asked import clock_of
from portal.conformance.kit.check import Findings, Topic
from portal.conformance.kit.subject import Subject

after_closing = Topic("after the closing")

AT_LEAST = timedelta(days=7)


@after_closing.check(
    protects="citizens: a closing is read after a holiday, a trip or a stay in hospital",
    mend="Say in `reopening` how long a closed complaint may be taken up again: a week or more.",
)
def a_closing_leaves_a_week_to_ask_again(subject: Subject) -> Findings:
    """By the settings, or those of the portal, a closed complaint may be reopened for a week."""
    promise = subject.asked.agency.configured.reopening
    if promise is None:
        yield "nothing is said of it, here or in _portal.yaml"
        return
    for whose, calendar in subject.asked.calendars.items():
        clock = clock_of(promise, cases.RECEIVED_AT, calendar)
        if not clock or not clock.due.due_at or clock.due.due_at < cases.RECEIVED_AT + AT_LEAST:
            yield f"{promise.allowance}, by the days of {whose}"
