"""An agency in force: its settings, its plugin if any, and how it is asked during one use case.

All of a plugin's answers together get one second. A plugin that raises, answers with the wrong
type or is too slow is not asked again in this use case: the settings alone answer, and the
failure is kept for the complaint's history and the agency's health.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, cached_property, partial
from time import monotonic
from typing import Any, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

import structlog

from portal.agencies.configured import Configured
from portal.agencies.former import LoadFormer, nothing_before
from portal.agencies.plugins.answering import (
    WrongAnswerError,
    all_of,
    answer_within,
    misshapen,
    one_of,
    reason_of,
)
from portal.agencies.plugins.hosted import HostedPlugin
from portal.agencies.plugins.loading import hooks_of, hooks_of_settings
from portal.agencies.plugins.noted import FailureOf, NotedFailures
from portal.agencies.settings.handling import AgencyLetters
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.sound_answers import Known, faults
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Notice, Recourse
from portal.domain.meaning import Hears, hears_nothing
from portal.domain.plain_language import Hints, Vocabulary, check
from portal.domain.question import Problem, Question
from portal.domain.text import LANGUAGES, Language, Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Promise, Stage
from portal.plugin_api import hookspecs
from portal.words.lexicon import TO_LEAVE_OUT, common_acronyms, common_jargon

log = structlog.get_logger()
SECONDS = 1.0
Answer = TypeVar("Answer")
Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Agency:
    """One release of one agency. Ask it through a Consultation, one for each use case.

    `intake` is how soon it hands on what it receives: the intake desk alone promises that. What its
    plugin fails at is `noted` there. What texts mean is what it `hears`. What it named in its
    `former` releases is still there for complaints.
    """

    settings: AgencySettings
    release_id: int = 0
    plugin: object | None = None
    intake: Promise | None = None
    noted: NotedFailures = field(default_factory=NotedFailures, compare=False, repr=False)
    hears: Hears = field(default=hears_nothing, compare=False, repr=False)
    former: LoadFormer = field(default=nothing_before, compare=False, repr=False)

    @property
    def code(self) -> str:
        """The permanent code, used in addresses and statistics."""
        return self.settings.agency.code

    @property
    def name(self) -> Text:
        """The agency's name in both languages."""
        return self.configured.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's clocks."""
        return ZoneInfo(self.settings.calendar.timezone)

    @cached_property
    def configured(self) -> Configured:
        """What the settings alone answer."""
        return Configured(self.settings, self.hears)

    @cached_property
    def units(self) -> frozenset[str]:
        """The codes of its units."""
        return frozenset(unit.code for unit in self.settings.units)

    @cached_property
    def letters(self) -> AgencyLetters:
        """What the agency adds to letters, and the models of its officers."""
        return AgencyLetters(self.settings.letters)

    @cached_property
    def hooks(self) -> Any:
        """The hooks as the plugin and the settings answer them together."""
        return hooks_of(self.plugin, settings=self.configured)

    @cached_property
    def answered_by_plugin(self) -> frozenset[str]:
        """The names of the hooks that the plugin has something to say about."""
        if self.plugin is None:
            return frozenset()
        if isinstance(self.plugin, HostedPlugin):
            return self.plugin.hooks
        callers = vars(self.hooks).items()
        return frozenset(
            name
            for name, caller in callers
            if any(
                implementation.plugin is self.plugin
                for implementation in getattr(caller, "get_hookimpls", list)()
            )
        )

    @cached_property
    def settings_hooks(self) -> Mapping[str, Callable[..., Any]]:
        """The hooks as the settings alone answer them."""
        return hooks_of_settings(self.configured)

    def every_category(self) -> dict[str, Category]:
        """Return every category by its code, the plugin's and retired ones included."""
        categories = (*self.configured.all_categories, *self.consult().categories())
        return {category.code: category for category in categories}

    def subjects(self) -> dict[str, Category]:
        """Return all that its complaints may be about: what it no longer has keeps its name."""
        return {**self.former().subjects(), **self.every_category()}

    def subject(self, code: str) -> Category:
        """Return what a complaint is about, retired or gone as it may be."""
        return self.subjects().get(code) or self.consult().category(code)

    def first_moment(self, day: date) -> datetime:
        """Return when a day begins on the agency's clocks."""
        return datetime.combine(day, time(), self.zone)

    def consult(self) -> Consultation:
        """Begin a use case's questions to this agency."""
        return Consultation(self)


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """What went wrong when a plugin was asked; `reason` holds no personal data."""

    hook: str
    reason: str


