"""What an agency's settings answer, when no plugin of its own does, as the domain counts it.

Everything is made once, from the settings; a question is then a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from portal.agencies.notice_conditions import Condition, Phrases, ToldText
from portal.agencies.settings.categories import (
    CategorySettings,
    ChoiceSettings,
    NoticeSettings,
    NoticeWhen,
    PhoneSettings,
    QuestionSettings,
    RecourseSettings,
    RedirectSettings,
)
from portal.agencies.settings.deadlines import (
    LONGEST_LIMIT,
    ONE_DAY,
    PROMISED,
    TWO_DAYS,
    DeadlineSettings,
    ExtensionSettings,
    OptionalStage,
    PauseSettings,
    Threshold,
    TimeSettings,
    working_calendar,
)
from portal.agencies.settings.fields import Settings, Words
from portal.agencies.settings.handling import (
    GroupingSettings,
    RemedySettings,
    RepresentationSettings,
)
from portal.agencies.settings.matching import comparable
from portal.agencies.settings.schema import AgencySettings, StepSettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.answers import answer_name
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft
from portal.domain.conclusion import Criterion
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Notice, NoticeKind, Phone, Recourse, Redirect
from portal.domain.meaning import Danger, Hears, hears_nothing
from portal.domain.question import Choice, Problem, Question
from portal.domain.remedy import Remedy, RemedyKind
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Extension, PauseReason, Promise, Stage
from portal.plugin_api.hookspecs import hookimpl
from portal.words.remedies import usual_remedies

NOTHING_ANSWERED: Mapping[str, object] = MappingProxyType({})


class Configured:
    """An agency's settings as answers to every question hook.

    Lists are handed out as fresh ones, so that a plugin may change what it is given.
    """

    def __init__(self, settings: AgencySettings, hears: Hears = hears_nothing) -> None:
        self._hears = hears
        self.name = settings.agency.name.text
        self.all_categories: tuple[Category, ...] = _made(settings.categories)
        retired = {category.code for category in settings.categories if category.retired}
        self.categories = tuple(
            category for category in self.all_categories if category.code not in retired
        )
        self._default_category = settings.default_category
        self._units = {category.code: category.unit for category in settings.categories}
        self._calendar = working_calendar(settings.calendar)
        self._calendars = {
            category.code: working_calendar(category.calendar)
            for category in settings.categories
            if category.calendar is not None
        }
        self._promises = _promises(settings)
        self.reopening = _promised_time(settings.reopening) if settings.reopening else None
        own_limit = settings.contact_limit
        self.longest_limit = _promised_time(own_limit) if own_limit else LONGEST_LIMIT
        self.representation = settings.representation or RepresentationSettings()
        self.threshold = _threshold(settings.grouping or GroupingSettings())
        self._path: tuple[EscalationStep, ...] = _made(settings.escalation)
        self._recourses: tuple[tuple[Recourse, frozenset[str]], ...] = tuple(
            (_made(recourse), frozenset(recourse.categories)) for recourse in settings.recourses
        )
        self._notices = tuple(Condition.of(_made(notice), notice) for notice in settings.notices)
        self._dangers = [
            condition for condition in self._notices if condition.notice.kind is NoticeKind.DANGER
        ]
        self._urgent_words = _urgent_words(settings)
        heard = [when for when in _of_dangers(settings) if when.danger]
        self._heard_for = frozenset(kind for when in heard for kind in when.danger)
        self._standing_in = _phrases(words for when in heard for words in when.words)
        self._of_suicide = _phrases(
            words for when in heard if Danger.SUICIDE in when.danger for words in when.words
        )
        self._urgent_categories = frozenset(settings.urgency.categories if settings.urgency else ())
        self.criteria = tuple(
            Criterion(criterion.code, criterion.name.text, criterion.finding == "founded")
            for criterion in settings.criteria
        )
        self.remedies = tuple(map(_remedy, settings.remedies)) or usual_remedies()

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
        """Answer the notices for the draft's category, for words in its story, or its answers."""
        told = self._told(draft.story)
        return [
            condition.notice
            for condition in self._notices
            if condition.holds(draft.category, told) or condition.answered(draft.answers)
        ]

    def dangers_in(
        self, texts: Iterable[str], answers: Mapping[str, object] = NOTHING_ANSWERED
    ) -> list[Notice]:
        """Return the notices of danger that any of these texts or answers calls for by itself.

        No plugin is asked about it.
        """
        every = [self._told(text) for text in texts if text]
        return [
            condition.notice
            for condition in self._dangers
            if condition.answered(answers) or any(map(condition.is_called_for, every))
        ]

    def maybe_danger_in(self, texts: Iterable[str]) -> Notice | None:
        """Return the notice of the danger that one of these texts may tell, though not for sure.

        No plugin is asked about it.
        """
        heard = (danger.kind for text in texts if text for danger in self._told(text).maybe)
        by_kind: dict[str, Notice] = {
            kind: condition.notice for condition in self._dangers for kind in condition.dangers
        }
        return next((by_kind[kind] for kind in heard if kind in by_kind), None)

    def urgent_answers(self, draft: Draft) -> list[str]:
        """Return the answers of a draft that tell a danger, each after its question, in words."""
        category = next((one for one in self.all_categories if one.code == draft.category), None)
        told = {said for danger in self._dangers for said in danger.answered(draft.answers)}
        return [
            f"{question.label.in_(draft.language)} {answer_name(question, answer, draft.language)}"
            for question in (category.questions if category else ())
            for code, answer in sorted(told)
            if question.code == code
        ]

    def _told(self, text: str) -> ToldText:
        return ToldText(text, self._hears, self._of_suicide)

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
        return self._promises.get((complaint.category, stage)) or self._promises[None, stage]

    def promise(self, stage: OptionalStage, category: str) -> Promise:
        """Return what is promised for a stage that settings need not name.

        No plugin is asked about it.
        """
        own, common = ((code, stage) for code in (category, None))
        return self._promises.get(own) or self._promises.get(common) or PROMISED[stage]

    def urgent_signs(self, category: str | None, *texts: str) -> list[str]:
        """Return the words of texts by which a complaint looks urgent.

        A category that is always urgent is a sign as well, by its name; a danger that is heard, by
        the words that say it.
        """
        every = [self._told(text) for text in texts]
        signs = [
            words
            for words, looked_for in self._urgent_words
            if any(looked_for in told.compared for told in every)
        ]
        for told in every:
            signs += told.dangers_or(self._heard_for, self._standing_in)
        always = (listed.name.fr for listed in self.categories if listed.code == category)
        own = always if category in self._urgent_categories else ()
        return list(dict.fromkeys([*own, *signs]))

    @hookimpl
    def escalation_path(self, complaint: Complaint) -> list[EscalationStep]:
        """Answer the levels of the agency."""
        return list(self._path)

    @hookimpl
    def recourses(self, complaint: Complaint, moment: datetime) -> list[Recourse]:
        """Answer the agency's recourses for the complaint's subject, in the order of the file."""
        return [
            recourse
            for recourse, categories in self._recourses
            if not categories or complaint.category in categories
        ]


