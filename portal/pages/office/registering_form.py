"""What is written down of a complaint that somebody brought: what is read, and what is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from portal.agencies.agency import Agency, Consultation
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.registering import BY_THE_HOUR, CHANNELS, LONGEST_DELAY, moment_of_receipt
from portal.domain.answers import read_answers, read_hour
from portal.domain.category import Category
from portal.domain.complaint import Channel, Draft, FiledFor, ReplyBy
from portal.domain.phone import is_phone
from portal.domain.question import Problem, Question
from portal.domain.text import LANGUAGES, Language
from portal.pages import uploads
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import Contribution, added
from portal.pages.forms import (
    LONGEST_STORY,
    Problems,
    TypedDay,
    chosen,
    email_problem,
    typed_line,
    typed_phone,
    typed_text,
)
from portal.pages.office.registering_for_another import (
    agreement_typed,
    filed_for,
    wrong_for_another,
)
from portal.pages.own_fields import QUESTION_PREFIX
from portal.pages.shown.before_filing import typed_questions
from portal.payload import Payload

FIELDS = (
    *("recue", "heure", "canal", "langue", "recit", "sujet"),
    *("nom", "moyen", "courriel", "adresse", "telephone"),
    *("nom-autre", "accord", "accord-raison", "documents"),
)
MEANS = (ReplyBy.EMAIL, ReplyBy.POST, ReplyBy.PHONE, ReplyBy.NONE)


@dataclass(frozen=True)
class Entry:
    """What an employee has written down so far, and the agency that it is for."""

    id: str
    agency: Agency
    subject: str
    content: DraftContent

    @cached_property
    def consultation(self) -> Consultation:
        """What its agency answers, asked once."""
        return self.agency.consult()

    @property
    def language(self) -> Language:
        """The language of the person."""
        return "en" if self.content.reply_language == "en" else "fr"

    @property
    def received_on(self) -> TypedDay:
        """The day of receipt as it was typed."""
        return TypedDay(*self.content.received)

    @property
    def asks_hour(self) -> bool:
        """Tell whether the hour is needed: somebody was there, and it was not today."""
        day, today = self.received_on.as_date, self.consultation.calendar().day_of(runtime().now())
        return self.content.channel in BY_THE_HOUR and day is not None and day < today

    @property
    def received_at(self) -> datetime | None:
        """The moment of receipt, of which the day has been looked at; None without a day."""
        day = self.received_on.as_date
        if day is None:
            return None
        is_by_hour = self.content.channel in BY_THE_HOUR
        at = read_hour(self.content.received_at) if is_by_hour else None
        if is_by_hour and at is None and not self.asks_hour:
            return runtime().now()
        calendar = self.consultation.calendar(self.category.code)
        return moment_of_receipt(day, runtime().now(), calendar, at)

    @cached_property
    def category(self) -> Category:
        """The subject chosen, or else the one that the story leads to."""
        return self.consultation.category(
            self.subject
            or runtime().heard_category(self.agency.code, self.content.story, self.language)
        )

    @property
    def is_guessed(self) -> bool:
        """Tell whether the subject is one that nobody chose, and that can be chosen."""
        offered = {category.code for category in self.consultation.categories()}
        return not self.subject and self.category.code in offered

    @property
    def confirming(self) -> Entry:
        """The same with the subject that the story leads to, for the employee to look at."""
        return replace(self, subject=self.category.code)

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
        content = self.content
        return Draft(
            category=self.category.code,
            story=content.story,
            language=self.language,
            answers=self.read[0],
            filed_for=FiledFor(content.filed_for),
            channel=Channel(content.channel),
            received_at=self.received_at,
        )


@dataclass(frozen=True, slots=True)
class EntryForm(Contribution):
    """What a feature asks of whoever writes a complaint down.

    Its template has what the page has, and what was to be shown as `part`. `typed` returns what was
    sent, for an agency, and `wrong` yields the fields to correct, each with what is said of it.
    `documents` are its fields of documents, each with the question that these answer. It stands
    where it is asked for whom somebody complains if it is asked `of_another` person's alone.
    """

    template: str
    shown: Callable[[Entry], Mapping[str, Any]]
    typed: Callable[[Agency], Payload]
    wrong: Callable[[Entry, Collection[str]], Iterable[tuple[str, str]]] | None = None
    documents: Mapping[str, str] = dataclasses.field(default_factory=dict)
    of_another: bool = False


def form_parts(written: Entry, *, of_another: bool) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what features ask, of whoever complains for another person or of everybody."""
    forms = (form for form in added(EntryForm) if form.of_another is of_another)
    return [(form.template, form.shown(written)) for form in forms]


