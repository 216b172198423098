"""Asking an agency everything, through the portal's own Consultation, and keeping what went wrong.

Each question is a use case of its own, so that one failure hides no other. The portal replaces
what a plugin got wrong by the settings' answer, so one fault breaks one check.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from portal.agencies.agency import SECONDS, Agency, Consultation
from portal.conformance.kit import cases
from portal.conformance.kit.code import code_of
from portal.domain.complaint import Complaint, Draft
from portal.domain.handling.notices import Recourse
from portal.domain.question import Question
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Promise, Stage
from portal.domain.time.promised_dates import PlannedClock, planned

SECONDS_FOR_A_HOOK = 10.0
SECONDS_FOR_AN_ANSWER = 0.02
ASKED_IN_A_FILING = {"allowance": len(Stage)}

Answer = TypeVar("Answer")


@dataclass
class Faults:
    """What went wrong while a plugin was asked, by hook, each told once."""

    raised: dict[str, dict[str, None]] = field(default_factory=dict)
    slow: dict[str, dict[str, None]] = field(default_factory=dict)
    wrong: dict[str, dict[str, None]] = field(default_factory=dict)
    changed: dict[str, dict[str, None]] = field(default_factory=dict)
    unsound: dict[str, dict[str, None]] = field(default_factory=dict)
    """What the portal would refuse by its values: the other checks look at these answers too."""

    @property
    def any_found(self) -> bool:
        """Tell whether anything at all went wrong."""
        return any((self.raised, self.slow, self.wrong, self.changed))

    def knows(self, hook: str) -> bool:
        """Tell whether something went wrong with this hook."""
        return any(hook in kind for kind in (self.raised, self.slow, self.wrong, self.changed))

    def add_failure(self, hook: str, reason: str) -> None:
        """Keep a failure of a Consultation under its kind; what is slow is asked again first."""
        kinds = {"raised": self.raised, "did": self.wrong}
        kind = kinds.get(reason.split()[0])
        if kind is not None:
            add(kind, hook, reason)


def add(faults: dict[str, dict[str, None]], hook: str, what: str) -> None:
    """Keep `what` among the faults of a hook, once."""
    faults.setdefault(hook, {}).setdefault(what)


class Asked(Consultation):
    """An agency, and all that it answers to the cases of `portal.conformance.kit.cases`."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(agency)
        self.alone = Agency(agency.settings)
        self.faults = Faults()
        self.is_complete = False
        self._seconds: dict[str, float] = defaultdict(float)
        self._times: Counter[str] = Counter()
        self._answers: dict[object, Any] = {}

    @cached_property
    def questions_by_category(self) -> dict[str, tuple[Question, ...]]:
        """What is asked about each category."""
        return {category.code: self.questions(category) for category in self.categories()}

    @cached_property
    def calendars(self) -> dict[str, WorkingCalendar]:
        """The agency's calendar and every other one, each named by what it counts for."""
        calendars = {"the agency": self.calendar()}
        for category in self.categories():
            own = self.calendar(category.code)
            if own not in calendars.values():
                calendars[f'category "{category.code}"'] = own
        return calendars

    @cached_property
    def drafts(self) -> list[Draft]:
        """Drafts of every category, in each language, for each person, with every choice."""
        words = code_of(self.agency.plugin).words
        return list(cases.drafts(self.questions_by_category, words))

    @cached_property
    def complaints(self) -> list[Complaint]:
        """Complaints of every category, in each language, with every choice, as received."""
        return list(cases.complaints(self.agency.code, self.questions_by_category))

    @cached_property
    def named(self) -> list[tuple[str, tuple[Recourse, ...]]]:
        """Each different list of recourses, with the first complaint that is told it, and when."""
        seen = dict[tuple[Recourse, ...], str]()
        for complaint in self.complaints:
            for later in self.lives(complaint):
                for after in cases.AFTER:
                    named = self.recourses(later, later.received_at + after)
                    if named not in seen:
                        seen[named] = f"{cases.name_of(later)}, {after.days} days after receipt"
        return [(case, named) for named, case in seen.items()]

    @cached_property
    def texts(self) -> dict[Text, None]:
        """Every text of every letter and answer, each once."""
        return dict.fromkeys(text for answer in self._telling() for text in _within(answer))

    def _telling(self) -> Iterator[object]:
        yield from ((letter.name.text, letter.text.text) for letter in self.agency.settings.letters)
        yield self.categories()
        yield from self.questions_by_category.values()
        for draft in (*self.drafts, *cases.odd_drafts(self.questions_by_category)):
            yield from (self.notices(draft), self.problems(draft))
        for complaint in self.complaints:
            yield self.escalation_path(complaint)
            yield from (
                self.recourses(complaint, complaint.received_at + after) for after in cases.AFTER
            )

    def lives(self, complaint: Complaint) -> Iterator[Complaint]:
        """Yield a complaint at every status and level that it can reach."""
        return cases.lives(complaint, len(self.escalation_path(complaint)))

    def answer(self, hook: str, checked: Callable[[Any], Answer], **facts: Any) -> Answer:
        """Return what a hook answers, asked once about the same facts in a use case of its own."""
        asked_about = (hook, *map(_as_key, facts.values()))
        if asked_about not in self._answers:
            is_plugged = hook in self.agency.answered_by_plugin and hook not in self.faults.slow
            self._answers[asked_about] = (
                self._ask_both(hook, checked, facts)
                if is_plugged
                else self.alone.consult().answer(hook, checked, **facts)
            )
        answer: Answer = self._answers[asked_about]
        return answer

    def _ask_both(
        self, hook: str, checked: Callable[[Any], Answer], facts: dict[str, Any]
    ) -> Answer:
        given = {name: _copied(fact) for name, fact in facts.items()}
        for _ in range(2):
            # The machine may have been busy: only what is slow twice is slow.
            began = time.monotonic()
            consultation = Consultation(self.agency, looks_at_values=False)
            answer = consultation.answer(hook, checked, **given)
            is_slow = self._is_slow(hook, time.monotonic() - began)
            if not is_slow:
                break
        if is_slow:
            add(self.faults.slow, hook, "took too long")
        for failure in consultation.failures:
            self.faults.add_failure(failure.hook, failure.reason)
        fault = None if consultation.failures else self.fault_in(hook, answer, facts)
        if fault is not None:
            add(self.faults.unsound, hook, fault)
        if given != facts:
            add(self.faults.changed, hook, "changed what it was given")
        return answer

    def _is_slow(self, hook: str, seconds: float) -> bool:
        """Tell whether a hook uses up the second of a filing, or the kit's patience."""
        self._seconds[hook] += seconds
        self._times[hook] += 1
        patience = max(SECONDS_FOR_A_HOOK, self._times[hook] * SECONDS_FOR_AN_ANSWER)
        in_a_filing = seconds * ASKED_IN_A_FILING.get(hook, 1)
        return in_a_filing > SECONDS or self._seconds[hook] > patience


