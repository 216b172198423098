"""Where to turn next: time to ask that a closed complaint be taken up again, and recourses.

Recourses are named to everybody, at every status, level and moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from portal.agencies.settings.fields import LINK
from portal.conformance.kit import cases
from portal.conformance.kit.asked import clock_of
from portal.conformance.kit.check import Findings, Topic, repeated
from portal.conformance.kit.subject import Subject
from portal.domain.handling.notices import Recourse

after_closing = Topic("after the closing")
recourses = Topic("recourses")

AT_LEAST = timedelta(days=7)
Named = tuple[Recourse, ...]


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


@recourses.check(
    protects="citizens: every answer and every late notice names where else to turn",
    mend="Answer at least one recourse, whatever the status, the level and the moment.",
)
def there_is_always_a_recourse(subject: Subject) -> Findings:
    """At every status, every level and at moments up to two years later one recourse is named."""
    for case, named in _named(subject):
        if not named:
            yield f"{case}: none"


@recourses.check(
    protects="citizens: when the top authority is late, the last recourse named opens",
    mend="End the list with a body outside the agency.",
)
def the_last_recourse_is_outside_the_agency(subject: Subject) -> Findings:
    """Where a body outside the agency is named, the last recourse is one."""
    for case, named in _named(subject):
        if named and named[-1].review and not all(recourse.review for recourse in named):
            yield f'{case}: "{named[-1].code}" is a review by the agency'


@recourses.check(
    protects="citizens: of two recourses with one code the wrong one could open",
    mend="Give each recourse a code of its own.",
)
def each_recourse_is_named_once(subject: Subject) -> Findings:
    """No two recourses named together have the same code."""
    for case, named in _named(subject):
        for code, times in repeated(recourse.code for recourse in named):
            yield f'{case}: "{code}" {times} times'


@recourses.check(
    protects="citizens: a link that is not secure can be changed on its way",
    mend="Begin the link with https://.",
)
def each_link_of_a_recourse_is_secure(subject: Subject) -> Findings:
    """Every link of a recourse begins with https://."""
    for recourse in {recourse for _, named in _named(subject) for recourse in named}:
        if recourse.link is not None and not re.fullmatch(LINK, recourse.link):
            yield f'recourse "{recourse.code}" links to {recourse.link}'


@recourses.check(
    protects="citizens: a number that cannot be dialled reaches nobody",
    mend="Write the phone number in digits: 1 800 555-0142.",
)
def each_phone_of_a_recourse_can_be_dialled(subject: Subject) -> Findings:
    """Every phone number of a recourse has three digits or more."""
    for recourse in {recourse for _, named in _named(subject) for recourse in named}:
        if recourse.phone is not None and len(re.findall(r"\d", recourse.phone)) < 3:
            yield f'recourse "{recourse.code}" has the phone "{recourse.phone}"'


@recourses.check(
    protects="citizens: they know from the start that somebody outside looks on",
    mend="Keep the last recourse for every complaint of a category.",
)
def what_is_named_at_first_is_named_at_the_end(subject: Subject) -> Findings:
    """The last recourse of a complaint just received is still named once it is late."""
    for complaint in subject.asked.complaints:
        first = subject.asked.recourses(complaint, complaint.received_at)
        late = complaint.received_at + cases.AFTER[-1]
        codes = {recourse.code for recourse in subject.asked.recourses(complaint, late)}
        if first and codes and first[-1].code not in codes:
            yield f'{cases.name_of(complaint)}: "{first[-1].code}" is gone'


def _named(subject: Subject) -> Iterator[tuple[str, Named]]:
    """Yield each different list of recourses, with the first complaint that is told it."""
    seen: set[Named] = set()
    for complaint in subject.asked.complaints:
        for later in subject.asked.lives(complaint):
            for after in cases.AFTER:
                named = subject.asked.recourses(later, later.received_at + after)
                if named not in seen:
                    seen.add(named)
                    yield f"{cases.name_of(later)}, {after.days} days after receipt", named