def typed_entry(agency: Agency, entry: str) -> Entry:
    """Return what was typed; what was not offered is left out."""
    name, other = typed_line("nom"), typed_line("nom-autre")
    content = DraftContent(
        story=typed_text("recit"),
        typed=typed_questions(),
        filed_for=filed_for(name, other).value,
        name=name,
        other_name=other,
        agreement=agreement_typed(),
        reply_by=chosen("moyen", frozenset(map(str, MEANS))),
        email=typed_line("courriel"),
        phone=typed_phone("telephone"),
        address=typed_text("adresse"),
        reply_language=chosen("langue", frozenset(LANGUAGES)),
        channel=chosen("canal", frozenset(map(str, CHANNELS))),
        received=astuple(TypedDay.read("recue")),
        received_at=typed_line("heure"),
    ).having(*(form.typed(agency) for form in added(EntryForm)))
    subjects = frozenset(category.code for category in agency.consult().categories())
    return Entry(entry, agency, chosen("sujet", subjects), content)


def problems_of(written: Entry, refused: Problems) -> Problems:
    """Return what there is to correct, with what was refused of its documents."""
    problems = _entry_problems(written)
    for field_id, words in wrong_for_another(written.content):
        problems.add(field_id, words)
    for form in added(EntryForm):
        if form.wrong is not None:
            kept = {one.question for one in uploads.kept_for(written.id) if one.question}
            for field_id, words in form.wrong(written, kept):
                problems.add(field_id, words)
    for problem in refused:
        problems.add(problem.field_id, problem.text)
    answers, unusable = written.read
    problems.add_all(unusable, current_language(), prefix=QUESTION_PREFIX)
    if not problems:
        # The agency's own rules look at what was answered: what is not known cannot be wrong.
        by_rules = written.consultation.problems(written.filing())
        of_answers = (problem for problem in by_rules if problem.field in answers)
        problems.add_all(of_answers, current_language(), prefix=QUESTION_PREFIX)
    return problems


def _entry_problems(written: Entry) -> Problems:
    """Return what there is to correct, the answers to the agency's questions apart."""
    content, day, now = written.content, written.received_on.as_date, runtime().now()
    today = written.consultation.calendar().day_of(now)
    hour, received_at = read_hour(content.received_at), written.received_at
    excess, means = len(content.story) - LONGEST_STORY, content.reply_by
    problems = Problems(FIELDS)
    problems.check_line("nom", content.name)
    problems.check_line("adresse", content.address)
    problems.check_line("nom-autre", content.other_name)
    problems.check_text("accord-raison", content.agreement)
    for field, is_wrong, words in (
        ("canal", not content.channel, gettext("Choisissez comment la plainte est arrivée")),
        ("recue", day is None, gettext("Écrivez le jour où la plainte est arrivée")),
        (
            "recue",
            day is not None and day > today,
            gettext("Ce jour est à venir. Écrivez celui où la plainte est arrivée"),
        ),
        (
            "recue",
            day is not None and day < today - timedelta(days=LONGEST_DELAY),
            gettext("Ce jour est passé depuis plus d’un an. Vérifiez l’année"),
        ),
        (
            "heure",
            hour is None and bool(content.received_at or written.asks_hour),
            gettext("Écrivez l’heure à laquelle la personne a appelé ou est venue, comme 16 h 05"),
        ),
        (
            "heure",
            hour is not None and bool(content.channel) and content.channel not in BY_THE_HOUR,
            gettext(
                "Effacez l’heure : elle ne compte que pour qui appelle ou vient. Ce qui arrive "
                "autrement compte pour tout le jour"
            ),
        ),
        (
            "heure",
            hour is not None and day == today and received_at is not None and received_at > now,
            gettext("Cette heure est à venir. Écrivez celle où la plainte est arrivée"),
        ),
        ("langue", not content.reply_language, gettext("Choisissez la langue de la personne")),
        ("recit", not content.story, gettext("Écrivez ce que la personne raconte")),
        (
            "recit",
            excess > 0,
            ngettext(
                "Raccourcissez le récit de %(num)s caractère, ou joignez la lettre",
                "Raccourcissez le récit de %(num)s caractères, ou joignez la lettre",
                excess,
            ),
        ),
        ("moyen", not means, gettext("Choisissez comment la personne recevra la réponse")),
        (
            "courriel",
            means == ReplyBy.EMAIL and bool(email_problem(content.email)),
            gettext(email_problem(content.email)),
        ),
        (
            "adresse",
            means == ReplyBy.POST and not content.address,
            gettext("Écrivez l’adresse postale complète"),
        ),
        (
            "telephone",
            means == ReplyBy.PHONE and not is_phone(content.phone),
            gettext("Écrivez un numéro de téléphone à 10 chiffres"),
        ),
    ):
        if is_wrong:
            problems.add(field, words)
    return problems
