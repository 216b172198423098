"""Writing a complaint down that came by phone, at the counter or on paper: one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.agencies.agency import Agency, Consultation
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling import casework
from portal.complaints.handling.documents import DraftDocument
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent, OpenDraft, new_draft_id, to_send
from portal.complaints.planning import plan_filing
from portal.complaints.queries.sent import sent_complaint
from portal.complaints.registering import (
    BY_THE_HOUR,
    CHANNELS,
    LONGEST_DELAY,
    EntryBegunError,
    keep_entry,
    moment_of_receipt,
    opened_entry,
)
from portal.domain.actor import PORTAL
from portal.domain.answers import read_answers, read_hour
from portal.domain.category import Category
from portal.domain.complaint import Channel, Draft, FiledFor, ReplyBy
from portal.domain.errors import DraftGoneError, UnknownComplaintError
from portal.domain.number import written_code
from portal.domain.permissions import Permission, may
from portal.domain.question import Problem, Question, QuestionKind
from portal.domain.text import LANGUAGES, Language
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import count
from portal.domain.time.promise import Allowance, Unit
from portal.pages import uploads
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import Contribution, added
from portal.pages.forms import (
    LONGEST_STORY,
    Problems,
    TypedDay,
    chosen,
    is_email,
    is_phone,
    typed_line,
    typed_text,
)
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.wording import CHANNELS as CHANNEL_WORDS
from portal.pages.shown.agency import suggested_category
from portal.pages.shown.before_filing import (
    ACCEPTED,
    QUESTION_PREFIX,
    question_fields,
    typed_questions,
)
from portal.payload import Payload

FIELDS = (
    *("recue", "heure", "canal", "langue", "recit", "sujet"),
    *("nom", "moyen", "courriel", "adresse", "telephone", "documents"),
)
MEANS = (ReplyBy.EMAIL, ReplyBy.POST, ReplyBy.PHONE, ReplyBy.NONE)


_ID = re.compile(r"[\w-]{16}")
_ANY = Allowance(1, Unit.WORKING_DAYS)
_TAKEN_FIELD, _QUESTIONS_BUTTON = "prise-en-charge", "questions"


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
        at = read_hour(self.content.received_at) if self.content.channel in BY_THE_HOUR else None
        calendar = self.consultation.calendar(self.category.code)
        return moment_of_receipt(day, runtime().now(), calendar, at)

    @cached_property
    def category(self) -> Category:
        """The subject chosen, or else the one that the story leads to."""
        return self.consultation.category(
            self.subject
            or suggested_category(self.agency.code, self.content.story, self.language, most=99)
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
    sent, for an agency.
    """

    template: str
    shown: Callable[[Entry], Mapping[str, Any]]
    typed: Callable[[Agency], Payload]


@localized(bp, fr="/gestion/<agency>/nouvelle", en="/office/<agency>/new")
@requires(Permission.REGISTER, agency_from="agency")
def new_entry(agency: str) -> ResponseReturnValue:
    """Lead to an empty form; its address is what makes sending it twice one complaint."""
    return redirect(url_for(".entry", agency=agency, entry=new_draft_id()), 303)


@localized(bp, fr="/gestion/<agency>/nouvelle/<entry>", en="/office/<agency>/new/<entry>")
@requires(Permission.REGISTER, agency_from="agency")
def entry(agency: str, entry: str) -> ResponseReturnValue:
    """Show what this employee has written down so far."""
    this_agency, draft = _taking(agency), _kept_draft(agency, entry)
    if draft is None:
        today = this_agency.consult().calendar().day_of(runtime().now())
        content = DraftContent(received=astuple(TypedDay.of(today)))
        return _page(Entry(entry, this_agency, "", content), Problems())
    if draft.receipt is not None:
        return redirect(url_for(".registered", agency=agency, entry=entry), 303)
    return _page(Entry(draft.id, this_agency, draft.category or "", draft.content), Problems())


