"""What may not depend on the language, on the time zone of a moment, or on the channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from portal.conformance.kit import cases
from portal.conformance.kit.check import Findings, Subject, Topic
from portal.domain.complaint import Channel, Complaint, Draft, FiledFor
from portal.domain.time.promise import Stage

fairness = Topic("the same for everybody")

# In the evening there, it is the next day in UTC.
HONOLULU = ZoneInfo("Pacific/Honolulu")
ONLY_WORDS = "Let the rule look at answers and category; give every text in both languages instead."


@fairness.check(
    protects="people of either language: both are served in the same time", mend=ONLY_WORDS
)
def the_language_changes_no_promise(subject: Subject) -> Findings:
    """A complaint in English is promised what one in French is."""
    return (
        f'category "{complaint.category}", {stage}'
        for complaint, other in _in_both(subject)
        for stage in Stage
        if subject.asked.allowance(complaint, stage) != subject.asked.allowance(other, stage)
    )


@fairness.check(protects="people of either language: both reach the same posts", mend=ONLY_WORDS)
def the_language_changes_no_path(subject: Subject) -> Findings:
    """A complaint in English has the way up of one in French."""
    return (
        f'category "{complaint.category}"'
        for complaint, other in _in_both(subject)
        if subject.asked.escalation_path(complaint) != subject.asked.escalation_path(other)
    )


@fairness.check(protects="people of either language: both have the same rights", mend=ONLY_WORDS)
def the_language_changes_no_recourse(subject: Subject) -> Findings:
    """A complaint in English is told the recourses of one in French."""
    for complaint, other in _in_both(subject):
        moment = complaint.received_at
        if subject.asked.recourses(complaint, moment) != subject.asked.recourses(other, moment):
            yield f'category "{complaint.category}"'


@fairness.check(
    protects="people of either language: both are read by the same unit", mend=ONLY_WORDS
)
def the_language_changes_no_unit(subject: Subject) -> Findings:
    """A draft in English goes to the unit of the same draft in French."""
    return _that_differ(subject, subject.asked.receiving_unit, language="en")


@fairness.check(protects="people of either language: both are warned of the same", mend=ONLY_WORDS)
def the_language_changes_no_notice(subject: Subject) -> Findings:
    """A draft in English is told the notices of the same draft in French."""
    return _that_differ(subject, subject.asked.notices, language="en")


@fairness.check(protects="people of either language: both may send the same", mend=ONLY_WORDS)
def the_language_changes_no_problem(subject: Subject) -> Findings:
    """A draft in English meets the problems of the same draft in French."""
    return _that_differ(subject, subject.asked.problems, language="en")


@fairness.check(
    protects="people who fear reprisals: their complaint is read where others are",
    mend="Let receiving_unit look at answers, category and story alone.",
)
def an_anonymous_draft_goes_to_the_same_unit(subject: Subject) -> Findings:
    """An anonymous draft goes to the unit that a named one goes to."""
    return _that_differ(subject, subject.asked.receiving_unit, filed_for=FiledFor.ANONYMOUS)


@fairness.check(
    protects="people without the web: a letter is worth as much",
    mend="Let allowance pass over the channel.",
)
def the_channel_changes_no_promise(subject: Subject) -> Findings:
    """A complaint by post or phone is promised what one on the web is."""
    for complaint in _plain(subject):
        own = subject.asked.allowance(complaint, Stage.ANSWER)
        for channel in Channel:
            if subject.asked.allowance(replace(complaint, channel=channel), Stage.ANSWER) != own:
                yield f'category "{complaint.category}", by {channel}'


@fairness.check(
    protects="people without the web: a letter reaches the same people",
    mend="Let escalation_path pass over the channel.",
)
def the_channel_changes_no_path(subject: Subject) -> Findings:
    """A complaint by post or phone has the way up of one on the web."""
    for complaint in _plain(subject):
        own = subject.asked.escalation_path(complaint)
        for channel in Channel:
            if subject.asked.escalation_path(replace(complaint, channel=channel)) != own:
                yield f'category "{complaint.category}", by {channel}'


@fairness.check(
    protects="citizens: late in the evening, a day counted in UTC is tomorrow's",
    mend="Take the day with moment.astimezone(ZoneInfo(…)).date(), never with moment.date().",
)
def a_moment_is_the_same_in_every_time_zone(subject: Subject) -> Findings:
    """Moments written in another time zone lead to the same promises, paths and recourses."""
    for complaint in subject.asked.complaints:
        in_utc = replace(complaint, received_at=cases.EVENING)
        elsewhere = replace(complaint, received_at=cases.EVENING.astimezone(HONOLULU))
        there = _answers(subject, elsewhere)
        for what, answer in _answers(subject, in_utc).items():
            if there[what] != answer:
                yield f"{cases.name_of(complaint)}: {what}"


def _plain(subject: Subject) -> Iterator[Complaint]:
    """Yield one complaint of each category."""
    seen: set[str] = set()
    for complaint in subject.asked.complaints:
        if complaint.category not in seen:
            seen.add(complaint.category)
            yield complaint


def _in_both(subject: Subject) -> Iterator[tuple[Complaint, Complaint]]:
    return ((complaint, replace(complaint, language="en")) for complaint in _plain(subject))


def _that_differ(subject: Subject, ask: Callable[[Draft], Any], **change: Any) -> Findings:
    for draft in subject.asked.drafts:
        if draft.language == "fr" and draft.filed_for is FiledFor.SELF:
            own, other = ask(draft), ask(replace(draft, **change))
            if own != other:
                yield cases.name_of(draft)


def _answers(subject: Subject, complaint: Complaint) -> dict[str, object]:
    """Return what may rest on a moment, on the evening of the receipt and later."""
    asked, zone = subject.asked, complaint.received_at.tzinfo
    moments = [(cases.EVENING + after).astimezone(zone) for after in cases.AFTER]
    return {
        "allowance": [asked.allowance(complaint, stage) for stage in Stage],
        "escalation_path": asked.escalation_path(complaint),
        "recourses": [asked.recourses(complaint, moment) for moment in moments],
    }
