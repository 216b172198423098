"""The drafts and complaints that an agency is asked about: every kind that citizens can send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from portal.agencies.settings.fields import why_not_linear
from portal.domain.complaint import Channel, Complaint, Draft, FiledFor, Status
from portal.domain.patterns import matcher
from portal.domain.question import Question, QuestionKind
from portal.domain.text import LANGUAGES

# Neither a word of alarm nor one of any agency's: an ordinary story.
STORY = "J’attends une réponse depuis trois semaines. I have been waiting for three weeks."
RECEIVED_AT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
# In the evening of the agencies of America, and already the next day in UTC.
EVENING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
STORIES = ("", "?", "é" * 20_000, "🙂\u202e\u0000 \n\t<script>", "123 456 789")
ODD_ANSWERS = ("0", "Deux mots", "0123456789", "AB 12-34", "abcd12345678", "é" * 2_000)
# Letters and digits in every number that files, cards and permits have.
SHAPES = tuple("ABCD"[:letters] + "1234567890123456"[:n] for letters in range(5) for n in range(17))
MATCHING_AT_MOST = 2
AFTER = (timedelta(), timedelta(days=1), timedelta(days=46), timedelta(days=800))

ByCategory = Mapping[str, tuple[Question, ...]]
Answers = dict[str, object]


def drafts(questions: ByCategory, words: str = "") -> Iterator[Draft]:
    """Yield drafts of every category × language × person, and one for each answer and channel.

    Each category also gets a story of `words`, those that the plugin may look for.
    """
    for category in (None, *questions):
        for language in LANGUAGES:
            for filed_for in FiledFor:
                yield Draft(category, STORY, language, {}, filed_for, received_at=RECEIVED_AT)
    for category, category_questions in questions.items():
        for answers in answered(category_questions):
            yield Draft(category, STORY, "fr", answers, received_at=RECEIVED_AT)
        yield from (Draft(category, STORY, "en", {}, channel=channel) for channel in Channel)
        yield Draft(category, words, "fr", {}, received_at=RECEIVED_AT)


def odd_drafts(questions: ByCategory) -> Iterator[Draft]:
    """Yield drafts with stories and answers that nobody expects.

    Each text is also answered as its pattern asks and against it: both may be a rule of a plugin.
    """
    for category, category_questions in questions.items():
        junk = {question.code: "?" for question in category_questions}
        for question in category_questions:
            for answer in odd_answers_to(question):
                yield Draft(category, STORY, "fr", {question.code: answer})
        for story in STORIES:
            yield Draft(category, story, "fr", {"no_such_question": 1})
        yield Draft(category, STORY, "en", junk)
    yield Draft("no_such_category", STORY, "fr")


def complaints(agency: str, questions: ByCategory) -> Iterator[Complaint]:
    """Yield complaints of every category, in each language, and one for each answer."""
    for category, category_questions in questions.items():
        plain = Complaint("2026-000001", agency, category, Status.RECEIVED, 1, RECEIVED_AT)
        yield from (replace(plain, language=language) for language in LANGUAGES)
        for answers in answered(category_questions):
            yield replace(plain, answers=answers)
        yield from (
            replace(plain, channel=channel) for channel in Channel if channel is not Channel.WEB
        )


def lives(complaint: Complaint, levels: int) -> Iterator[Complaint]:
    """Yield a complaint at every status and level, one level above the top included.

    Those of other languages and channels are looked at as they are received, no further.
    """
    if complaint.language != "fr" or complaint.channel is not Channel.WEB:
        yield complaint
        return
    yield from (replace(complaint, status=status) for status in Status)
    for level in range(2, levels + 2):
        yield replace(complaint, level=level)
        if not complaint.answers:
            yield from (replace(complaint, status=status, level=level) for status in Status)


def answered(questions: tuple[Question, ...]) -> Iterator[Answers]:
    """Yield all the first answers together, then each possible answer by itself."""
    possible = [(question.code, list(answers_to(question))) for question in questions]
    first = {code: answers[0] for code, answers in possible if answers}
    if first:
        yield first
    for code, answers in possible:
        for answer in answers:
            yield {code: answer}


def answers_to(question: Question) -> Iterator[object]:
    """Yield answers that the portal could have read to a question."""
    codes = [choice.code for choice in question.choices]
    if question.kind is QuestionKind.CHOICE:
        yield from codes
    elif question.kind is QuestionKind.SEVERAL_CHOICES:
        yield from ((code,) for code in codes)
        yield tuple(codes)
    elif question.kind is QuestionKind.YES_NO:
        yield from (True, False)
    elif question.kind is QuestionKind.DATE:
        yield "2026-11-02"
    elif question.kind is QuestionKind.NUMBER:
        yield question.minimum or question.maximum or 1
    elif question.kind is not QuestionKind.FILE and question.pattern is None:
        yield "Deux mots"


def odd_answers_to(question: Question) -> Iterator[str]:
    """Yield texts of many shapes to a question that is answered by a text."""
    if question.kind is QuestionKind.TEXT:
        yield from ODD_ANSWERS
        if question.pattern and why_not_linear(question.pattern) is None:
            matching = filter(matcher(question.pattern), SHAPES)
            yield from islice(matching, MATCHING_AT_MOST)


def name_of(facts: Draft | Complaint) -> str:
    """Name a case by what is particular to it."""
    category = f'category "{facts.category}"' if facts.category else "no category"
    answers = f", answers {dict(facts.answers)}" if facts.answers else ""
    if isinstance(facts, Draft):
        answers += "" if facts.story == STORY else f', a story of "{facts.story[:60]}…"'
        return f"{category}, in {facts.language}, for {facts.filed_for}{answers}"
    return f"{category}, {facts.status}, level {facts.level}, in {facts.language}{answers}"
