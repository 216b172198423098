"""What a complainant may do with a complaint: write, add a document, change details, withdraw."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.handling import documents, following
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.queries.following import contact_of, facts_of_followed
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.complaint import Complaint, ReplyBy
from portal.pages import uploads
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import AlsoWrittenTo
from portal.pages.citizen.follow import REASON_FIELD, follows, mark, sent_mark
from portal.pages.citizen.reply import REPLY_FIELDS, check_contact, typed_contact
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import added
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.shown.before_filing import ACCEPTED
from portal.words.catalogue import to_translate

ADDRESSEE, FIRST, ALL = "a", "premier", "tous"
BODY_FIELD, DOCUMENT_FIELD = "message", "document"
# What a message may be about besides the rest; the words begin it, so that the officer sees them.
PURPOSES: dict[str, str] = {
    "appel": to_translate("Demander un appel ou une rencontre"),
}


class Addressees:
    """The agencies that have a complaint or a part of it, each with the number it has it under."""

    def __init__(self, number: str, complaint_id: int) -> None:
        portal = runtime()
        with portal.reading(complainant(complaint_id)) as session:
            lead = complaint_by_number(session, number).agency
            adding = added(AlsoWrittenTo)
            addressees = [
                addressee
                for addition in adding
                for addressee in addition.read(session, complaint_id)
            ]
        self._numbers = {FIRST: number} | {
            addressee.key: addressee.number for addressee in addressees
        }
        agencies = {FIRST: lead} | {addressee.key: addressee.agency for addressee in addressees}
        self._names = {
            key: portal.agencies.agency(code).name.in_(current_language())
            for key, code in agencies.items()
        }

    @property
    def are_several(self) -> bool:
        """Tell whether there is anything to choose."""
        return len(self._numbers) > 1

    def choices(self, *, all_at_once: bool) -> list[tuple[str, str]]:
        """Return what may be chosen, in words; nothing where there is one agency."""
        if not self.are_several:
            return []
        everybody = [(ALL, gettext("À tous ces organismes"))] if all_at_once else []
        return [*self._names.items(), *everybody]

    def chosen(self, problems: Problems) -> list[str]:
        """Return the numbers under which what is sent is kept, or note that nobody was chosen."""
        value = request.form.get(ADDRESSEE, "")
        if not self.are_several:
            return list(self._numbers.values())
        if value == ALL:
            return list(self._numbers.values())
        if value not in self._numbers:
            problems.add(ADDRESSEE, gettext("Choisissez à qui vous écrivez"))
            return []
        return [self._numbers[value]]


@localized(bp, fr="/suivi/<number>/message", en="/follow/<number>/message")
@public
@follows
def message(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask what the person wants to write."""
    return _message_page(number, complaint_id, Problems(), "")


@localized(bp, fr="/suivi/<number>/message", en="/follow/<number>/message", methods=["POST"])
@public
@follows
def send_message(number: str, complaint_id: int) -> ResponseReturnValue:
    """Add the message to the complaint; the same form sent twice adds it once."""
    body = typed_text(BODY_FIELD)
    problems = Problems()
    problems.check_text(BODY_FIELD, body, gettext("Écrivez votre message"))
    numbers = Addressees(number, complaint_id).chosen(problems)
    if problems:
        return _message_page(number, complaint_id, problems, body), 422
    purpose = PURPOSES.get(_purpose())
    written = f"{gettext(purpose)}\n\n{body}" if purpose else body
    for rank, to in enumerate(numbers):
        once = sent_mark(complaint_id, rank)
        _change(to, complaint_id, partial(following.write_message, body=written, once=once))
    flash(gettext("Votre message est envoyé."))
    return redirect(url_for(".followed", number=number), 303)


