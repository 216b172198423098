"""Where a complaint can turn: up to the top authority, again after a closing, and elsewhere.

All of it is looked at for every complaint and all its life, at every status, level and moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from portal.agencies.settings.fields import LINK
from portal.conformance.kit import cases
from portal.conformance.kit.asked import clock_of
from portal.conformance.kit.check import Findings, Subject, Topic, repeated
from portal.domain.handling.escalation import EscalationStep
from portal.domain.time.promise import Stage

way_up = Topic("way up")
LEVELS_AT_MOST = 6
TOP_WITHIN = timedelta(days=730)
Path = tuple[EscalationStep, ...]
after_closing = Topic("after the closing")
recourses = Topic("recourses")
AT_LEAST = timedelta(days=7)


@way_up.check(
    protects="citizens: somebody answers for the agency in the end, and only one",
    mend="Say top_authority=True on the last step and on no other.",
)
def only_the_last_level_is_the_top_authority(subject: Subject) -> Findings:
    """On every path no level below the last is the top authority."""
    for case, path in _paths(subject):
        early = [step.to for step in path[:-1] if step.top_authority]
        if early:
            yield f"{case}: {', '.join(early)}"


@way_up.check(
    protects="citizens: two times for the first level would contradict each other",
    mend="Leave `within` out of the first step: the answer's deadline rules it.",
)
def the_first_level_has_no_time_of_its_own(subject: Subject) -> Findings:
    """The first step of every path has no `within`."""
    return (
        f"{case}: {path[0].to} has {path[0].within}"
        for case, path in _paths(subject)
        if path[0].within is not None
    )


@way_up.check(
    protects="citizens: each level has its own time from the hand-over",
    mend="Give every step but the first its `within`.",
)
def each_other_level_has_its_time(subject: Subject) -> Findings:
    """Every step of every path but the first says within what time it answers."""
    for case, path in _paths(subject):
        untimed = [step.to for step in path[1:] if step.within is None]
        if untimed:
            yield f"{case}: {', '.join(untimed)}"


@way_up.check(
    protects="citizens: a complaint that climbs must reach somebody else",
    mend="Name another post on each level.",
)
def each_level_is_held_by_another_post(subject: Subject) -> Findings:
    """No post holds two levels of a path."""
    return (
        f'{case}: "{post}" holds {levels} levels'
        for case, path in _paths(subject)
        for post, levels in repeated(step.to for step in path)
    )


@way_up.check(
    protects="officers: people are given the posts of the settings, and no others",
    mend="Add the post to `escalation` of the settings, or use one of those.",
)
def each_post_is_one_of_the_settings(subject: Subject) -> Findings:
    """Every post of every path stands in the settings, where somebody can be given it."""
    known = {step.to for step in subject.sound.escalation}
    return (
        f'{case}: "{step.to}"'
        for case, path in _paths(subject)
        for step in path
        if step.to not in known
    )


@way_up.check(
    protects="citizens: a date reaches somebody who decides before everybody is tired",
    mend="Join levels: six is the most that anybody can follow.",
)
def there_are_at_most_six_levels(subject: Subject) -> Findings:
    """No path has more than six levels."""
    return (
        f"{case}: {len(path)} levels"
        for case, path in _paths(subject)
        if len(path) > LEVELS_AT_MOST
    )


@way_up.check(
    protects="citizens: they are told at the start how far it can go",
    mend="Let escalation_path look at category and answers, not at status, level or the clock.",
)
def the_path_stays_the_same_all_its_life(subject: Subject) -> Findings:
    """Whatever its status and level, a complaint has the path that it was given when received."""
    for complaint in subject.asked.complaints:
        promised = subject.asked.escalation_path(complaint)
        for later in subject.asked.lives(complaint):
            if subject.asked.escalation_path(later) != promised:
                yield cases.name_of(later)


@way_up.check(
    protects="citizens: each step takes time, or nobody could answer on it",
    mend="Give the step a `within` of at least one day or hour.",
)
def each_step_up_takes_its_time(subject: Subject) -> Findings:
    """Every time on the way up is at least one of its unit."""
    for case, path in _paths(subject):
        empty = [step.to for step in path if step.within is not None and step.within.amount < 1]
        if empty:
            yield f"{case}: {', '.join(empty)}"


@way_up.check(
    protects="citizens: silence at every level still reaches the top authority in time",
    mend="Shorten the times of the levels between.",
)
def silence_reaches_the_top_authority_within_two_years(subject: Subject) -> Findings:
    """If nobody ever answers, the complaint is at the top authority within two years."""
    for case, path in _paths(subject):
        climbed = _reached_at(subject, path)
        if climbed and climbed - cases.RECEIVED_AT > TOP_WITHIN:
            yield f"{case}: only on {climbed:%Y-%m-%d}"


@way_up.check(
    protects="citizens: they read who holds their complaint",
    mend="Give every step a title of its own, in French and in English.",
)
def each_level_has_its_own_title(subject: Subject) -> Findings:
    """No two levels of a path have the same title, in either language."""
    for case, path in _paths(subject):
        for language in ("fr", "en"):
            titles = [step.title.in_(language).casefold() for step in path]
            if len(set(titles)) < len(titles) and len({step.to for step in path}) == len(path):
                yield f"{case}: {', '.join(titles)}"


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
    return (f"{case}: none" for case, named in subject.asked.named if not named)


@recourses.check(
    protects="citizens: when the top authority is late, the last recourse named opens",
    mend="End the list with a body outside the agency.",
)
def the_last_recourse_is_outside_the_agency(subject: Subject) -> Findings:
    """Where a body outside the agency is named, the last recourse is one."""
    return (
        f'{case}: "{named[-1].code}" is a review by the agency'
        for case, named in subject.asked.named
        if named and named[-1].review and not all(recourse.review for recourse in named)
    )


@recourses.check(
    protects="citizens: of two recourses with one code the wrong one could open",
    mend="Give each recourse a code of its own.",
)
def each_recourse_is_named_once(subject: Subject) -> Findings:
    """No two recourses named together have the same code."""
    return (
        f'{case}: "{code}" {times} times'
        for case, named in subject.asked.named
        for code, times in repeated(recourse.code for recourse in named)
    )


@recourses.check(
    protects="citizens: a link that is not secure can be changed on its way",
    mend="Begin the link with https://.",
)
def each_link_of_a_recourse_is_secure(subject: Subject) -> Findings:
    """Every link of a recourse begins with https://."""
    return (
        f'recourse "{recourse.code}" links to {recourse.link}'
        for recourse in {recourse for _, named in subject.asked.named for recourse in named}
        if recourse.link is not None and not re.fullmatch(LINK, recourse.link)
    )


