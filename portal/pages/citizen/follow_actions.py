"""What a complainant may do with a complaint: write, add a document."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

from flask import request

from portal.auth.returning import sent_documents
from portal.complaints.entries import CALL
from portal.complaints.handling import documents, following
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.queries.followed import ToldEntry
from portal.complaints.queries.following import facts_of_followed
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.complaint import Complaint, ReplyBy, Status
from portal.domain.errors import TooManyChangesError
from portal.domain.history import EntryKind
from portal.domain.phone import is_phone
from portal.pages import uploads
from portal.pages.citizen import bp
from portal.pages.citizen.case_summary import opened_summary
from portal.pages.citizen.contact_details import kept_contact
from portal.pages.citizen.contributions import Addressee, AlsoWrittenTo
from portal.pages.citizen.follow import FIRST_ADDRESSEE, FollowAction, mark, sent_mark
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import added
from portal.pages.forms import (
    LONGEST_LINE,
    LONGEST_STORY,
    Problems,
    typed_line,
    typed_phone,
    typed_text,
)
from portal.pages.shown.before_filing import ACCEPTED
from portal.words.catalogue import to_translate

ADDRESSEE, ALL = "a", "tous"
BODY_FIELD, DOCUMENT_FIELD = "message", "document"
PHONE_FIELD = "telephone"
_REPLYING = to_translate("Répondre à la question")
# What a message may be about besides the rest, with what the history calls it.
PURPOSES: dict[str, tuple[str, str]] = {
    "appel": (CALL, to_translate("Demander un appel ou une rencontre")),
}


def _addressees(number: str, complaint_id: int) -> list[Addressee]:
    """Return the agencies that have a complaint or a part of it, first the one that leads."""
    with runtime().reading(complainant(complaint_id)) as session:
        lead = Addressee(FIRST_ADDRESSEE, number, complaint_by_number(session, number).agency)
        adding = added(AlsoWrittenTo)
        return [lead, *(other for reads in adding for other in reads.read(session, complaint_id))]


def _choices(addressees: Sequence[Addressee]) -> list[tuple[str, str]]:
    """Return what may be chosen, in words; nothing where there is one agency."""
    if len(addressees) == 1:
        return []
    agencies, language = runtime().agencies, current_language()
    return [(to.key, agencies.agency(to.agency).name.in_(language)) for to in addressees]


def _numbers_chosen(number: str, complaint_id: int, problems: Problems) -> list[str]:
    """Return the numbers under which what is sent is kept, or note that nobody was chosen."""
    addressees, value = _addressees(number, complaint_id), request.form.get(ADDRESSEE, "")
    if len(addressees) == 1 or value == ALL:
        return [to.number for to in addressees]
    numbers = [to.number for to in addressees if to.key == value]
    if not numbers:
        problems.add(ADDRESSEE, gettext("Choisissez à qui vous écrivez"))
    return numbers


def _message_shown(number: str, complaint_id: int) -> dict[str, Any]:
    purpose, choices = request.values.get("objet", ""), _choices(_addressees(number, complaint_id))
    facts = _facts(number, complaint_id)
    question = _question(number, complaint_id) if facts.status is Status.WAITING else None
    writing = _REPLYING if question and question.text else to_translate("Écrire un message")
    _, title = PURPOSES.get(purpose, (None, writing))
    return {
        "facts": facts,
        "question": question,
        "body": typed_text(BODY_FIELD),
        "longest": LONGEST_STORY,
        "addressees": [*choices, (ALL, gettext("À tous ces organismes"))] if choices else [],
        "addressee": request.values.get(ADDRESSEE, ""),
        "purpose": purpose if purpose in PURPOSES else "",
        "phone": _phone_shown(number, complaint_id) if purpose in PURPOSES else None,
        "title": gettext(title),
        "once": mark(),
        "limits": uploads.limits(),
        "accepted": ACCEPTED,
    }


def _question(number: str, complaint_id: int) -> ToldEntry | None:
    """Return what the agency asked last, to be read above its answer."""
    return opened_summary(number, complaint_id).complaint.last_text(EntryKind.ASKED)


def _phone_shown(number: str, complaint_id: int) -> str:
    """Return where to call: the number that was typed, else the one that is known."""
    if request.method == "POST":
        return typed_line(PHONE_FIELD, LONGEST_LINE)
    return kept_contact(number, complaint_id).phone


def _send_message(number: str, complaint_id: int, problems: Problems) -> str:
    """Add the message and its documents to the complaint; the same form sent twice adds them once.

    Documents alone say enough, an answer too. One that asks for a call begins with the number to
    call, which the agency then reads even where it may not read the contact details.
    """
    about, _ = PURPOSES.get(request.values.get("objet", ""), (None, ""))
    phone = typed_phone(PHONE_FIELD, LONGEST_LINE) if about else ""
    if phone and not is_phone(phone):
        problems.add(PHONE_FIELD, gettext("Écrivez un numéro de téléphone à 10 chiffres"))
    body = typed_text(BODY_FIELD)
    problems.check_text(BODY_FIELD, body, "" if phone else _what_to_write(about))
    numbers = _numbers_chosen(number, complaint_id, problems)
    if problems:
        _ask_again_for_documents(problems)
        return ""
    thanks = _take_along(numbers[0], complaint_id, problems)
    written = "\n\n".join(filter(None, [phone, body]))
    if problems or not written:
        return thanks
    _keep_first_phone(number, complaint_id, phone)
    for rank, to in enumerate(numbers):
        once = sent_mark(complaint_id, written, rank)
        write = partial(following.write_message, body=written, once=once, about=about)
        _change(to, complaint_id, write)
    said = gettext("Votre demande est envoyée.") if about else gettext("Votre message est envoyé.")
    return " ".join(filter(None, [said, thanks]))


def _what_to_write(about: str | None) -> str:
    """Return what an empty message lacks: nothing where a document came with it."""
    if about:
        return gettext("Écrivez le numéro où vous appeler, ou quelques mots")
    if any(upload.filename for upload in request.files.getlist(DOCUMENT_FIELD)):
        return ""
    return gettext("Écrivez votre message, ou joignez un document")


def _ask_again_for_documents(problems: Problems) -> None:
    """Name the documents that came with words to correct: no browser keeps them."""
    names = [names for field, names in sent_documents() if field == DOCUMENT_FIELD]
    if names:
        again = gettext("Joignez de nouveau : %(names)s", names=", ".join(chain(*names)))
        problems.add(DOCUMENT_FIELD, again)


def _take_along(number: str, complaint_id: int, problems: Problems) -> str:
    """Add the documents that came with a message; what is written waits until all are right."""
    return uploads.take_any(DOCUMENT_FIELD, partial(_attach, number, complaint_id), problems)


def _keep_first_phone(number: str, complaint_id: int, phone: str) -> None:
    """Keep a number among the contact details where none is: it is masked like them.

    Where they changed very often lately it stands in the message alone, which leaves all the same.
    """
    kept = kept_contact(number, complaint_id) if phone else None
    if kept is None or kept.phone:
        return
    change = partial(
        following.change_contact,
        reply_by=ReplyBy(kept.reply_by),
        email=kept.email,
        phone=phone,
        address=kept.address,
    )
    with suppress(TooManyChangesError):
        _change(number, complaint_id, change)


def _document_shown(number: str, complaint_id: int) -> dict[str, Any]:
    return {
        "addressees": _choices(_addressees(number, complaint_id)),
        "addressee": request.values.get(ADDRESSEE, ""),
        "limits": uploads.limits(),
        "accepted": ACCEPTED,
    }


def _add_documents(number: str, complaint_id: int, problems: Problems) -> str:
    """Add each document that can be kept, and say what to do about the others."""
    numbers = _numbers_chosen(number, complaint_id, problems)
    if problems:
        return ""
    return uploads.take_some(DOCUMENT_FIELD, partial(_attach, numbers[0], complaint_id), problems)


def _attach(number: str, complaint_id: int, document: StoredDocument) -> None:
    act = partial(documents.add_to_complaint, document=document, limits=uploads.limits())
    _change(number, complaint_id, act)


def _change(number: str, complaint_id: int, act: Any) -> None:
    runtime().change(complainant(complaint_id), number, act)


def _facts(number: str, complaint_id: int) -> Complaint:
    return runtime().read(complainant(complaint_id), facts_of_followed, number)


ACTIONS = (
    FollowAction(
        name="message",
        sending="send_message",
        fr="message",
        en="message",
        template="citizen/message.html",
        shown=_message_shown,
        act=_send_message,
        fields=(PHONE_FIELD, BODY_FIELD, DOCUMENT_FIELD, ADDRESSEE),
    ),
    FollowAction(
        name="document",
        sending="add_document",
        fr="document",
        en="document",
        template="citizen/document.html",
        shown=_document_shown,
        act=_add_documents,
    ),
)
for action in ACTIONS:
    action.serve(bp)
