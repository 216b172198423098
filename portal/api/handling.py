"""What a client does with a complaint of its agency: the acts of its officers, by the same rules.

Whoever changes a complaint says by `If-Match` which version of it they read: nothing is done twice
by sending it twice, and nobody's work is passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from flask import Response, abort, request
from pydantic import AwareDatetime, BaseModel, Field

from portal.api.callers import acting
from portal.api.complaints import NumberPath, etag, opened
from portal.api.operations import Operations
from portal.api.problems import at, problem, to_correct
from portal.api.reading_bodies import LongText, Story
from portal.complaints.events import AnswerContent, QuestionContent
from portal.complaints.handling import casework, documents
from portal.complaints.handling.documents import DocumentRefusedError, StoredDocument
from portal.complaints.letters.holding import confirm
from portal.complaints.work import Work, require
from portal.domain.api_scopes import Scope
from portal.domain.complaint import Status, is_own_motion
from portal.domain.contact import Contact, SaidContact
from portal.domain.errors import IncompleteError, StaleComplaintError
from portal.domain.handling.held_messages import Waiting
from portal.domain.permissions import Permission
from portal.domain.typed import is_whole_number, whole_number
from portal.pages import uploads
from portal.pages.current import gettext, runtime
from portal.words.catalogue import to_translate

operations = Operations("complaints")

REFUSED = (404, 409, 412, 415, 428)
_BINARY = {
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    "required": True,
}


class ChangeHeaders(BaseModel):
    """What goes along with every change of a complaint."""

    if_match: str | None = Field(
        None,
        alias="If-Match",
        pattern=r"^[\x20-\x7e]{1,100}$",
        description=to_translate("L’étiquette (ETag) de la plainte telle qu’elle a été lue."),
    )


class MadeContact(BaseModel, extra="forbid"):
    """How and when somebody of the agency reached the person: no automatic sending is that."""

    means: Contact = Field(description=to_translate("Comment la personne a été jointe."))
    at: AwareDatetime = Field(
        description=to_translate("Quand : ni avant la réception de la plainte, ni à venir.")
    )


class NewStatus(BaseModel, extra="forbid"):
    """What is said of where a complaint is."""

    status: Literal["taken_in_charge", "under_review"] = Field(
        description=to_translate("Prise en charge, ou à l’étude.")
    )
    contact: MadeContact | None = Field(
        None,
        description=to_translate(
            "Le premier contact, demandé pour prendre en charge la plainte de quelqu’un."
        ),
    )


class NewMessage(BaseModel, extra="forbid"):
    """A note that only the agency reads, or a question to whoever complains."""

    kind: Literal["note", "question"] = Field(
        description=to_translate("Une note interne, ou une question à la personne.")
    )
    text: Story


class NewAnswer(BaseModel, extra="forbid"):
    """The answer to a complaint, without the other recourses, which stand under it anyway."""

    text: LongText


class Changed(BaseModel):
    """A complaint after it was changed; `waiting` is what a text waits for that has not left."""

    number: str
    status: Status
    waiting: Waiting | None = Field(
        description=to_translate("Ce qu’un texte attend avant de partir, s’il attend.")
    )


class Attached(BaseModel):
    """A document as it is kept."""

    name: str
    content_type: str
    size: int
    sha256: str


class DocumentQuery(BaseModel, extra="forbid"):
    """What a document is called."""

    name: str = Field(
        min_length=1,
        max_length=documents.LONGEST_NAME,
        description=to_translate("Le nom du fichier, avec sa fin."),
    )


@operations.post(
    "/complaints/<number>/status",
    to_translate("Prendre une plainte en charge, ou dire qu’elle est à l’étude"),
    describes=to_translate(
        "Une plainte est prise en charge quand quelqu’un a joint la personne : dites comment et "
        "quand. Un envoi automatique ne compte pas. La personne peut le confirmer ou le démentir."
    ),
    scope=Scope.HANDLE,
    answers={200: Changed},
    refuses=REFUSED,
)
def change_status(path: NumberPath, header: ChangeHeaders, body: NewStatus) -> Any:
    """Move a complaint on."""
    contact = body.contact
    said = SaidContact(contact.means, contact.at) if contact else None
    if body.status == "taken_in_charge":
        return changed(path.number, header, partial(_take_in_charge, said=said))
    if said is not None:
        unasked = gettext("Un champ que personne ne demande s’y trouve.")
        return to_correct([at("contact", unasked)])
    return changed(path.number, header, casework.begin_study)


@operations.post(
    "/complaints/<number>/messages",
    to_translate("Ajouter une note, ou poser une question à la personne"),
    scope=Scope.HANDLE,
    answers={200: Changed},
    refuses=REFUSED,
)
def add_message(path: NumberPath, header: ChangeHeaders, body: NewMessage) -> Any:
    """Write a text about a complaint."""
    if body.kind == "note":
        return changed(path.number, header, partial(casework.add_note, body=body.text))
    return changed(path.number, header, _leaving(QuestionContent(body.text, None)))


@operations.post(
    "/complaints/<number>/answer",
    to_translate("Répondre à une plainte"),
    scope=Scope.HANDLE,
    answers={200: Changed},
    refuses=REFUSED,
)
def answer(path: NumberPath, header: ChangeHeaders, body: NewAnswer) -> Any:
    """Answer a complaint; the text waits as one of the pages would, to be read or taken back."""
    return changed(path.number, header, _leaving(AnswerContent(body.text, tells=False)))


@operations.post(
    "/complaints/<number>/documents",
    to_translate("Joindre un document à une plainte"),
    scope=Scope.HANDLE,
    answers={201: Attached},
    refuses=(*REFUSED, 413),
    takes_any=True,
    request_body=_BINARY,
)
def attach(path: NumberPath, query: DocumentQuery, header: ChangeHeaders) -> Any:
    """Add a document, once its content was looked at: no name makes it another one."""
    if request.mimetype != "application/octet-stream":
        abort(415)
    limits, seen = uploads.limits(), version_seen(header)
    if isinstance(seen, Response):
        return seen
    file = opened(path.number, "document")
    request.max_content_length = limits.max_each_mb * documents.MEGABYTE
    content = request.get_data()
    try:
        checked = documents.checked_document(query.name, content, limits, runtime().plugins.verdict)
        kept = _stored(checked, partial(_attach_to, file.complaint.number, seen))
    except DocumentRefusedError as refused:
        return to_correct([at("", uploads.refusal_words(refused))])
    told = Attached(**{name: getattr(kept, name) for name in Attached.model_fields})
    version = opened(path.number, "document").complaint.version
    return told, 201, {"ETag": etag(version)}


def changed(number: str, header: ChangeHeaders, act: Callable[..., Any]) -> Any:
    """Do something with a complaint as its caller read it; return what it is afterwards."""
    seen = version_seen(header)
    if isinstance(seen, Response):
        return seen
    file = opened(number, "complaint")
    came_of_it = _change(file.complaint.number, act, seen)
    now = opened(number, "complaint").complaint
    waiting = came_of_it if isinstance(came_of_it, Waiting) else None
    told = Changed(number=now.number, status=Status(now.status), waiting=waiting)
    return told, 200, {"ETag": etag(now.version)}


def version_seen(header: ChangeHeaders) -> int | Response | None:
    """Return the version that the caller read, None for any; or why it is not enough."""
    if header.if_match is None:
        title = gettext("Dites quelle version de la plainte vous avez lue (If-Match)")
        return problem(428, "version-unsaid", title)
    if header.if_match.strip() == "*":
        return None
    written = header.if_match.strip().strip('"')
    if not is_whole_number(written):
        raise StaleComplaintError
    return whole_number(written)


def _take_in_charge(work: Work, complaint: Any, said: SaidContact | None) -> None:
    """Note the first contact; without one, only a file where nobody is there to be reached."""
    nobody = is_own_motion(complaint)
    if said is None and not nobody:
        raise IncompleteError("contact")
    casework.record_first_contact(work, complaint, said=None if nobody else said)


def _change(number: str, act: Callable[..., Any], seen: int | None) -> Any:
    return runtime().change(acting(), number, act, seen_version=seen)


def _leaving(content: AnswerContent | QuestionContent) -> Callable[..., Any]:
    return partial(confirm, content=content, hold=runtime().config.hold)


def _attach_to(number: str, seen: int | None, document: StoredDocument) -> None:
    def act(work: Work, complaint: Any) -> None:
        require(work, complaint, Permission.NOTE)
        documents.add_to_complaint(work, complaint, document, uploads.limits())

    _change(number, act, seen)


def _stored(
    document: documents.CheckedDocument, keep: Callable[[StoredDocument], object]
) -> StoredDocument:
    """Store a content before the database knows of it; take it back if it may not stay."""
    files = runtime().files
    key = files.put(document.content)
    try:
        stored = StoredDocument.of(document, key)
        keep(stored)
    except BaseException:
        files.remove(key)
        raise
    return stored