@dataclass
class Consultation:
    """One use case's questions to one agency.

    What a plugin answers is taken by its types and, unless `looks_at_values` is off, by its values.
    """

    agency: Agency
    seconds: float = SECONDS
    failures: list[PluginFailure] = field(default_factory=list)
    looks_at_values: bool = True

    def categories(self) -> tuple[Category, ...]:
        """Return what complaints can be about, in display order."""
        return self.answer("complaint_categories", partial(all_of, Category))

    def category(self, code: str | None) -> Category:
        """Return the category with this code, else the agency's default one."""
        categories = {category.code: category for category in self.categories()}
        default = self.agency.settings.default_category
        of_settings = (own for own in self.agency.configured.categories if own.code == default)
        return categories.get(code or default) or categories.get(default) or next(of_settings)

    def questions(self, category: Category) -> tuple[Question, ...]:
        """Return what the agency asks about a complaint in this category."""
        return self.answer("complaint_questions", partial(all_of, Question), category=category)

    def problems(self, draft: Draft) -> tuple[Problem, ...]:
        """Return what must be corrected in this draft, from every source."""
        return self.answer("complaint_problems", partial(_joined, Problem), draft=draft)

    def notices(self, draft: Draft) -> tuple[Notice, ...]:
        """Return what the citizen should know before filing."""
        return self.answer("complaint_notices", partial(_joined, Notice), draft=draft)

    def receiving_unit(self, draft: Draft) -> str | None:
        """Return the unit that receives this complaint, if the agency has units."""
        return self.answer("receiving_unit", _unit, draft=draft)

    def calendar(self, category: str | None = None) -> WorkingCalendar:
        """Return the days and hours that count for a category, or for the agency as a whole."""
        return self.answer("working_calendar", partial(one_of, WorkingCalendar), category=category)

    def allowance(self, complaint: Complaint, stage: Stage) -> Promise:
        """Return how long the agency has for this stage, and the rule it rests on."""
        return self.answer("allowance", partial(one_of, Promise), complaint=complaint, stage=stage)

    def escalation_path(self, complaint: Complaint) -> tuple[EscalationStep, ...]:
        """Return the levels of this complaint; the last is the top authority."""
        return self.answer("escalation_path", _path, complaint=complaint)

    def recourses(self, complaint: Complaint, moment: datetime) -> tuple[Recourse, ...]:
        """Return where else the complainant can turn at this moment."""
        return self.answer(
            "recourses", partial(all_of, Recourse), complaint=complaint, moment=moment
        )

    def recourses_kept(
        self, complaint: Complaint, moment: datetime, since: int
    ) -> tuple[Recourse, ...]:
        """Return them with those that the agency named since a release, and names no more.

        What the pages of a complaint told its person stays told: `since` is where it came in.
        """
        told = self.recourses(complaint, moment)
        return self.agency.former().with_kept(told, complaint.category, since)

    def answer(self, hook: str, checked: Callable[[Any], Answer], **facts: Any) -> Answer:
        """Return what a hook answers, the plugin's if it can be used; `checked` raises if not."""
        if hook in self.agency.answered_by_plugin and not self.failures:
            try:
                answer = checked(self._timed(hook, facts))
                return self._sound(hook, _whole(hook, answer), facts)
            except Exception as error:  # noqa: BLE001  # a plugin may raise anything
                failure = PluginFailure(hook, reason_of(error))
                self.failures.append(failure)
                self.agency.noted.note(FailureOf(self.agency.code, hook, failure.reason))
                _log_once(self.agency.code, self.agency.release_id, failure)
        return checked(self.agency.settings_hooks[hook](**facts))

    def _sound(self, hook: str, answer: Answer, facts: Mapping[str, Any]) -> Answer:
        """Return the answer, or raise WrongAnswerError for a value that could not be used."""
        fault = self.fault_in(hook, answer, facts) if self.looks_at_values else None
        if fault is not None:
            raise WrongAnswerError(f"did not answer soundly: {fault}")
        return answer

    def fault_in(self, hook: str, answer: Any, facts: Mapping[str, Any]) -> str | None:
        """Return what makes an answer of the right type unusable, None if nothing does."""
        asked: Iterable[Question] = ()
        if hook == "complaint_problems" and answer:
            asked = self.questions(self.category(facts["draft"].category))
        questions = frozenset(question.code for question in asked)
        return next(faults(hook, answer, Known(self.agency.units, questions)), None)

    def _timed(self, hook: str, facts: dict[str, Any]) -> Any:
        began = monotonic()
        try:
            return self._asked(hook, facts)
        finally:
            self.seconds -= monotonic() - began

    def _asked(self, hook: str, facts: dict[str, Any]) -> Any:
        plugin = self.agency.plugin
        if isinstance(plugin, HostedPlugin):
            configured = getattr(self.agency.configured, hook)(**facts)
            return plugin.ask(hook, facts, configured, self.seconds)
        return answer_within(self.seconds, partial(getattr(self.agency.hooks, hook), **facts))


