"""What an agency's settings answer, when no plugin of its own does.

Everything is made once, from the settings; a question is then a look-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.agencies.promises import optional_promises, promised_time, promises_of
from portal.agencies.settings.categories import (
    CategorySettings,
    NoticeSettings,
    QuestionSettings,
    RecourseSettings,
    RedirectSettings,
)
from portal.agencies.settings.deadlines import (
    LONGEST_LIMIT,
    PROMISED,
    CalendarChangeSettings,
    CalendarSettings,
    Closures,
    Threshold,
)
from portal.agencies.settings.fields import Words
from portal.agencies.settings.handling import CriterionSettings, GroupingSettings
from portal.agencies.settings.matching import comparable, found_in
from portal.agencies.settings.schema import AgencySettings, StepSettings
from portal.domain.category import Category, Choice, Problem, Question
from portal.domain.complaint import Complaint, Draft
from portal.domain.conclusion import Criterion
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Notice, NoticeKind, Recourse, Redirect
from portal.domain.text import Text
from portal.domain.time.calendar import (
    CalendarChange,
    Closure,
    WorkingCalendar,
    parse_closure,
    parse_hours,
)
from portal.domain.time.promise import Promise, Stage
from portal.plugin_api.hookspecs import hookimpl


class Configured:
    """An agency's settings as answers to every question hook.

    Lists are handed out as fresh ones, so that a plugin may change what it is given.
    """

    def __init__(self, settings: AgencySettings) -> None:
        self.name = settings.agency.name.text
        self.all_categories = tuple(map(_category, settings.categories))
        retired = {category.code for category in settings.categories if category.retired}
        self.categories = tuple(
            category for category in self.all_categories if category.code not in retired
        )
        self._default_category = settings.default_category
        self._units = {category.code: category.unit for category in settings.categories}
        self._calendar = calendar_of(settings.calendar)
        self._calendars = {
            category.code: calendar_of(category.calendar)
            for category in settings.categories
            if category.calendar is not None
        }
        self._promises = promises_of(settings)
        self._own_promises = {stage: optional_promises(settings, stage) for stage in PROMISED}
        self.reopening = promised_time(settings.reopening) if settings.reopening else None
        own_limit = settings.contact_limit
        self.longest_limit = promised_time(own_limit) if own_limit else LONGEST_LIMIT
        self.threshold = _threshold(settings.grouping)
        self._path = tuple(map(_step, settings.escalation))
        self._recourses = tuple(map(_recourse, settings.recourses))
        self._notices = tuple(map(_Condition.of, settings.notices))
        self._urgent_words = _urgent_words(settings)
        self._urgent_categories = frozenset(settings.urgency.categories if settings.urgency else ())
        self.criteria = tuple(map(_criterion, settings.criteria))
        self._looks_at_words = any(condition.words for condition in self._notices)

    @hookimpl
    def complaint_categories(self) -> list[Category]:
        """Answer the categories that are not retired, in the order of the file."""
        return list(self.categories)

    @hookimpl
    def complaint_questions(self, category: Category) -> list[Question]:
        """Answer the category's own questions."""
        return list(category.questions)

    @hookimpl
    def complaint_problems(self, draft: Draft) -> list[Problem]:
        """Answer none: typed answers are checked against the questions, whoever asks them."""
        return []

    @hookimpl
    def complaint_notices(self, draft: Draft) -> list[Notice]:
        """Answer the notices for the draft's category, or for words in its story."""
        story = comparable(draft.story) if self._looks_at_words else ""
        return [
            condition.notice
            for condition in self._notices
            if condition.holds(draft.category, story)
        ]

    @hookimpl
    def receiving_unit(self, draft: Draft) -> str | None:
        """Answer the unit of the draft's category, or of the default one."""
        return self._units.get(draft.category or self._default_category)

    @hookimpl
    def working_calendar(self, category: str | None) -> WorkingCalendar:
        """Answer the category's own calendar, else the agency's."""
        return self._calendars.get(category or "", self._calendar)

    @hookimpl
    def allowance(self, complaint: Complaint, stage: Stage) -> Promise:
        """Answer the deadline of the category, else of the agency, else of the portal."""
        own = self._promises.get((complaint.category, stage))
        return own if own is not None else self._promises[None, stage]

    def reprisal_promise(self, category: str) -> Promise:
        """Return how soon the head acts on reported reprisals: no plugin is asked about it."""
        return self._own_or_common("reprisal", category)

    def urgent_promise(self, category: str) -> Promise:
        """Return how soon somebody acts on an urgent complaint: no plugin is asked about it."""
        return self._own_or_common("urgent", category)

    def urgent_signs(self, category: str | None, text: str) -> list[str]:
        """Return the words of a text by which a complaint looks urgent.

        A category that is always urgent is a sign as well, by its name.
        """
        compared = comparable(text)
        signs = [
            words for words, looked_for in self._urgent_words if found_in(compared, [looked_for])
        ]
        always = (listed.name.fr for listed in self.categories if listed.code == category)
        return [*(always if category in self._urgent_categories else ()), *signs]

    def closing_promise(self, category: str) -> Promise:
        """Return how soon an answered complaint is closed: no plugin is asked about it."""
        return self._own_or_common("closing", category)

    def information_promise(self, category: str) -> Promise:
        """Return how soon somebody asked for information gives it: no plugin is asked about it."""
        return self._own_or_common("information_request", category)

    def recommendation_promise(self, category: str) -> Promise:
        """Return how soon a recommendation is replied to: no plugin is asked about it."""
        return self._own_or_common("recommendation_reply", category)

    @hookimpl
    def escalation_path(self, complaint: Complaint) -> list[EscalationStep]:
        """Answer the levels of the agency."""
        return list(self._path)

    @hookimpl
    def recourses(self, complaint: Complaint, moment: datetime) -> list[Recourse]:
        """Answer the agency's recourses, in the order of the file."""
        return list(self._recourses)

    def _own_or_common(self, stage: str, category: str) -> Promise:
        promises = self._own_promises[stage]
        return promises.get(category) or promises.get(None) or PROMISED[stage]


