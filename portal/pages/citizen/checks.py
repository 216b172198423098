"""What is missing or wrong on each page of a draft, worded for the person who fills it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from portal.complaints.planning.kept_drafts import DraftContent
from portal.domain.category import Problem, Question, QuestionKind
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.text import Language
from portal.pages.current import gettext
from portal.pages.forms import Problems, is_email, is_phone
from portal.pages.shown.before_filing import QUESTION_PREFIX

STORY_FIELD = "recit"
ASKED_FIELD = "pour-sujet"
REPLY_FIELDS = (
    *("qui", "nom", "nom-autre", "accord", "accord-raison", "moyen"),
    *("courriel", "adresse", "telephone", "texto", "langue"),
)
NOT_AGREED = "no"


def story_problems(story: str) -> Problems:
    """Return what to do about the story: write one, or shorten it."""
    problems = Problems()
    problems.check_text(STORY_FIELD, story, gettext("Racontez ce qui s’est passé"))
    return problems


def question_problems(
    questions: Collection[Question],
    wrong: Iterable[Problem],
    documented: frozenset[str],
    language: Language,
) -> Problems:
    """Return what to do about the answers to the agency's questions, those for a file too."""
    problems = Problems([QUESTION_PREFIX + question.code for question in questions])
    problems.add_all(wrong, language, prefix=QUESTION_PREFIX)
    for question in questions:
        is_file = question.kind is QuestionKind.FILE
        if is_file and question.required and question.code not in documented:
            label = question.label.in_(language)
            words = gettext("Joignez un document en réponse à « %(question)s »", question=label)
            problems.add(QUESTION_PREFIX + question.code, words)
    return problems


def reply_problems(content: DraftContent) -> Problems:
    """Return what to do about whom the complaint is for and how to answer."""
    problems = Problems(REPLY_FIELDS)
    if not content.filed_for:
        problems.add("qui", gettext("Dites pour qui vous portez plainte"))
    elif content.filed_for != FiledFor.ANONYMOUS and not content.name:
        problems.add("nom", gettext("Écrivez votre nom, ou choisissez de rester anonyme"))
    if content.filed_for == FiledFor.OTHER:
        _other_problems(problems, content)
    for field, words in contact_problems(content):
        problems.add(field, words)
    if not content.reply_language:
        problems.add("langue", gettext("Choisissez la langue de la réponse"))
    return problems


def contact_problems(content: DraftContent) -> list[tuple[str, str]]:
    """Return what to do about the means of reply and its one detail, as field and words."""
    if not content.reply_by:
        return [("moyen", gettext("Choisissez comment recevoir la réponse"))]
    check = _DETAILS.get(ReplyBy(content.reply_by))
    problem = check(content) if check else None
    return [problem] if problem else []


def _other_problems(problems: Problems, content: DraftContent) -> None:
    if not content.other_name:
        problems.add("nom-autre", gettext("Écrivez le nom de la personne concernée"))
    if not content.agreement:
        problems.add("accord", gettext("Dites si cette personne est d’accord"))
    elif content.agreement == NOT_AGREED:
        problems.add("accord-raison", gettext("Dites pourquoi son accord ne peut pas être donné"))


def _email_problem(content: DraftContent) -> tuple[str, str] | None:
    if is_email(content.email):
        return None
    return "courriel", gettext("Écrivez une adresse courriel complète, avec le signe @")


def _address_problem(content: DraftContent) -> tuple[str, str] | None:
    if content.address:
        return None
    return "adresse", gettext("Écrivez votre adresse postale complète")


def _phone_problem(content: DraftContent, field: str) -> tuple[str, str] | None:
    if is_phone(content.phone):
        return None
    return field, gettext("Écrivez un numéro de téléphone à 10 chiffres")


_DETAILS: dict[ReplyBy, Callable[[DraftContent], tuple[str, str] | None]] = {
    ReplyBy.EMAIL: _email_problem,
    ReplyBy.POST: _address_problem,
    ReplyBy.PHONE: partial(_phone_problem, field="telephone"),
    ReplyBy.TEXT: partial(_phone_problem, field="texto"),
}
