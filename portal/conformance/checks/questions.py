"""What complaints can be about, what the agency asks about it, and whether citizens can answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.agencies.settings.fields import (
    CODE,
    not_matching,
    takes_everything,
    waits_for_space,
    why_not_linear,
)
from portal.agencies.settings.text_checks import CHOICES, REQUIRED_AT_MOST
from portal.conformance.kit import cases
from portal.conformance.kit.check import Findings, Subject, Topic, repeated
from portal.domain.answers import read_answers
from portal.domain.question import Question, QuestionKind

questions = Topic("questions")
categories = Topic("categories")


@questions.check(
    protects="officers: of two questions with one code only one answer is kept",
    mend="Give each question a code of its own; look at what the settings already ask.",
)
def each_question_has_its_own_code(subject: Subject) -> Findings:
    """No two questions of a category have the same code."""
    return (
        f'category "{category}" asks "{code}" {times} times'
        for category, category_questions in subject.asked.questions_by_category.items()
        for code, times in repeated(question.code for question in category_questions)
    )


@questions.check(
    protects="everybody: the code of a question stands in forms and exports",
    mend="Begin with a small letter; go on with small letters without accents, digits and _.",
)
def each_question_has_a_sound_code(subject: Subject) -> Findings:
    """The code of every question and of every choice is one that settings could have."""
    return (
        f"{where}: {not_matching(CODE, code).in_('en')}"
        for where, question in _named_questions(subject)
        for code in (question.code, *(choice.code for choice in question.choices))
        if not re.fullmatch(CODE, code)
    )


@questions.check(
    protects="citizens: each required answer keeps somebody from complaining",
    mend="Make all but three optional, those that the plugin adds included.",
)
def at_most_three_questions_are_required(subject: Subject) -> Findings:
    """No category requires more than three answers, those of the plugin included."""
    for category, category_questions in subject.asked.questions_by_category.items():
        required = [question.code for question in category_questions if question.required]
        if len(required) > REQUIRED_AT_MOST:
            yield f'category "{category}" requires {", ".join(required)}'


@questions.check(
    protects="citizens: a choice of one is no question",
    mend="Offer at least two choices, or ask by yes or no.",
)
def each_choice_offers_two_answers(subject: Subject) -> Findings:
    """A question that offers choices offers at least two."""
    return (
        f"{where} offers {len(question.choices)}"
        for where, question in _named_questions(subject)
        if question.kind in CHOICES and len(question.choices) < 2
    )


@questions.check(
    protects="officers: of two choices with one code nobody knows which was meant",
    mend="Give each choice a code of its own.",
)
def each_choice_has_its_own_code(subject: Subject) -> Findings:
    """No two choices of a question have the same code."""
    return (
        f'{where} offers "{code}" {times} times'
        for where, question in _named_questions(subject)
        for code, times in repeated(choice.code for choice in question.choices)
    )


@questions.check(
    protects="citizens: choices stand only where there is something to choose",
    mend="Use the kind QuestionKind.CHOICE or SEVERAL_CHOICES, or leave the choices out.",
)
def only_questions_of_choice_offer_choices(subject: Subject) -> Findings:
    """Questions of other kinds offer no choices, which would not be shown."""
    return (
        f"{where} is of kind {question.kind} and offers choices"
        for where, question in _named_questions(subject)
        if question.choices and question.kind not in CHOICES
    )


@questions.check(
    protects="citizens: what the portal offers as an answer must be taken as one",
    mend="Correct the choices, the bounds or the length, so that an ordinary answer is taken.",
)
def each_question_takes_an_ordinary_answer(subject: Subject) -> Findings:
    """An ordinary answer of its kind is read without a problem."""
    for where, question in _named_questions(subject):
        for typed in _typed(question):
            _, problems = read_answers([question], typed, cases.RECEIVED_AT.date())
            yield from (f"{where} answers {typed}: {problem.text.en}" for problem in problems)


@questions.check(
    protects="citizens: what is optional may be left empty",
    mend="Say required=True if the complaint cannot be read without it, else ask for nothing.",
)
def each_optional_question_may_be_left_empty(subject: Subject) -> Findings:
    """With nothing typed, the plugin asks for nothing more than required questions."""
    for draft in subject.asked.drafts:
        category_questions = subject.asked.questions_by_category.get(draft.category or "", ())
        required = {question.code for question in category_questions if question.required}
        for problem in subject.asked.problems(draft) if not draft.answers else ():
            if problem.field not in required:
                yield f"{cases.name_of(draft)}: {problem.field}: {problem.text.en}"


@questions.check(
    protects="citizens: they find a number only in the form in which they know it",
    mend="Write the pattern for the answer without its spaces: [A-Z]{4}[0-9]{8}.",
)
def no_pattern_waits_for_a_space(subject: Subject) -> Findings:
    """No pattern needs a space: answers are compared without theirs."""
    return (
        f'{where} has the pattern "{question.pattern}"'
        for where, question in _named_questions(subject)
        if question.pattern and waits_for_space(question.pattern)
    )


@questions.check(
    protects="everybody: an answer made to be slow would hold up the whole portal",
    mend="Leave out look-around, references to groups, and repetitions above 1000.",
)
def each_pattern_is_quick(subject: Subject) -> Findings:
    """Every pattern is matched in a time that grows with the answer alone."""
    for where, question in _named_questions(subject):
        why = why_not_linear(question.pattern) if question.pattern else None
        if why is not None:
            yield f'{where} has the pattern "{question.pattern}": {why}'


@questions.check(
    protects="citizens: an empty pattern takes anything for a file number",
    mend="Say how many letters and digits the number has.",
)
def no_pattern_takes_everything(subject: Subject) -> Findings:
    """Every pattern refuses something: an answer of one strange sign."""
    return (
        f'{where} has the pattern "{question.pattern}"'
        for where, question in _named_questions(subject)
        if question.pattern and takes_everything(question.pattern)
    )


@questions.check(
    protects="citizens: a refused answer says what to do",
    mend="Give the question a pattern_hint.",
)
def each_pattern_says_what_to_type(subject: Subject) -> Findings:
    """Every question with a pattern, also of a plugin, has its hint."""
    return (
        f"{where} has a pattern and no pattern_hint"
        for where, question in _named_questions(subject)
        if question.pattern and question.pattern_hint is None
    )


@categories.check(
    protects="citizens: with no category nothing can be filed",
    mend="Answer complaint_categories with at least one category, or leave it to the settings.",
)
def there_is_a_category(subject: Subject) -> Findings:
    """At least one category is offered."""
    if not subject.asked.categories():
        yield "complaint_categories answers an empty list"


@categories.check(
    protects="citizens: whoever finds no category that fits still has to be received",
    mend="Keep the settings' default category among those that the plugin answers.",
)
def the_default_category_is_among_those_answered(subject: Subject) -> Findings:
    """The default category of the settings is one of those that the agency answers."""
    answered = {category.code for category in subject.asked.categories()}
    if answered and subject.sound.default_category not in answered:
        yield f'"{subject.sound.default_category}" is not among {", ".join(sorted(answered))}'


@categories.check(
    protects="officers: of two categories with one code only one is ever reached",
    mend="Give each category a code of its own.",
)
def each_category_has_its_own_code(subject: Subject) -> Findings:
    """No two categories have the same code."""
    return (
        f'"{code}" is answered {times} times'
        for code, times in repeated(category.code for category in subject.asked.categories())
    )


@categories.check(
    protects="everybody: codes stand in addresses, statistics and stored complaints",
    mend="Begin with a small letter; go on with small letters without accents, digits and _.",
)
def each_answered_category_has_a_sound_code(subject: Subject) -> Findings:
    """The code of every category is one that settings could have."""
    return (
        not_matching(CODE, category.code).in_("en")
        for category in subject.asked.categories()
        if not re.fullmatch(CODE, category.code)
    )


@categories.check(
    protects="citizens: between two categories of one name nobody can choose",
    mend="Say in each name what sets it apart.",
)
def each_category_has_its_own_name(subject: Subject) -> Findings:
    """No two categories have the same name, in either language."""
    for language in ("fr", "en"):
        names = (category.name.in_(language).casefold() for category in subject.asked.categories())
        for name, times in repeated(names):
            yield f'{times} categories are called "{name}"'


@categories.check(
    protects="the public: organisations are compared by common themes",
    mend="Give the category one of the themes of _portal.yaml.",
)
def each_answered_category_has_a_common_theme(subject: Subject) -> Findings:
    """Every category has one of the portal's themes."""
    themes = {theme.code for theme in subject.portal.themes}
    return (
        f'category "{category.code}" has the theme "{category.theme}"'
        for category in subject.asked.categories()
        if category.theme not in themes
    )