@dataclass(frozen=True, slots=True)
class _Condition:
    """A notice, and what it is shown for: always, if it says nothing of it."""

    notice: Notice
    always: bool
    categories: frozenset[str]
    words: tuple[str, ...]

    @classmethod
    def of(cls, settings: NoticeSettings) -> _Condition:
        when = settings.when
        categories = frozenset(when.categories if when else ())
        words = tuple(map(comparable, when.words if when else ()))
        return cls(_notice(settings), not categories and not words, categories, words)

    def holds(self, category: str | None, story: str) -> bool:
        return self.always or category in self.categories or found_in(story, self.words)


def _urgent_words(settings: AgencySettings) -> tuple[tuple[str, str], ...]:
    """Return the words of danger and of urgency, each beside the form in which it is looked for."""
    when = settings.urgency
    phrases = [
        *(when.words if when else ()),
        *(
            words
            for notice in settings.notices
            if notice.kind is NoticeKind.DANGER and notice.when
            for words in notice.when.words
        ),
    ]
    return tuple((words, comparable(words)) for words in dict.fromkeys(phrases))


def _category(settings: CategorySettings) -> Category:
    return Category(
        code=settings.code,
        name=settings.name.text,
        theme=settings.theme,
        unit=settings.unit,
        description=_text(settings.description),
        questions=tuple(map(_question, settings.questions)),
        words=settings.words,
        examples=settings.examples,
    )


def _question(settings: QuestionSettings) -> Question:
    return Question(
        code=settings.code,
        label=settings.label.text,
        kind=settings.kind,
        hint=_text(settings.hint),
        required=settings.required,
        choices=tuple(Choice(choice.code, choice.label.text) for choice in settings.choices),
        pattern=settings.pattern,
        pattern_hint=_text(settings.pattern_hint),
        minimum=settings.minimum,
        maximum=settings.maximum,
        future=settings.future,
        max_length=settings.max_length,
    )


def _step(settings: StepSettings) -> EscalationStep:
    return EscalationStep(
        to=settings.to,
        title=settings.title.text,
        within=settings.within,
        top_authority=settings.top_authority,
        basis=_text(settings.basis),
    )


def _recourse(settings: RecourseSettings) -> Recourse:
    return Recourse(
        code=settings.code,
        body=settings.body.text,
        how=settings.how.text,
        deadline=settings.deadline.text,
        link=settings.link,
        phone=settings.phone,
        review=settings.review,
    )


def _threshold(grouping: GroupingSettings | None) -> Threshold | None:
    """Return when a group is proposed; the common rule where nothing is said, None for never."""
    if grouping is None:
        return Threshold()
    return (
        Threshold(grouping.complaints, timedelta(days=grouping.days)) if grouping.propose else None
    )


def _criterion(settings: CriterionSettings) -> Criterion:
    return Criterion(settings.code, settings.name.text, settings.finding == "founded")


def _notice(settings: NoticeSettings) -> Notice:
    return Notice(
        code=settings.code,
        kind=settings.kind,
        title=settings.title.text,
        text=settings.text.text,
        link=settings.link,
        redirects=tuple(map(_redirect, settings.redirects)),
    )


def _redirect(settings: RedirectSettings) -> Redirect:
    return Redirect(
        body=settings.body.text,
        form=settings.form,
        within=settings.within,
        since=_text(settings.since),
        question=settings.question,
        confidence=settings.confidence,
    )


def _text(words: Words | None) -> Text | None:
    return words.text if words else None


def calendar_of(settings: CalendarSettings) -> WorkingCalendar:
    """Return the working calendar that settings describe, with its dated changes."""
    return WorkingCalendar(
        jurisdiction=settings.jurisdiction,
        timezone=settings.timezone,
        hours=parse_hours(settings.hours),
        extra_closures=_closures(settings.extra_closures),
        changes=tuple(map(_calendar_change, settings.changes)),
    )


def _calendar_change(settings: CalendarChangeSettings) -> CalendarChange:
    closures = settings.extra_closures
    return CalendarChange(
        since=settings.from_,
        jurisdiction=settings.jurisdiction,
        hours=parse_hours(settings.hours) if settings.hours else None,
        extra_closures=None if closures is None else _closures(closures),
    )


def _closures(settings: Closures) -> tuple[Closure, ...]:
    return tuple(parse_closure(closure.as_written) for closure in settings)
