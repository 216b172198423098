"""What the page of a complaint shows beside its history: levels, answers, facts in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.agencies.agency import Agency
from portal.complaints.entries import Succeeded
from portal.complaints.queries.staff import PostHolder
from portal.domain.category import Question
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.pages.current import current_language, runtime
from portal.pages.filters import text
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import CHANNELS, FILED_FOR, LANGUAGES, REPLY_BY, worded
from portal.pages.shown.agency import unit_names
from portal.pages.shown.question_fields import answer_words
from portal.pages.texts import gettext
from portal.words.dates import allowance_words, day_words
from portal.words.statuses import FINDINGS


@dataclass(frozen=True, slots=True)
class Level:
    """One level, in words."""

    number: int
    title: Text
    holders: str
    when: str
    is_current: bool


def levels(case: OpenedCase) -> list[Level]:
    """Return every level of the complaint's path, the first one first."""
    return [
        Level(
            number=number,
            title=step.title,
            holders=", ".join(holders(case, step.to)) or gettext("Poste vacant"),
            when=_when(case, number),
            is_current=number == case.complaint.level,
        )
        for number, step in enumerate(case.path, start=1)
    ]


def holders(case: OpenedCase, post: str) -> list[str]:
    """Return who holds a post, and who works in the place of those who are away."""
    return [_holder(holder) for holder in case.file.holders.get(post, ())]


def _holder(holder: PostHolder) -> str:
    if not holder.is_away:
        return holder.name
    if holder.substitute is None:
        return gettext("%(name)s (absence, personne ne remplace)", name=holder.name)
    return gettext(
        "%(name)s (absence, remplacement : %(substitute)s)",
        name=holder.name,
        substitute=holder.substitute,
    )


def _when(case: OpenedCase, number: int) -> str:
    level = case.complaint.level
    arrived = {1: case.complaint.received_at} | {
        step.to_level: step.at for step in case.file.escalations
    }
    if number <= level:
        if number not in arrived:
            return gettext("Passé sans arrêt")
        day = day_words(arrived[number].astimezone(case.zone).date(), current_language())
        return gettext("Depuis le %(day)s", day=day)
    if case.complaint.due_at is None or case.complaint.status == Status.ANSWERED:
        return gettext("Aucun passage prévu")
    if number == level + 1:
        return _next(case)
    within = case.path[number - 2].within
    if within is None:
        return gettext("Ensuite")
    length = allowance_words(within, current_language())
    return gettext("Après %(length)s de plus", length=length)


def _next(case: OpenedCase) -> str:
    clock = case.answer_clock
    if clock is None or clock.last_day is None:
        return gettext("Ensuite")
    day = day_words(clock.last_day, current_language())
    return gettext("Après le %(day)s, si aucune réponse", day=day)


_Said = tuple[str, str]


def answers(case: OpenedCase) -> list[_Said]:
    """Return each question that was answered, with its answer."""
    answers_kept: Mapping[str, object] = case.complaint.answers or {}
    given = answers_kept.get("given")
    questions = {question.code: question for question in _questions(case)}
    worded = [
        _in_words(questions.get(code), code, value)
        for code, value in (given.items() if isinstance(given, Mapping) else ())
    ]
    more = ((gettext("Ce qui est demandé"), "wish"), (gettext("Date et lieu"), "when_where"))
    return worded + [
        (label, str(answers_kept[key])) for label, key in more if answers_kept.get(key)
    ]


def _questions(case: OpenedCase) -> list[Question]:
    """Return the questions that may have been answered, of those replaced since, oldest first."""
    questions: list[Question] = []
    for agency, category in (*_replaced(case), (case.advice.agency, case.complaint.category)):
        consulted = agency.consult()
        questions += consulted.questions(consulted.category(category))
    return questions


def _replaced(case: OpenedCase) -> Iterator[tuple[Agency, str]]:
    """Yield the agencies that others took over with the complaint, each with its category."""
    for entry in case.file.entries:
        if entry.kind == EntryKind.SUCCEEDED:
            facts = Succeeded.read(entry.facts)
            yield runtime().agencies.agency(facts.before), facts.before_category


def _in_words(question: Question | None, code: str, value: object) -> _Said:
    # A category may have changed since: an answer is then shown with its bare code.
    if question is None:
        return code, str(value)
    return text(question.label), answer_words(question, value)


def criteria(case: OpenedCase) -> list[Text]:
    """Return the criteria that the findings rest on, in the words that they had then."""
    named = [criterion for issue in case.file.issues for criterion in issue.criteria or ()]
    return list({words["code"]: Text(words["fr"], words["en"]) for words in named}.values())


def unit(case: OpenedCase) -> Text | None:
    """Return the unit that received it, by its code where the agency no longer has it."""
    code = case.complaint.unit
    return unit_names(case.agency).get(code, Text(code)) if code else None


def facts(case: OpenedCase) -> dict[str, str]:
    """Return what is known of it, in words: who has it, how it came, how it is answered."""
    complaint = case.complaint
    return {
        "assignee": case.file.names.get(complaint.assignee_id or 0, ""),
        "channel": worded(CHANNELS, complaint.channel),
        "language": worded(LANGUAGES, complaint.language),
        "reply_by": worded(REPLY_BY, complaint.reply_by),
        "filed_for": worded(FILED_FOR, complaint.filed_for),
        "finding": worded(FINDINGS, complaint.finding),
    }
