"""What citizens meet before they send: problems, notices, and the unit that will read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from portal.agencies.settings.fields import LINK
from portal.conformance.kit import cases
from portal.conformance.kit.check import Findings, Subject, Topic, repeated
from portal.domain.complaint import Draft, FiledFor
from portal.domain.handling.notices import Notice, NoticeKind
from portal.domain.question import Problem, QuestionKind

problems = Topic("problems told before sending")
notices = Topic("notices before filing")
units = Topic("units")

NOTICES_AT_MOST = 5
OWN_WAYS = {NoticeKind.OWN_REVIEW, NoticeKind.OUT_OF_SCOPE}


@problems.check(
    protects="citizens: a problem is shown beside its question, or nobody sees what to correct",
    mend="Give Problem the code of a question of the draft's category.",
)
def each_problem_belongs_to_a_question(subject: Subject) -> Findings:
    """Every problem names a question that the draft's category asks."""
    for draft, problem in _problems(subject):
        known = [
            question.code
            for question in subject.asked.questions_by_category.get(draft.category or "", ())
        ]
        if draft.category in subject.asked.questions_by_category and problem.field not in known:
            yield f'category "{draft.category}": "{problem.field}" is no question there'


@problems.check(
    protects="citizens: told what is wrong, people still do not know what to do",
    mend='Begin with what to do: "Enter the 6 digits of the file", never "invalid".',
)
def each_problem_says_what_to_do(subject: Subject) -> Findings:
    """No problem calls an answer invalid, an error or forgotten."""
    blaming = re.compile(r"\b(invalid\w*|incorrect\w*|erreur|error|erroné\w*)\b", re.IGNORECASE)
    return (
        f"{problem.field}: {text}"
        for _, problem in _problems(subject)
        for text in (problem.text.fr, problem.text.en)
        if blaming.search(text)
    )


@problems.check(
    protects="people who fear reprisals: an anonymous complaint is received like any other",
    mend="Let complaint_problems pass over for whom a complaint is filed.",
)
def an_anonymous_complaint_meets_no_problem_of_its_own(subject: Subject) -> Findings:
    """An anonymous draft meets the problems of a named one, and no other."""
    for draft in _drafts(subject):
        if draft.filed_for is FiledFor.SELF and draft.category:
            anonymous = subject.asked.problems(replace(draft, filed_for=FiledFor.ANONYMOUS))
            own = set(anonymous) - set(subject.asked.problems(draft))
            yield from (f"{cases.name_of(draft)}: {problem.text.en}" for problem in own)


@notices.check(
    protects="citizens: what stands twice is read twice, or one of the two is lost",
    mend="Give each notice a code of its own; look at those of the settings.",
)
def each_notice_is_told_once(subject: Subject) -> Findings:
    """No draft is told two notices with the same code."""
    return (
        f'category "{draft.category}": "{code}" is told {times} times'
        for draft in _drafts(subject)
        for code, times in repeated(notice.code for notice in subject.asked.notices(draft))
    )


@notices.check(
    protects="people in danger: what every agency tells must not be lost here",
    mend="Add to what the settings tell; in a wrapper, return every notice that was yielded.",
)
def no_notice_of_the_settings_is_lost(subject: Subject) -> Findings:
    """Whatever the plugin adds, every notice that the settings tell is still told."""
    asked = subject.asked
    words = " ".join(
        word for notice in subject.sound.notices if notice.when for word in notice.when.words
    )
    for draft in _drafts(subject):
        alarmed = replace(draft, story=words)
        codes = {notice.code for notice in asked.notices(alarmed)}
        for notice in asked.alone.consult().notices(alarmed):
            if notice.code not in codes:
                yield f'category "{draft.category}": "{notice.code}" is no longer told'