@localized(bp, fr="/suivi/<number>/document", en="/follow/<number>/document")
@public
@follows
def document(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask for documents to add."""
    return _document_page(number, complaint_id, Problems())


@localized(bp, fr="/suivi/<number>/document", en="/follow/<number>/document", methods=["POST"])
@public
@follows
def add_document(number: str, complaint_id: int) -> ResponseReturnValue:
    """Add each document that can be kept, and say what to do about the others."""
    problems = Problems([DOCUMENT_FIELD])
    numbers = Addressees(number, complaint_id).chosen(problems)
    if problems:
        return _document_page(number, complaint_id, problems), 422
    (to,) = numbers[:1]
    kept = uploads.take(DOCUMENT_FIELD, partial(_attach, to, complaint_id), problems)
    if not kept and not problems:
        problems.add(DOCUMENT_FIELD, gettext("Choisissez un document"))
    if kept:
        flash(ngettext("Votre document est ajouté.", "Vos %(num)s documents sont ajoutés.", kept))
    if problems:
        return _document_page(number, complaint_id, problems), 422
    return redirect(url_for(".followed", number=number), 303)


@localized(bp, fr="/suivi/<number>/coordonnees", en="/follow/<number>/contact-details")
@public
@follows
def contact_details(number: str, complaint_id: int) -> ResponseReturnValue:
    """Show how the person is reached now, to change it."""
    with runtime().reading(complainant(complaint_id)) as session:
        _, contact = contact_of(session, number)
    now_known = DraftContent(
        reply_by=contact.reply_by,
        email=contact.email,
        phone=contact.phone,
        address=contact.address,
    )
    return _contact_page(number, now_known, Problems(REPLY_FIELDS))


@localized(
    bp, fr="/suivi/<number>/coordonnees", en="/follow/<number>/contact-details", methods=["POST"]
)
@public
@follows
def change_contact_details(number: str, complaint_id: int) -> ResponseReturnValue:
    """Change how the person is reached; the history tells that it changed, not to what."""
    typed = DraftContent(**typed_contact())
    problems = Problems(REPLY_FIELDS)
    check_contact(problems, typed)
    if problems:
        return _contact_page(number, typed, problems), 422
    reply_by = ReplyBy(typed.reply_by)
    change = partial(
        following.change_contact,
        reply_by=reply_by,
        email=typed.email if reply_by is ReplyBy.EMAIL else "",
        phone=typed.phone if reply_by.by_phone else "",
        address=typed.address if reply_by is ReplyBy.POST else "",
    )
    _change(number, complaint_id, change)
    flash(gettext("Vos coordonnées sont changées."))
    return redirect(url_for(".followed", number=number), 303)


@localized(bp, fr="/suivi/<number>/retirer", en="/follow/<number>/withdraw")
@public
@follows
def withdraw(number: str, complaint_id: int) -> ResponseReturnValue:
    """Say what withdrawing does, before it is done."""
    return _withdrawal_page(number, complaint_id, Problems(), "")


@localized(bp, fr="/suivi/<number>/retirer", en="/follow/<number>/withdraw", methods=["POST"])
@public
@follows
def withdraw_now(number: str, complaint_id: int) -> ResponseReturnValue:
    """Withdraw the complaint, with a reason if one is given."""
    reason = typed_text(REASON_FIELD)
    problems = Problems()
    problems.check_text(REASON_FIELD, reason)
    if problems:
        return _withdrawal_page(number, complaint_id, problems, reason), 422
    _change(number, complaint_id, partial(following.withdraw, reason=reason))
    flash(gettext("Votre plainte est retirée."))
    return redirect(url_for(".followed", number=number), 303)


def _change(number: str, complaint_id: int, act: Any) -> None:
    runtime().change(complainant(complaint_id), number, act)


def _attach(number: str, complaint_id: int, document: StoredDocument) -> None:
    act = partial(documents.add_to_complaint, document=document, limits=uploads.limits())
    _change(number, complaint_id, act)


def _purpose() -> str:
    return request.values.get("objet", "")


def _facts(number: str, complaint_id: int) -> Complaint:
    with runtime().reading(complainant(complaint_id)) as session:
        return facts_of_followed(session, number)


def _message_page(number: str, complaint_id: int, problems: Problems, body: str) -> str:
    purpose = _purpose()
    return render_template(
        "citizen/message.html",
        number=number,
        facts=_facts(number, complaint_id),
        problems=problems,
        body=body,
        longest=LONGEST_STORY,
        addressees=Addressees(number, complaint_id).choices(all_at_once=True),
        addressee=request.values.get(ADDRESSEE, ""),
        purpose=purpose if purpose in PURPOSES else "",
        title=gettext(PURPOSES.get(purpose, to_translate("Écrire un message"))),
        once=mark(),
    )


def _document_page(number: str, complaint_id: int, problems: Problems) -> str:
    return render_template(
        "citizen/document.html",
        number=number,
        problems=problems,
        addressees=Addressees(number, complaint_id).choices(all_at_once=False),
        addressee=request.values.get(ADDRESSEE, ""),
        limits=uploads.limits(),
        accepted=ACCEPTED,
    )


def _contact_page(number: str, content: DraftContent, problems: Problems) -> str:
    return render_template(
        "citizen/contact_details.html",
        number=number,
        content=content,
        problems=problems,
        offers_texts=runtime().plugins.deliver_texts,
    )


def _withdrawal_page(number: str, complaint_id: int, problems: Problems, reason: str) -> str:
    return render_template(
        "citizen/withdraw.html",
        number=number,
        facts=_facts(number, complaint_id),
        problems=problems,
        reason=reason,
        longest=LONGEST_STORY,
    )
