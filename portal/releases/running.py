"""What a publication does to complaints that run: what they keep, and what changes for them.

Every sentence of the page before a publication comes from here. Complaints are counted by what they
are about and under which release they came in: those of a kind keep and get the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import get_args

from msgspec import Struct

from portal.agencies.agency import Agency, Consultation
from portal.agencies.settings.deadlines import OptionalStage
from portal.domain.complaint import Complaint, Status
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.number import complaint_number
from portal.domain.text import Text
from portal.domain.time.promise import Stage
from portal.releases.queries_running import Running

KEPT_FROM_RECEIPT: tuple[OptionalStage, ...] = ("urgent", "reprisal", "recommendation_reply")
"""The times that are those of the release under which a complaint came in."""
BEGUN_BY_TODAY: tuple[OptionalStage, ...] = tuple(
    stage for stage in get_args(OptionalStage) if stage not in KEPT_FROM_RECEIPT
)
"""The times that begin by the rules of the day on which they begin, whenever a complaint came."""


class Became(StrEnum):
    """What becomes of a subject or of a recourse for a complaint that runs."""

    ADDED = "added"
    REWORDED = "reworded"
    KEPT = "kept"
    RETIRED = "retired"
    LAST = "last"


class SubjectThen(Struct, frozen=True):
    """A subject that is called otherwise, or is not offered any more, and who has it."""

    became: Became
    before: Text
    after: Text
    complaints: int


class RecourseThen(Struct, frozen=True):
    """A recourse that becomes something for some complaints: to be read, or the last one."""

    became: Became
    body: Text
    complaints: int


class LevelsKept(Struct, frozen=True):
    """A way up that some complaints keep, although new ones get another."""

    steps: tuple[EscalationStep, ...]
    complaints: int


class TimeThen(Struct, frozen=True):
    """A time that is another for new complaints; whether those that run begin it anew as well."""

    stage: OptionalStage
    is_for_running: bool
    complaints: int


@dataclass(frozen=True)
class _Kind:
    """The complaints of one kind, with who is asked about them."""

    of: Running
    received_under: Agency
    before: Consultation
    after: Consultation
    now: datetime

    @property
    def complaints(self) -> int:
        return self.of.complaints

    @cached_property
    def facts(self) -> Complaint:
        return Complaint(
            number=complaint_number(self.now.year, 1234),
            agency=self.received_under.code,
            category=self.of.category,
            status=Status.RECEIVED,
            level=1,
            received_at=self.now,
            language="fr",
        )

    @cached_property
    def kept(self) -> Consultation:
        return self.received_under.consult()

    @cached_property
    def path(self) -> tuple[EscalationStep, ...]:
        return self.kept.escalation_path(self.facts)

    def recourses(self, asked: Consultation) -> tuple[Recourse, ...]:
        return asked.recourses_kept(self.facts, self.now, self.received_under.release_id)


class OnRunning(Struct, frozen=True):
    """What a publication does to the complaints of an agency that run."""

    complaints: int
    levels: tuple[LevelsKept, ...]
    answers_kept: int
    times: tuple[TimeThen, ...]
    calendar: int
    subjects: tuple[SubjectThen, ...]
    recourses: tuple[RecourseThen, ...]


def on_running(
    kinds: Iterable[tuple[Running, Agency]], current: Agency, drafted: Agency, now: datetime
) -> OnRunning:
    """Return what publishing `drafted` in place of `current` does to complaints that run.

    Of each kind of them it is told by which agency's rules it came in.
    """
    before, after = current.consult(), drafted.consult()
    every = [_Kind(kind, under, before, after, now) for kind, under in kinds]
    return OnRunning(
        complaints=sum(kind.complaints for kind in every),
        levels=tuple(_levels(every)),
        answers_kept=sum(kind.complaints for kind in every if _keeps_answer(kind)),
        times=tuple(_times(every)),
        calendar=sum(kind.complaints for kind in every if _counts_otherwise(kind)),
        subjects=tuple(_subjects(every, before, after)),
        recourses=tuple(_recourses(every)),
    )


def _levels(every: Sequence[_Kind]) -> Iterator[LevelsKept]:
    kept: Counter[tuple[EscalationStep, ...]] = Counter()
    for kind in every:
        if kind.path != kind.after.escalation_path(kind.facts):
            kept[kind.path] += kind.complaints
    return (LevelsKept(*pair) for pair in kept.items())


def _keeps_answer(kind: _Kind) -> bool:
    """Tell whether the time for the answer is another than a new complaint would get."""
    new = kind.after.allowance(kind.facts, Stage.ANSWER)
    return kind.kept.allowance(kind.facts, Stage.ANSWER) != new


def _times(every: Sequence[_Kind]) -> Iterator[TimeThen]:
    """Yield each other time that is another from now on for some complaints that run, or not."""
    for stage in BEGUN_BY_TODAY:
        if count := sum(kind.complaints for kind in every if _begins_otherwise(kind, stage)):
            yield TimeThen(stage, is_for_running=True, complaints=count)
    for stage in KEPT_FROM_RECEIPT:
        if count := sum(kind.complaints for kind in every if _keeps_time(kind, stage)):
            yield TimeThen(stage, is_for_running=False, complaints=count)


def _begins_otherwise(kind: _Kind, stage: OptionalStage) -> bool:
    before, after = kind.before.agency.configured, kind.after.agency.configured
    return before.promise(stage, kind.of.category) != after.promise(stage, kind.of.category)


def _keeps_time(kind: _Kind, stage: OptionalStage) -> bool:
    kept, after = kind.received_under.configured, kind.after.agency.configured
    return kept.promise(stage, kind.of.category) != after.promise(stage, kind.of.category)


def _counts_otherwise(kind: _Kind) -> bool:
    return kind.before.calendar(kind.of.category) != kind.after.calendar(kind.of.category)


def _subjects(
    every: Sequence[_Kind], before: Consultation, after: Consultation
) -> Iterator[SubjectThen]:
    counted: Counter[str] = Counter()
    for kind in every:
        counted[kind.of.category] += kind.complaints
    called, will_be = before.agency.subjects(), after.agency.subjects()
    for code, count in counted.items():
        if code not in called or code not in will_be:
            continue
        was, is_then = called[code].name, will_be[code].name
        if was != is_then:
            yield SubjectThen(Became.REWORDED, was, is_then, count)
        if _offers(before, code) and not _offers(after, code):
            yield SubjectThen(Became.RETIRED, was, is_then, count)


def _offers(asked: Consultation, code: str) -> bool:
    return code in {category.code for category in asked.categories()}


def _recourses(every: Sequence[_Kind]) -> Iterator[RecourseThen]:
    counted: Counter[tuple[Became, Text]] = Counter()
    for kind in every:
        for pair in _recourses_then(kind):
            counted[pair] += kind.complaints
    return (RecourseThen(became, body, count) for (became, body), count in counted.items())


def _recourses_then(kind: _Kind) -> Iterator[tuple[Became, Text]]:
    """Yield what becomes of recourses for one kind of complaint; none that it reads is lost."""
    old, new = kind.recourses(kind.before), kind.recourses(kind.after)
    was = {recourse.code: recourse for recourse in old}
    named = {recourse.code for recourse in kind.after.recourses(kind.facts, kind.now)}
    named_before = {recourse.code for recourse in kind.before.recourses(kind.facts, kind.now)}
    for recourse in new:
        if recourse.code not in was:
            yield Became.ADDED, recourse.body
        elif recourse != was[recourse.code]:
            yield Became.REWORDED, recourse.body
        if recourse.code in named_before - named:
            yield Became.KEPT, recourse.body
    if old and new and old[-1].code != new[-1].code:
        yield Became.LAST, new[-1].body