@notices.check(
    protects="citizens: five things to read before telling anything are too many already",
    mend="Show a notice for the categories and words it concerns, not always.",
)
def an_ordinary_story_meets_few_notices(subject: Subject) -> Findings:
    """Nobody is told more than five notices about an ordinary story."""
    for draft in _drafts(subject):
        notices = subject.asked.notices(draft) if draft.story == cases.STORY else ()
        if len(notices) > NOTICES_AT_MOST:
            yield f'category "{draft.category}": {len(notices)} notices'


@notices.check(
    protects="citizens: time to contest a decision runs out while they wait for an answer",
    mend="Add a notice of kind own_review or out_of_scope for the category.",
)
def each_decision_points_at_its_own_review(subject: Subject) -> Findings:
    """A category of theme "decision" says where decisions are reviewed, or by whom."""
    for category in subject.asked.categories():
        if category.theme == "decision":
            notices = subject.asked.notices(Draft(category.code, ""))
            if not OWN_WAYS & {notice.kind for notice in notices}:
                yield f'category "{category.code}" tells nothing of it'


@notices.check(
    protects="citizens: a link that is not secure can be changed on its way",
    mend="Begin the link with https://.",
)
def each_link_of_a_notice_is_secure(subject: Subject) -> Findings:
    """Every link of a notice, and of the forms it names, begins with https://."""
    return (
        f'notice "{notice.code}" links to {link}'
        for notice in _notices(subject)
        for link in (notice.link, *(redirect.form for redirect in notice.redirects))
        if link is not None and not re.fullmatch(LINK, link)
    )


@notices.check(
    protects="citizens: a time limit that runs from nobody knows what is missed",
    mend="Give the Redirect of the notice both `within` and `since`, or neither.",
)
def each_time_limit_of_a_notice_runs_from_something(subject: Subject) -> Findings:
    """A redirect with a time says what it runs from; its question, if any, asks for a day."""
    dates = {
        question.code
        for category_questions in subject.asked.questions_by_category.values()
        for question in category_questions
        if question.kind is QuestionKind.DATE
    }
    for notice in _notices(subject):
        for redirect in notice.redirects:
            if (redirect.within is None) is not (redirect.since is None):
                body = redirect.body.en
                yield f'notice "{notice.code}": {body} has a time that runs from nothing'
            if redirect.question is not None and redirect.question not in dates:
                yield f'notice "{notice.code}": no question "{redirect.question}" asks for a day'


@units.check(
    protects="citizens: a complaint sent to a unit that is not there has no reader",
    mend="Answer the code of one of `units`, or add the unit there.",
)
def each_complaint_goes_to_a_unit_that_exists(subject: Subject) -> Findings:
    """Whatever is chosen and answered, the receiving unit is one of the settings."""
    known = {unit.code for unit in subject.sound.units}
    for draft in subject.asked.drafts:
        unit = subject.asked.receiving_unit(draft)
        if unit is not None and unit not in known:
            yield f'{cases.name_of(draft)}: there is no unit "{unit}"'


@units.check(
    protects="citizens: a category of the plugin needs a reader as well",
    mend="Give the category a unit of the settings, or none.",
)
def each_category_names_a_unit_that_exists(subject: Subject) -> Findings:
    """The unit of every category that is answered is one of the settings."""
    known = {unit.code for unit in subject.sound.units}
    return (
        f'category "{category.code}": there is no unit "{category.unit}"'
        for category in subject.asked.categories()
        if category.unit is not None and category.unit not in known
    )


def _drafts(subject: Subject) -> list[Draft]:
    return [draft for draft in subject.asked.drafts if not draft.answers]


def _problems(subject: Subject) -> Iterator[tuple[Draft, Problem]]:
    asked = subject.asked
    return (
        (draft, problem)
        for draft in (*asked.drafts, *cases.odd_drafts(asked.questions_by_category))
        for problem in asked.problems(draft)
    )


def _notices(subject: Subject) -> set[Notice]:
    return {notice for draft in _drafts(subject) for notice in subject.asked.notices(draft)}