@categories.check(
    protects="officers: what is retired is closed to new complaints for a reason",
    mend="Leave retired categories out of complaint_categories.",
)
def no_retired_category_is_offered(subject: Subject) -> Findings:
    """No category that the settings retired is offered."""
    retired = {category.code for category in subject.sound.categories if category.retired}
    return (
        f'"{category.code}" is retired'
        for category in subject.asked.categories()
        if category.code in retired
    )


def _named_questions(subject: Subject) -> Iterator[tuple[str, Question]]:
    seen = set()
    for category, category_questions in subject.asked.questions_by_category.items():
        for question in category_questions:
            if question not in seen:
                seen.add(question)
                yield f'question "{question.code}" of category "{category}"', question


def _typed(question: Question) -> Iterator[dict[str, list[str]]]:
    """Yield what citizens would type for the answers of a question."""
    for answer in cases.answers_to(question):
        if question.kind is QuestionKind.DATE:
            year, month, day = str(answer).split("-")
            parts = {"day": day, "month": month, "year": year}
            yield {f"{question.code}-{part}": [value] for part, value in parts.items()}
        elif question.kind is QuestionKind.YES_NO:
            yield {question.code: ["oui" if answer else "non"]}
        else:
            values = answer if isinstance(answer, tuple) else (answer,)
            yield {question.code: [str(value) for value in values]}
