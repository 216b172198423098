"""The way up: from the first level to the top authority, for every complaint and all its life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from portal.conformance.kit import cases
from portal.conformance.kit.asked import clock_of
from portal.conformance.kit.check import Findings, Topic, repeated
from portal.conformance.kit.subject import Subject
from portal.domain.handling.escalation import EscalationStep
from portal.domain.time.promise import Stage

way_up = Topic("way up")

LEVELS_AT_MOST = 6
TOP_WITHIN = timedelta(days=730)
Path = tuple[EscalationStep, ...]


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
    for case, path in _paths(subject):
        if path[0].within is not None:
            yield f"{case}: {path[0].to} has {path[0].within}"


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
    for case, path in _paths(subject):
        for post, levels in repeated(step.to for step in path):
            yield f'{case}: "{post}" holds {levels} levels'


@way_up.check(
    protects="officers: people are given the posts of the settings, and no others",
    mend="Add the post to `escalation` of the settings, or use one of those.",
)
def each_post_is_one_of_the_settings(subject: Subject) -> Findings:
    """Every post of every path stands in the settings, where somebody can be given it."""
    known = {step.to for step in subject.sound.escalation}
    for case, path in _paths(subject):
        yield from (f'{case}: "{step.to}"' for step in path if step.to not in known)


@way_up.check(
    protects="citizens: a date reaches somebody who decides before everybody is tired",
    mend="Join levels: six is the most that anybody can follow.",
)
def there_are_at_most_six_levels(subject: Subject) -> Findings:
    """No path has more than six levels."""
    for case, path in _paths(subject):
        if len(path) > LEVELS_AT_MOST:
            yield f"{case}: {len(path)} levels"


@way_up.check(
    protects="citizens: they are told at the start how far it can go",
    mend="Let escalation_path look at category and answers, not at status, level or the clock.",
)
def the_path_stays_the_same_all_its_life(subject: Subject) -> Findings:
    """Whatever its status and level, a complaint has the path that it was given when received."""
    for complaint in subject.asked.complaints:
        promised = subject.asked.path(complaint)
        for later in subject.asked.lives(complaint):
            if subject.asked.path(later) != promised:
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


def _paths(subject: Subject) -> Iterator[tuple[str, Path]]:
    """Yield each different path, with the first complaint that has it."""
    seen: set[Path] = set()
    for complaint in subject.asked.complaints:
        path = subject.asked.path(complaint)
        if path not in seen:
            seen.add(path)
            yield cases.name_of(complaint), path


def _reached_at(subject: Subject, path: Path) -> datetime | None:
    """Return when the last level gets a complaint that nobody ever answers."""
    promise = subject.asked.promise(subject.asked.complaints[0], Stage.ANSWER)
    moment: datetime | None = cases.RECEIVED_AT
    calendar = subject.asked.calendar()
    for step in path[:-1]:
        length = step.within or promise.allowance
        if moment is None or length.amount < 1:
            return None
        clock = clock_of(replace(promise, allowance=length), moment, calendar)
        moment = clock.due.due_at if clock else None
    return moment
