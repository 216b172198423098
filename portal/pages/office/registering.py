"""Writing a complaint down that came by phone, at the counter or on paper: one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling import casework
from portal.complaints.handling.documents import DraftDocument
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import (
    DraftContent,
    new_draft_id,
    to_send,
    was_just_sent,
)
from portal.complaints.planning import plan_filing
from portal.complaints.queries.case_reads import complaint_id_of
from portal.complaints.queries.followed import SentComplaint
from portal.complaints.queries.sent import sent_complaint
from portal.complaints.registering import CHANNELS, EntryBegunError, keep_entry
from portal.domain.actor import PORTAL
from portal.domain.complaint import told_to_people
from portal.domain.errors import DraftGoneError, UnknownComplaintError
from portal.domain.number import written_code
from portal.domain.permissions import Permission, may
from portal.domain.question import QuestionKind
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, count
from portal.pages import uploads
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.forms import LONGEST_STORY, Problems, TypedDay, typed_text
from portal.pages.languages import localized
from portal.pages.office import bp
from portal.pages.office.kept_entry import kept_entry
from portal.pages.office.registering_for_another import shown_for_another
from portal.pages.office.registering_form import (
    Entry,
    EntryForm,
    form_parts,
    problems_of,
    typed_entry,
)
from portal.pages.office.wording import CHANNELS as CHANNEL_WORDS
from portal.pages.own_fields import QUESTION_PREFIX
from portal.pages.shown.before_filing import ACCEPTED, question_fields
from portal.releases.queries import releases_at

_TAKEN_FIELD, _QUESTIONS_BUTTON = "prise-en-charge", "questions"


@localized(bp, fr="/gestion/<agency>/nouvelle", en="/office/<agency>/new")
@requires(Permission.REGISTER, agency_from="agency")
def new_entry(agency: str) -> ResponseReturnValue:
    """Lead to an empty form; its address is what makes sending it twice one complaint."""
    return redirect(url_for(".entry", agency=agency, entry=new_draft_id()), 303)


@localized(bp, fr="/gestion/<agency>/nouvelle/<entry>", en="/office/<agency>/new/<entry>")
@requires(Permission.REGISTER, agency_from="agency")
def entry(agency: str, entry: str) -> ResponseReturnValue:
    """Show what this employee has written down so far."""
    this_agency, draft = _taking(agency), kept_entry(agency, entry)
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
    this_agency, draft = _taking(agency), kept_entry(agency, entry)
    if draft is not None and draft.receipt is not None and _says_more(draft.receipt):
        return _begun_again(this_agency, draft.receipt)
    if draft is None or draft.receipt is None:
        written = _keep(this_agency, entry)
        refused = _take_documents(written)
        if _QUESTIONS_BUTTON in request.form:
            return _page(written, refused)
        problems = problems_of(written, refused)
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
    """Show the number, the access code and the dates: what is told or given to the person.

    Whoever may not open the complaint is shown it for ten minutes: they have just heard it.
    """
    this_agency, draft = _taking(agency), kept_entry(agency, entry)
    if draft is None or draft.receipt is None:
        return redirect(url_for(".entry", agency=agency, entry=entry), 303)
    receipt = Receipt.read(draft.receipt)
    is_theirs = _may_open(agency, receipt.number)
    if not (is_theirs or was_just_sent(draft, runtime().now())):
        abort(404)
    # Whoever wrote it down may not see it from then on: what their receipt tells is theirs.
    complaint = runtime().read(PORTAL, sent_complaint, receipt.number)
    consultation = this_agency.consult()
    return render_template(
        "office/registered.html",
        agency=this_agency,
        complaint=complaint,
        code=written_code(receipt.code),
        is_theirs=is_theirs,
        zone=consultation.calendar().zone,
        counts_from=_counts_from(complaint, consultation.calendar(complaint.facts.category)),
        follow_address=runtime().config.base_url + url_for("citizen.follow"),
        recourses=consultation.recourses(complaint.facts, runtime().now()),
        is_reached_by_agency=told_to_people(complaint.facts.channel, complaint.contact.reply_by),
    )


def _may_open(agency: str, number: str) -> bool:
    """Tell whether whoever looks may open a complaint of the agency."""
    try:
        runtime().read(current_actor(), complaint_id_of, agency, number)
    except UnknownComplaintError:
        return False
    return True


def _says_more(receipt: Mapping[str, Any]) -> bool:
    """Tell whether what was just typed is another story than that of the complaint of its form."""
    filed = runtime().read(PORTAL, sent_complaint, Receipt.read(receipt).number)
    return typed_text("recit").split() not in ([], filed.story.split())


def _begun_again(agency: Agency, receipt: Mapping[str, Any]) -> ResponseReturnValue:
    """Keep what was typed in another tab, after its form was sent, as an entry of its own."""
    written = _keep(agency, new_draft_id())
    for problem in _take_documents(written):
        flash(problem.text, "err")
    flash(
        gettext(
            "La plainte %(number)s est déjà inscrite par cette page. Ce que vous venez d’écrire "
            "n’y est pas : le voici dans une nouvelle inscription.",
            number=Receipt.read(receipt).number,
        ),
        "warn",
    )
    return redirect(url_for(".entry", agency=agency.code, entry=written.id), 303)


def _counts_from(complaint: SentComplaint, calendar: WorkingCalendar) -> date | None:
    """Return from which later day than that of receipt a date on the page counts, if one does.

    Civil days count from the receipt, whatever the hour.
    """
    received_at = complaint.facts.received_at
    shown = (complaint.day(kind) for kind in (ClockKind.FIRST_CONTACT, ClockKind.ANSWER))
    promised = [day for day in shown if day is not None and day.last_day is not None]
    zeros = (count(received_at, day.allowance, calendar).day_zero for day in promised)
    return next((zero for zero in zeros if zero > calendar.day_of(received_at)), None)


def _taking(agency: str) -> Agency:
    """Return the agency, if it takes new complaints now."""
    portal = runtime()
    taking = portal.agencies.taking_complaints(portal.now())
    return next((receiver for receiver in taking if receiver.code == agency), None) or abort(404)


def _keep(agency: Agency, entry: str) -> Entry:
    """Keep what was typed; what was not offered is left out."""
    portal, written = runtime(), typed_entry(agency, entry)
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
            content=written.content,
            now=portal.now(),
        )
    except EntryBegunError:
        # Pressed twice: the other of the two has just begun it. What is somebody else's stays so.
        if kept_entry(agency.code, entry) is None:
            abort(404)
    return written


def _take_documents(written: Entry) -> Problems:
    refused = Problems()
    fields: dict[str, str | None] = {"documents": None} | {
        QUESTION_PREFIX + question.code: question.code
        for question in written.questions
        if question.kind is QuestionKind.FILE
    }
    for form in added(EntryForm):
        fields |= form.documents
    for field, question in fields.items():
        uploads.take(field, partial(uploads.attach_to_draft, written.id, question), refused)
    return refused


def _file(written: Entry) -> None:
    portal, actor, draft = runtime(), current_actor(), written.filing()
    now = portal.now()
    received_at = draft.received_at or now
    plan = plan_filing(_promising(written, received_at), draft, received_at)
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


def _promising(written: Entry, received_at: datetime) -> Agency:
    """Return the agency by the rules that were in force when the complaint came, and promise.

    A subject that it had not got then is promised what is in force now.
    """
    then = runtime().read(PORTAL, releases_at, received_at).get(written.agency.code)
    if then is None:
        return written.agency
    rules = runtime().agencies.under(written.agency.code, then)
    offered = {category.code for category in rules.consult().categories()}
    return rules if written.category.code in offered else written.agency


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
        parts=form_parts(written, of_another=False),
        of_another=form_parts(written, of_another=True),
        **shown_for_another(content),
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
