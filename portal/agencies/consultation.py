"""Asking an agency during one use case, so that its plugin can never stop a complaint.

All of a plugin's answers together get one second. A plugin that raises, answers with the wrong
type or is too slow is not asked again in this use case: the settings alone answer, and the
failure is kept for the complaint's history and the agency's health.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import structlog

from portal.agencies.plugins.shapes import misshapen
from portal.agencies.plugins.waiting import PluginStoppedError, answer_within
from portal.domain.category import Category, Problem, Question
from portal.domain.complaint import Complaint, Draft
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Notice, Recourse
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Promise, Stage
from portal.plugin_api import hookspecs

if TYPE_CHECKING:
    from portal.agencies.agency import Agency

log = structlog.get_logger()

SECONDS = 1.0

Answer = TypeVar("Answer")
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """What went wrong when a plugin was asked; `reason` holds no personal data."""

    hook: str
    reason: str


@dataclass
class Consultation:
    """One use case's questions to one agency."""

    agency: Agency
    seconds: float = SECONDS
    failures: list[PluginFailure] = field(default_factory=list)

    def categories(self) -> tuple[Category, ...]:
        """Return what complaints can be about, in display order."""
        return self._ask("complaint_categories", all_of(Category))

    def category(self, code: str | None) -> Category:
        """Return the category with this code, else the agency's default one."""
        categories = {category.code: category for category in self.categories()}
        default = self.agency.settings.default_category
        return categories.get(code or default) or categories.get(default) or self._settled(default)

    def questions(self, category: Category) -> tuple[Question, ...]:
        """Return what the agency asks about a complaint in this category."""
        return self._ask("complaint_questions", all_of(Question), category=category)

    def problems(self, draft: Draft) -> tuple[Problem, ...]:
        """Return what must be corrected in this draft, from every source."""
        return self._ask("complaint_problems", _joined(Problem), draft=draft)

    def notices(self, draft: Draft) -> tuple[Notice, ...]:
        """Return what the citizen should know before filing."""
        return self._ask("complaint_notices", _joined(Notice), draft=draft)

    def receiving_unit(self, draft: Draft) -> str | None:
        """Return the unit that receives this complaint, if the agency has units."""
        return self._ask("receiving_unit", _one_or_none(str), draft=draft)

    def calendar(self, category: str | None = None) -> WorkingCalendar:
        """Return the days and hours that count for a category, or for the agency as a whole."""
        return self._ask("working_calendar", one_of(WorkingCalendar), category=category)

    def allowance(self, complaint: Complaint, stage: Stage) -> Promise:
        """Return how long the agency has for this stage, and the rule it rests on."""
        return self._ask("allowance", one_of(Promise), complaint=complaint, stage=stage)

    def escalation_path(self, complaint: Complaint) -> tuple[EscalationStep, ...]:
        """Return the levels of this complaint; the last is the top authority."""
        return self._ask("escalation_path", _path, complaint=complaint)

    def recourses(self, complaint: Complaint, moment: datetime) -> tuple[Recourse, ...]:
        """Return where else the complainant can turn at this moment."""
        return self._ask("recourses", all_of(Recourse), complaint=complaint, moment=moment)

    def _settled(self, code: str) -> Category:
        return next(
            category for category in self.agency.configured.categories if category.code == code
        )

    def _ask(self, hook: str, checked: Callable[[Any], Answer], **facts: Any) -> Answer:
        if hook in self.agency.answered_by_plugin and not self.failures:
            try:
                return _whole(hook, checked(self._timed(getattr(self.agency.hooks, hook), facts)))
            except Exception as error:  # noqa: BLE001  # a plugin may raise anything
                failure = PluginFailure(hook, reason_of(error))
                self.failures.append(failure)
                _log_once(self.agency.code, self.agency.release_id, failure)
        return checked(getattr(self.agency.settings_hooks, hook)(**facts))

    def _timed(self, ask: Callable[..., Any], facts: dict[str, Any]) -> Any:
        began = time.monotonic()
        try:
            return answer_within(self.seconds, partial(ask, **facts))
        finally:
            self.seconds -= time.monotonic() - began


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


def reason_of(error: BaseException) -> str:
    """Name the kind of failure only: a plugin's message could quote the complaint."""
    if isinstance(error, WrongAnswerError | PluginStoppedError):
        return str(error)
    return "took too long" if isinstance(error, TimeoutError) else f"raised {type(error).__name__}"


class WrongAnswerError(TypeError):
    """A plugin answered with something that the hook does not promise."""


def _whole(hook: str, answer: Answer) -> Answer:
    """Return the answer, or raise WrongAnswerError for a part that would fail later, elsewhere."""
    for fault in misshapen(answer, _promised_by(hook), "the answer"):
        raise WrongAnswerError(f"did not answer as promised: {fault}")
    return answer


@cache
def _promised_by(hook: str) -> Any:
    return get_type_hints(getattr(hookspecs, hook))["return"]


def all_of(kind: type[Kind]) -> Callable[[Any], tuple[Kind, ...]]:
    """Return a check that an answer is a list of this kind; it raises WrongAnswerError."""

    def check(answer: Any) -> tuple[Kind, ...]:
        if not isinstance(answer, list | tuple) or not all(
            isinstance(entry, kind) for entry in answer
        ):
            raise WrongAnswerError(f"did not answer with a list of {kind.__name__}")
        return tuple(answer)

    return check


def _joined(kind: type[Kind]) -> Callable[[Any], tuple[Kind, ...]]:
    def check(answers: Iterable[Any]) -> tuple[Kind, ...]:
        joined: list[Kind] = []
        for answer in answers:
            joined += all_of(kind)(answer)
        return tuple(joined)

    return check


def one_of(kind: type[Kind]) -> Callable[[Any], Kind]:
    """Return a check that an answer is of this kind; it raises WrongAnswerError."""

    def check(answer: Any) -> Kind:
        if not isinstance(answer, kind):
            raise WrongAnswerError(f"did not answer with a {kind.__name__}")
        return answer

    return check


def _one_or_none(kind: type[Kind]) -> Callable[[Any], Kind | None]:
    def check(answer: Any) -> Kind | None:
        return None if answer is None else one_of(kind)(answer)

    return check


def _path(answer: Any) -> tuple[EscalationStep, ...]:
    steps: tuple[EscalationStep, ...] = all_of(EscalationStep)(answer)
    if not steps or not steps[-1].top_authority:
        raise WrongAnswerError("did not answer with a path that ends at the top authority")
    return steps