@localized(
    bp,
    fr="/gestion/<agency>/nouvelle/<entry>",
    en="/office/<agency>/new/<entry>",
    methods=("POST",),
    endpoint="register",
)
@requires(Permission.REGISTER, agency_from="agency")
def register(agency: str, entry: str) -> ResponseReturnValue:
    """Keep what was typed, and write the complaint down, once however often it is sent."""
    this_agency, draft = _taking(agency), _kept_draft(agency, entry)
    if draft is None or draft.receipt is None:
        written = _keep(this_agency, entry)
        refused = _take_documents(written)
        if _QUESTIONS_BUTTON in request.form:
            return _page(written, refused)
        problems = _problems(written, refused)
        if problems:
            return _page(written, problems, 422)
        if written.is_guessed:
            return _page(written.confirming, Problems(), is_guessed=True)
        _file(written)
    return redirect(url_for(".registered", agency=agency, entry=entry), 303)


@localized(
    bp, fr="/gestion/<agency>/nouvelle/<entry>/inscrite", en="/office/<agency>/new/<entry>/done"
)
@requires(Permission.REGISTER, agency_from="agency")
def registered(agency: str, entry: str) -> ResponseReturnValue:
    """Show the number, the access code and the dates: what is told or given to the person."""
    this_agency, draft = _taking(agency), _kept_draft(agency, entry)
    if draft is None or draft.receipt is None:
        return redirect(url_for(".entry", agency=agency, entry=entry), 303)
    receipt = Receipt.read(draft.receipt)
    # Whoever wrote it down may not see it from then on: what their receipt tells is theirs.
    complaint = runtime().read(PORTAL, sent_complaint, receipt.number)
    consultation = this_agency.consult()
    return render_template(
        "office/registered.html",
        agency=this_agency,
        complaint=complaint,
        code=written_code(receipt.code),
        zone=consultation.calendar().zone,
        counts_from=_counts_from(
            complaint.facts.received_at, consultation.calendar(complaint.facts.category)
        ),
        follow_address=runtime().config.base_url + url_for("citizen.follow"),
        recourses=consultation.recourses(complaint.facts, runtime().now()),
    )


def _counts_from(received_at: datetime, calendar: WorkingCalendar) -> date | None:
    """Return the day as which a receipt counts, where that is a later one than its own."""
    counted = count(received_at, _ANY, calendar).day_zero
    return None if counted == calendar.day_of(received_at) else counted


def _taking(agency: str) -> Agency:
    """Return the agency, if it takes new complaints now."""
    portal = runtime()
    taking = portal.agencies.taking_complaints(portal.now())
    return next((receiver for receiver in taking if receiver.code == agency), None) or abort(404)


def _kept_draft(agency: str, entry: str) -> OpenDraft | None:
    """Return what this employee kept under the address; None if nothing is kept there yet."""
    if not _ID.fullmatch(entry):
        abort(404)
    portal = runtime()
    try:
        with portal.database.glancing() as connection:
            now = portal.now()
            draft = opened_entry(connection, portal.keyring, entry, current_user.user_id, now)
    except DraftGoneError:
        return None
    return draft if draft.agency == agency else abort(404)


