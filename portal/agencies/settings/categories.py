"""What complaints can be about, and what citizens are asked and told about it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from portal.agencies.settings.deadlines import CalendarSettings, Deadlines
from portal.agencies.settings.fields import (
    Code,
    Flag,
    Length,
    Link,
    Pattern,
    Phrase,
    Positive,
    Settings,
    Unwritten,
    UnwrittenList,
    Whole,
    Words,
)
from portal.domain.handling.notices import NoticeKind
from portal.domain.meaning import Danger, Decision
from portal.domain.question import QuestionKind
from portal.domain.time.promise import Confidence


class ChoiceSettings(Settings):
    """One of the answers that a question offers."""

    code: Code
    label: Words


class QuestionSettings(Settings):
    """Something that the agency asks about a category."""

    code: Code
    label: Words
    hint: Words | None = None
    kind: QuestionKind = QuestionKind.TEXT
    required: Flag = False
    choices: tuple[ChoiceSettings, ...] = ()
    pattern: Pattern | None = None
    """A regular expression for the whole answer without its spaces."""
    pattern_hint: Words | None = None
    """What to do when the answer does not match the pattern."""
    minimum: Whole | None = None
    maximum: Whole | None = None
    future: Flag = False
    max_length: Positive | None = None


class CategorySettings(Settings):
    """What complaints can be about."""

    code: Code
    name: Words
    description: Words | None = None
    theme: Code
    """One of the portal's themes, so that organisations can be compared."""
    unit: Code | None = None
    words: tuple[Phrase, ...] = ()
    """Everyday words that citizens type, in both languages."""
    examples: tuple[Phrase, ...] = ()
    calendar: CalendarSettings | None = None
    """The days and hours that count for this subject, where they are not the agency's."""
    deadlines: Deadlines = Deadlines()
    questions: tuple[QuestionSettings, ...] = ()
    formerly: UnwrittenList[Code] = ()
    """The categories of the agency that it took the place of, wholly or in part."""
    retired: Flag = False
    """No longer offered, kept for the complaints that have it."""


class CommonRecourse(Settings):
    """Where else complainants can turn, whatever the agency."""

    body: Words
    how: Words
    deadline: Words
    link: Link | None = None
    link_en: Unwritten[Link] = None
    """Where those who read English find it, if that is another address."""
    phone: Phrase | None = None
    review: Flag = False
    within: Unwritten[Length] = None
    """How long after the answer to the complaint one may still turn there."""
    next_open_day: Unwritten[Flag] = None
    """A last day on a closed day moves to the next open one."""
    confidence: Unwritten[Confidence] = None
    """An assumed time is one to verify: a right is no sample."""
    source: Unwritten[Phrase] = None


class RecourseSettings(CommonRecourse):
    """Where else the agency's complainants can turn: about some subjects, or about every one."""

    code: Code
    categories: UnwrittenList[Code] = ()
    """The subjects whose complainants are told of it; every one where none is named."""


class When(Settings):
    """What a notice is shown for: any of these categories, or any of these words in the story."""

    categories: tuple[Code, ...] = ()
    words: tuple[Phrase, ...] = ()


class AnswerSettings(Settings):
    """An answer to one of the agency's questions: "yes", "no", or the code of a choice."""

    question: Code
    answer: Phrase


class NoticeWhen(When):
    """What a notice is shown for; danger and disagreement are heard however they are said.

    While nothing was learned of danger, the `words` beside it stand in for it. Afterwards those of
    suicide say which sentences of a text are also heard by themselves.
    """

    danger: UnwrittenList[Danger] = ()
    decision: UnwrittenList[Decision] = ()
    """The kinds of decision that the story disagrees with."""
    answers: UnwrittenList[AnswerSettings] = ()
    """The answers to the agency's own questions that call for it, any of them."""


class PhoneSettings(Settings):
    """A number to call at once, and who answers."""

    name: Words
    number: Phrase


class RedirectSettings(Settings):
    """A way of its own for what the notice is about: a review, then a tribunal."""

    body: Words
    """Where to turn."""
    form: Link | None = None
    form_en: Unwritten[Link] = None
    """The form in English, where that is another address."""
    within: Length | None = None
    since: Annotated[Words | None, Field(alias="from")] = None
    """What the time runs from: the date of the decision."""
    question: Code | None = None
    """The question that asks for this date, so that the last day can be told."""
    confidence: Confidence = Confidence.ASSUMED
    """An assumed time is one to verify: a right is no sample."""
    source: Phrase | None = None
    starts: Unwritten[Literal["answer"]] = None
    """The time begins with the answer to the complaint itself: nobody is asked for its day."""
    next_open_day: Unwritten[Flag] = None
    """A last day on a closed day moves to the next open one."""


class NoticeSettings(Settings):
    """What citizens are told before they file."""

    code: Code
    kind: NoticeKind
    when: NoticeWhen | None = None
    title: Words
    text: Words
    phones: UnwrittenList[PhoneSettings] = ()
    link: Link | None = None
    link_en: Unwritten[Link] = None
    """Where those who read English read more, if that is another address."""
    redirects: tuple[RedirectSettings, ...] = ()