@recourses.check(
    protects="citizens: a number that cannot be dialled reaches nobody",
    mend="Write the phone number in digits: 1 800 555-0142.",
)
def each_phone_of_a_recourse_can_be_dialled(subject: Subject) -> Findings:
    """Every phone number of a recourse has three digits or more."""
    return (
        f'recourse "{recourse.code}" has the phone "{recourse.phone}"'
        for recourse in {recourse for _, named in subject.asked.named for recourse in named}
        if recourse.phone is not None and len(re.findall(r"\d", recourse.phone)) < 3
    )


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


def _paths(subject: Subject) -> Iterator[tuple[str, Path]]:
    """Yield each different path, with the first complaint that has it."""
    seen: set[Path] = set()
    for complaint in subject.asked.complaints:
        path = subject.asked.escalation_path(complaint)
        if path not in seen:
            seen.add(path)
            yield cases.name_of(complaint), path


def _reached_at(subject: Subject, path: Path) -> datetime | None:
    """Return when the last level gets a complaint that nobody ever answers."""
    promise = subject.asked.allowance(subject.asked.complaints[0], Stage.ANSWER)
    moment: datetime | None = cases.RECEIVED_AT
    calendar = subject.asked.calendar()
    for step in path[:-1]:
        length = step.within or promise.allowance
        if moment is None or length.amount < 1:
            return None
        clock = clock_of(replace(promise, allowance=length), moment, calendar)
        moment = clock.due.due_at if clock else None
    return moment