def _threshold(grouping: GroupingSettings) -> Threshold | None:
    """Return when a group is proposed, None for never."""
    within = timedelta(days=grouping.days)
    return Threshold(grouping.complaints, within) if grouping.propose else None


def _urgent_words(settings: AgencySettings) -> Phrases:
    """Return the words of urgency, and those of dangers that nothing was learned of."""
    own = settings.urgency.words if settings.urgency else ()
    whens = _of_dangers(settings)
    return _phrases([*own, *(words for when in whens if not when.danger for words in when.words)])


def _of_dangers(settings: AgencySettings) -> list[NoticeWhen]:
    """Return what notices of danger are shown for."""
    notices = (notice for notice in settings.notices if notice.kind is NoticeKind.DANGER)
    return [notice.when for notice in notices if notice.when]


def _phrases(every: Iterable[str]) -> Phrases:
    """Return words with their forms; what has no word in it is found in no text."""
    looked_for = ((words, comparable(words)) for words in dict.fromkeys(every))
    return tuple((words, form) for words, form in looked_for if form.strip())


_MADE_FROM: dict[type[Settings], type[Any]] = {
    CategorySettings: Category,
    ChoiceSettings: Choice,
    ExtensionSettings: Extension,
    NoticeSettings: Notice,
    PhoneSettings: Phone,
    PauseSettings: PauseReason,
    QuestionSettings: Question,
    RecourseSettings: Recourse,
    RedirectSettings: Redirect,
    StepSettings: EscalationStep,
}
"""What the domain makes of a group of settings that has all of its fields, by the same names."""


def _made(settings: Any) -> Any:
    """Return settings as the domain has them: words are texts, groups classes of the domain."""
    if isinstance(settings, Words):
        return settings.text
    if isinstance(settings, tuple):
        return tuple(map(_made, settings))
    kind = _MADE_FROM.get(type(settings))
    if kind is None:
        return settings
    return kind(**{field.name: _made(getattr(settings, field.name)) for field in fields(kind)})


def _remedy(settings: RemedySettings) -> Remedy:
    by_officers = settings.decided_by != "head"
    kind, name = RemedyKind(settings.kind or RemedyKind.OTHER), settings.name.text
    return Remedy(settings.code, kind, name, by_officers, settings.up_to)


def category_of(settings: CategorySettings) -> Category:
    """Return a category as the domain has it."""
    category: Category = _made(settings)
    return category


def recourse_of(settings: RecourseSettings) -> Recourse:
    """Return a recourse as the domain has it."""
    recourse: Recourse = _made(settings)
    return recourse


def _promises(settings: AgencySettings) -> dict[tuple[str | None, str], Promise]:
    """Return what is promised for each stage, by the category with its own, None for all others."""
    own = [(category.code, category.deadlines) for category in settings.categories]
    return {
        (code, stage): _promised(deadline)
        for code, deadlines in [(None, settings.deadlines), *own]
        for stage, deadline in deadlines
        if deadline is not None
    }


def _promised(settings: DeadlineSettings) -> Promise:
    return Promise(
        allowance=settings.within,
        basis=settings.basis.text,
        confidence=settings.confidence,
        extension=_made(settings.extension),
        silence=settings.silence,
        complete_within=settings.complete_within,
        complete_confidence=settings.complete_confidence,
        pauses=_made(settings.pauses),
    )


def _promised_time(settings: TimeSettings) -> Promise:
    """Return a length of time of the settings as a promise."""
    return Promise(settings.within, settings.basis.text, settings.confidence)


@dataclass(frozen=True, slots=True)
class HandingOnTimes:
    """What is promised while nobody who can answer has the complaint yet.

    `intake` is how soon the intake desk hands on what it receives, `transfer` how long the
    complainant may choose what travels before a transfer is carried out, `arbitration` how soon
    the desk decides between agencies that sent a complaint back and forth.
    """

    intake: Promise = ONE_DAY
    transfer: Promise = TWO_DAYS
    arbitration: Promise = TWO_DAYS


def handing_on(settings: PortalSettings) -> HandingOnTimes:
    """Return how soon complaints get to the right agency; the common rule where nothing is said."""
    times = settings.handing_on
    return HandingOnTimes(
        **{name: _promised_time(time) for name, time in times or () if time is not None}
    )
