"""A complaint that an employee is writing down: its form, and what its agency asks about it."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.complaints.filing.registering import CHANNELS, LONGEST_DELAY, moment_of_receipt
from portal.complaints.planning.kept_drafts import ANOTHER_UNIT, DraftContent
from portal.domain.answers import read_answers
from portal.domain.category import Category, Problem, Question
from portal.domain.complaint import Channel, Draft, FiledFor, ReplyBy
from portal.domain.text import LANGUAGES, Language
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.shown.agency import suggested_category
from portal.pages.shown.question_fields import typed_questions
from portal.pages.texts import gettext, ngettext
from portal.pages.typed import TypedDay, chosen, is_email, is_phone, typed_line, typed_text

LONGEST_STORY = 4_000
FIELDS = (
    *("recue", "canal", "oriente", "langue", "recit", "sujet"),
    *("nom", "moyen", "courriel", "adresse", "telephone", "documents"),
)
MEANS = (ReplyBy.EMAIL, ReplyBy.POST, ReplyBy.PHONE, ReplyBy.NONE)


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A complaint as an employee typed it: its subject, if one was chosen, and the rest."""

    subject: str
    content: DraftContent

    @classmethod
    def read(cls, subjects: frozenset[str], units: frozenset[str]) -> EntryForm:
        """Read the form of the request; what was not offered is left out."""
        name, means = typed_line("nom"), chosen("moyen", frozenset(map(str, MEANS)))
        return cls(
            subject=chosen("sujet", subjects),
            content=DraftContent(
                story=typed_text("recit"),
                typed=typed_questions(),
                filed_for=(FiledFor.SELF if name else FiledFor.ANONYMOUS).value,
                name=name,
                reply_by=means,
                email=typed_line("courriel"),
                phone=typed_line("telephone"),
                address=typed_text("adresse"),
                reply_language=chosen("langue", frozenset(LANGUAGES)),
                channel=chosen("canal", frozenset(map(str, CHANNELS))),
                received=astuple(TypedDay.read("recue")),
                referred_by=chosen("oriente", units | {ANOTHER_UNIT}),
            ),
        )


def language_of(content: DraftContent) -> Language:
    """Return the language of the person."""
    return "en" if content.reply_language == "en" else "fr"


def received_on(content: DraftContent) -> TypedDay:
    """Return the day of receipt as it was typed."""
    return TypedDay(*content.received)


def entry_problems(content: DraftContent, today: date) -> Problems:
    """Return what there is to correct, the answers to the agency's questions apart."""
    problems = Problems(FIELDS)
    if not content.channel:
        problems.add("canal", gettext("Choisissez comment la plainte est arrivée"))
    _day_problem(problems, received_on(content).found, today)
    if not content.reply_language:
        problems.add("langue", gettext("Choisissez la langue de la personne"))
    _story_problem(problems, content.story)
    _means_problem(problems, content)
    return problems


def _day_problem(problems: Problems, day: date | None, today: date) -> None:
    if day is None:
        problems.add("recue", gettext("Écrivez le jour où la plainte est arrivée"))
    elif day > today:
        problems.add(
            "recue", gettext("Ce jour est à venir. Écrivez celui où la plainte est arrivée")
        )
    elif day < today - timedelta(days=LONGEST_DELAY):
        problems.add("recue", gettext("Ce jour est passé depuis plus d’un an. Vérifiez l’année"))


def _story_problem(problems: Problems, story: str) -> None:
    excess = len(story) - LONGEST_STORY
    if not story:
        problems.add("recit", gettext("Écrivez ce que la personne raconte"))
    elif excess > 0:
        words = ngettext(
            "Raccourcissez le récit de %(num)s caractère, ou joignez la lettre",
            "Raccourcissez le récit de %(num)s caractères, ou joignez la lettre",
            excess,
        )
        problems.add("recit", words)


def _means_problem(problems: Problems, content: DraftContent) -> None:
    match content.reply_by:
        case "":
            problems.add("moyen", gettext("Choisissez comment la personne recevra la réponse"))
        case ReplyBy.EMAIL if not is_email(content.email):
            words = gettext("Écrivez une adresse courriel complète, avec le signe @")
            problems.add("courriel", words)
        case ReplyBy.POST if not content.address:
            problems.add("adresse", gettext("Écrivez l’adresse postale complète"))
        case ReplyBy.PHONE if not is_phone(content.phone):
            problems.add("telephone", gettext("Écrivez un numéro de téléphone à 10 chiffres"))


@dataclass(frozen=True)
class Entry:
    """What an employee has written down so far, and the agency that it is for."""

    id: str
    agency: Agency
    consultation: Consultation
    subject: str
    content: DraftContent

    @cached_property
    def category(self) -> Category:
        """The subject chosen, or else the one that the story leads to."""
        story, language = self.content.story, language_of(self.content)
        category = self.subject or suggested_category(self.agency.code, story, language, most=99)
        return self.consultation.category(category)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What the agency asks of this subject; the employee may not know every answer."""
        is_known = bool(self.content.story or self.subject)
        questions = self.consultation.questions(self.category) if is_known else ()
        return tuple(replace(question, required=False) for question in questions)

    @cached_property
    def read(self) -> tuple[dict[str, object], list[Problem]]:
        """The usable answers, and what there is to correct among them."""
        today = self.consultation.calendar().day_of(runtime().now())
        return read_answers(self.questions, self.content.typed, today)

    def filing(self) -> Draft:
        """Return what the agency is asked about; the day of receipt has been looked at."""
        calendar = self.consultation.calendar(self.category.code)
        day, now = received_on(self.content).found, runtime().now()
        assert day is not None
        content = self.content
        return Draft(
            category=self.category.code,
            story=content.story,
            language=language_of(content),
            answers=self.read[0],
            filed_for=FiledFor(content.filed_for),
            channel=Channel(content.channel),
            received_at=moment_of_receipt(day, now, calendar),
        )