def _keep(agency: Agency, entry: str) -> Entry:
    """Keep what was typed; what was not offered is left out."""
    portal, name = runtime(), typed_line("nom")
    content = DraftContent(
        story=typed_text("recit"),
        typed=typed_questions(),
        filed_for=(FiledFor.SELF if name else FiledFor.ANONYMOUS).value,
        name=name,
        reply_by=chosen("moyen", frozenset(map(str, MEANS))),
        email=typed_line("courriel"),
        phone=typed_line("telephone"),
        address=typed_text("adresse"),
        reply_language=chosen("langue", frozenset(LANGUAGES)),
        channel=chosen("canal", frozenset(map(str, CHANNELS))),
        received=astuple(TypedDay.read("recue")),
        received_at=typed_line("heure"),
    ).having(*(form.typed(agency) for form in added(EntryForm)))
    subjects = frozenset(category.code for category in agency.consult().categories())
    written = Entry(entry, agency, chosen("sujet", subjects), content)
    try:
        keep_entry(
            portal.database,
            draft_id=entry,
            user_id=current_user.user_id,
            place={
                "agency": agency.code,
                "category": written.subject or None,
                "language": written.language,
            },
            content=content,
            now=portal.now(),
        )
    except EntryBegunError:
        # Pressed twice: the other of the two has just begun it. What is somebody else's stays so.
        if _kept_draft(agency.code, entry) is None:
            abort(404)
    return written


def _take_documents(written: Entry) -> Problems:
    refused = Problems()
    fields = {"documents": None} | {
        QUESTION_PREFIX + question.code: question.code
        for question in written.questions
        if question.kind is QuestionKind.FILE
    }
    for field, question in fields.items():
        uploads.take(field, partial(uploads.attach_to_draft, written.id, question), refused)
    return refused


def _problems(written: Entry, refused: Problems) -> Problems:
    problems = _entry_problems(written)
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
            gettext("Écrivez l’heure à laquelle la personne a appelé ou est venue, comme 16:05"),
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
            means == ReplyBy.EMAIL and not is_email(content.email),
            gettext("Écrivez une adresse courriel complète, avec le signe @"),
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


def _file(written: Entry) -> None:
    portal, actor, draft = runtime(), current_actor(), written.filing()
    now = portal.now()
    plan = plan_filing(written.agency, draft, draft.received_at or now, written.consultation)
    content = replace(to_send(written.content), answers=draft.answers)
    try:
        receipt = file_complaint(portal, plan, written.id, content, draft, now, actor)
    except DraftGoneError:
        return  # Sent a moment ago by the same button.
    if _TAKEN_FIELD in request.form and may(actor, Permission.CONTACT, written.agency.code):
        try:
            portal.change(actor, receipt.number, casework.take_in_charge_at_once)
        except UnknownComplaintError:
            # It is about whoever took the call: it is kept, and no longer theirs to see.
            flash(gettext("La plainte est inscrite. Une autre personne la prend en charge."))


def _page(
    written: Entry, problems: Problems, status: int = 200, *, is_guessed: bool = False
) -> ResponseReturnValue:
    documents = uploads.kept_for(written.id)
    content, agency = written.content, written.agency
    page = render_template(
        "office/register.html",
        agency=agency,
        content=content,
        subject=written.subject,
        is_guessed=is_guessed,
        subject_name=written.category.name.in_(current_language()) if is_guessed else "",
        category=written.category if written.questions else None,
        day=written.received_on,
        channels=[(channel, gettext(CHANNEL_WORDS[channel])) for channel in CHANNELS],
        parts=[(form.template, form.shown(written)) for form in added(EntryForm)],
        subjects=[
            (subject.code, subject.name.in_(current_language()))
            for subject in written.consultation.categories()
        ],
        fields=question_fields(written.questions, content.typed, problems, documents),
        documents=[document for document in documents if not document.question],
        problems=problems,
        accepted=ACCEPTED,
        longest=LONGEST_STORY,
        is_detailed=_is_detailed(written, problems, documents),
        may_take=may(current_actor(), Permission.CONTACT, agency.code),
    )
    return page, status


def _is_detailed(written: Entry, problems: Problems, documents: Sequence[DraftDocument]) -> bool:
    """Tell whether anything is chosen, asked or to be corrected among what may be left out."""
    optional = ("sujet", "documents", QUESTION_PREFIX)
    is_wrong = any(problem.field_id.startswith(optional) for problem in problems)
    return bool(_QUESTIONS_BUTTON in request.form or written.subject or documents or is_wrong)