def clock_of(promise: Promise, moment: datetime, calendar: WorkingCalendar) -> PlannedClock | None:
    """Plan the date of a promise that runs from `moment`; None if it cannot be counted."""
    running = replace(promise, complete_within=None)
    try:
        return planned(ClockKind.ANSWER, 1, running, moment, calendar)
    except (OverflowError, ValueError):
        return None


def _within(answer: object) -> Iterator[Text]:
    if isinstance(answer, Text):
        yield answer
    elif isinstance(answer, tuple):
        for entry in answer:
            yield from _within(entry)
    elif is_dataclass(answer):
        for part in fields(answer):
            yield from _within(getattr(answer, part.name))


def _copied(facts: Any) -> Any:
    """Return facts that a plugin may spoil: of their parts the answers alone can be changed."""
    is_answered = isinstance(facts, Draft | Complaint)
    return replace(facts, answers=dict(facts.answers)) if is_answered else facts


def _as_key(facts: Any) -> object:
    """Return facts in a form that tells them apart: a moment in another zone is another fact."""
    if isinstance(facts, Draft):
        answers = tuple(facts.answers.items())
        who = (facts.language, facts.filed_for, facts.channel)
        return facts.category, facts.story, answers, *who, _as_key(facts.received_at)
    if isinstance(facts, Complaint):
        answers = tuple(facts.answers.items())
        fixed = (facts.category, facts.status, facts.level, facts.language, facts.channel)
        return *fixed, answers, _as_key(facts.received_at)
    return (facts, facts.tzinfo) if isinstance(facts, datetime) else facts