@cache
def _log_once(agency: str, release_id: int, failure: PluginFailure) -> None:
    """Log a kind of failure the first time: every complaint has its own in its history."""
    log.warning(
        "plugin failed",
        agency=agency,
        release=release_id,
        hook=failure.hook,
        reason=failure.reason,
    )


def _whole(hook: str, answer: Answer) -> Answer:
    """Return the answer, or raise WrongAnswerError for a part that would fail later, elsewhere."""
    for fault in misshapen(answer, _promised_by(hook), "the answer"):
        raise WrongAnswerError(f"did not answer as promised: {fault}")
    return answer


@cache
def _promised_by(hook: str) -> Any:
    return get_type_hints(getattr(hookspecs, hook))["return"]


def _joined(kind: type[Kind], answers: Iterable[Any]) -> tuple[Kind, ...]:
    return tuple(entry for answer in answers for entry in all_of(kind, answer))


def _unit(answer: Any) -> str | None:
    return None if answer is None else one_of(str, answer)


def _path(answer: Any) -> tuple[EscalationStep, ...]:
    steps = all_of(EscalationStep, answer)
    if not steps or not steps[-1].top_authority:
        raise WrongAnswerError("did not answer with a path that ends at the top authority")
    return steps


def hints_on(agency: Agency, text: str, language: Language) -> Hints:
    """Return what could be said more plainly in a text of the agency."""
    return check(text, vocabulary_of(agency, language))


def vocabulary_of(agency: Agency, language: Language) -> Vocabulary:
    """Return what a text of the agency is checked against.

    Its own names need no explanation: they stand on every page that the person was led through.
    """
    own = {
        term.words: term.instead or TO_LEAVE_OUT[language]
        for term in agency.settings.jargon
        if term.language == language
    }
    return Vocabulary(common_jargon(language) | own, common_acronyms() | _names(agency))


def _names(agency: Agency) -> frozenset[str]:
    identity = agency.settings.agency
    names = [identity.short_name or "", *identity.aliases]
    names += [agency.name.in_(language) for language in LANGUAGES]
    words = (word.strip("().,;:") for name in names for word in name.split())
    return frozenset(word.replace(".", "") for word in words if word.isupper())
