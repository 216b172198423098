"""Documents that people attach: checked by their content, cleaned, kept, and given to a complaint.

What one really is, its content tells; its name and its sender are not asked. One document at a
time: whatever is wrong with one never loses the others.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

import structlog
from msgspec import Struct
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from portal.agencies.settings.shared import Attachments
from portal.complaints import entries
from portal.complaints.dates import answer_dates
from portal.complaints.handling.archives import parts_of
from portal.complaints.handling.pictures import (
    DamagedPictureError,
    LargePictureError,
    without_metadata,
)
from portal.complaints.letters import letters
from portal.complaints.queries.kept_drafts import (
    attached_to,
    count_and_size,
    held_draft,
    is_kept_already,
)
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import AttachmentRecord
from portal.complaints.work import Work
from portal.domain.actor import ActorKind
from portal.domain.complaint import Status
from portal.domain.errors import DraftGoneError, PortalError
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.portal_services import File, Verdict
from portal.domain.troubles import NoRoomForDraftsError
from portal.words.letters.to_staff import NewFromPerson

log = structlog.get_logger()

MEGABYTE = 1_000_000
LONGEST_NAME = 100
HEIC = "image/heic"
"""The one kind of picture that is kept as it came, with what its camera wrote in it."""
_HEAD = 4096
_LONGEST_MIMETYPE = 200
_MACROS = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_PICTURES = frozenset({"jpeg", "png", "heic"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


class DocumentKind(Struct, frozen=True):
    """A kind of document that may be attached; the first extension is given to a nameless one."""

    code: str
    content_type: str
    extensions: tuple[str, ...]
    is_this: Callable[[bytes], bool]


class Reason(StrEnum):
    """Why a document is not kept."""

    EMPTY = "empty"
    KIND = "kind"
    OTHER_KIND = "other kind"
    DAMAGED = "damaged"
    SIZE = "size"
    PIXELS = "pixels"
    TOTAL = "total"
    COUNT = "count"
    VIRUS = "virus"
    UNSCANNED = "unscanned"


Scan = Callable[[File], Verdict | None]
"""Tells whether a file carries a virus, or None where nobody knows."""


class DocumentRefusedError(PortalError):
    """A document is not kept; `name` is its cleaned name."""

    def __init__(self, name: str, reason: Reason) -> None:
        super().__init__(reason.value)
        self.name = name
        self.reason = reason


class SentAlreadyError(PortalError):
    """The complaint has this very document already."""


class CheckedDocument(Struct, frozen=True):
    """A document that may be kept: its cleaned name, what it is, and its cleaned content."""

    name: str
    content_type: str
    content: bytes


class StoredDocument(Struct, frozen=True):
    """A document whose content is in the file store under `key`, not yet in the database."""

    name: str
    content_type: str
    size: int
    sha256: str
    key: str

    @classmethod
    def of(cls, document: CheckedDocument, key: str) -> StoredDocument:
        """Describe a checked document that was put under `key`."""
        digest = hashlib.sha256(document.content).hexdigest()
        return cls(document.name, document.content_type, len(document.content), digest, key)


class DraftDocument(Struct, frozen=True):
    """A document of a draft, as its owner sees it."""

    id: int
    name: str
    size: int
    question: str | None


def checked_document(name: str, content: bytes, limits: Attachments, scan: Scan) -> CheckedDocument:
    """Return the document cleaned, or raise DocumentRefusedError saying why it cannot be kept.

    Its name may say nothing of what it is, but nothing else: a "faux.pdf" that is no PDF does not
    open. Photos (JPEG and PNG) lose what their camera wrote beside the picture: where, when, with
    what. What nobody could scan for viruses is refused as what carries one is.
    """
    kind, own = kind_of(content, limits.types), clean_name(name)
    if not content:
        raise DocumentRefusedError(own, Reason.EMPTY)
    if len(content) > limits.max_each_mb * MEGABYTE:
        raise DocumentRefusedError(own, Reason.SIZE)
    if kind is None:
        raise DocumentRefusedError(own, Reason.KIND)
    if _says_otherwise(own, kind):
        raise DocumentRefusedError(own, Reason.OTHER_KIND)
    clean = clean_name(name, kind)
    if kind.code in ("jpeg", "png"):
        content = _bare_image(clean, kind.code, content)
    _refuse_unless_clean(clean, scan(File(kind.content_type, content)))
    return CheckedDocument(clean, kind.content_type, content)


def _says_otherwise(name: str, kind: DocumentKind) -> bool:
    """Tell whether a name has the extension of another kind of document than this one.

    Telephones and their applications take one picture for another; that opens all the same.
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    named = next((known for known in KINDS if extension in known.extensions), kind)
    return named is not kind and not {named.code, kind.code} <= _PICTURES


def clean_name(name: str, kind: DocumentKind | None = None) -> str:
    """Return a file's name without folders, safe to show, its extension telling the truth."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in last)
    stem, dot, extension = " ".join(seen.split()).rstrip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    if kind is not None and extension.lower() not in kind.extensions:
        stem, extension = f"{stem} {extension}".strip(), kind.extensions[0]
    stem = stem.strip(". ")[: LONGEST_NAME - len(extension) - 1] or "document"
    return f"{stem}.{extension}" if extension else stem


def add_to_draft(
    session: Session,
    draft_id: str,
    document: StoredDocument,
    limits: Attachments,
    now: datetime,
    question: str | None = None,
) -> None:
    """Give a stored document to a draft.

    Raise DocumentRefusedError if there is no room left, DraftGoneError if the draft was sent.
    """
    _count(session, draft_id, 1)
    _refuse_without_room(session, AttachmentRecord.draft_id == draft_id, document, limits)
    session.add(_record(document, now, draft_id=draft_id, question=question))


def refuse_without_space(session: Session, size: int, free: int, percent: int) -> None:
    """Raise NoRoomForDraftsError if documents of what is not sent would take too much of the disk.

    Together, with `size` bytes more, they take at most so many `percent` of what would be free
    without them; `free` is what is free now, in bytes.
    """
    _, kept = count_and_size(session, AttachmentRecord.draft_id.is_not(None))
    if 100 * (kept + size) > percent * (kept + free):
        raise NoRoomForDraftsError


def add_to_complaint(
    work: Work,
    complaint: ComplaintRecord,
    document: StoredDocument,
    limits: Attachments,
    question: str | None = None,
) -> None:
    """Give a stored document to a complaint, tell its history, and tell whoever handles it.

    It may answer a `question`: what came as something else is then kept as that as well.

    From the complainant it is the reply that is waited for, with words or without; sent twice, it
    is kept once, and SentAlreadyError raised.
    """
    mine = AttachmentRecord.complaint_id == complaint.id
    same = mine if question is None else mine & (AttachmentRecord.question == question)
    from_citizen = work.actor.kind is ActorKind.COMPLAINANT
    awaited = from_citizen and is_possible(Status(complaint.status), Action.REPLY)
    if (
        from_citizen
        and not awaited
        and is_kept_already(work.session, same, document.name, document.sha256)
    ):
        raise SentAlreadyError(document.name)
    _refuse_without_room(work.session, mine, document, limits)
    owner = {"complaint_id": complaint.id, "from_citizen": from_citizen, "question": question}
    work.session.add(_record(document, work.now, **owner))
    if awaited:
        complaint.status = status_after(Status(complaint.status), Action.REPLY).value
    if from_citizen:
        answer_dates.resume_on_reply(work, complaint)
    work.record(complaint, entries.DocumentAdded(sha256=document.sha256))
    if from_citizen:
        letters.notify_handling(work, complaint, NewFromPerson(messages=0, documents=1))


def documents_of_draft(session: Session, draft_id: str) -> list[DraftDocument]:
    """Return the documents of a draft in the order in which they were added."""
    return [
        DraftDocument(document.id, document.name, document.size, document.question)
        for document in attached_to(session, draft_id)
    ]


def remove_from_draft(session: Session, draft_id: str, document_id: int) -> str | None:
    """Take a document away from a draft; return the key of its file, or None without one."""
    documents = {document.id: document for document in attached_to(session, draft_id)}
    removed = documents.get(document_id)
    if removed is None:
        return None
    _count(session, draft_id, -1)
    session.delete(removed)
    return removed.file_key


def _record(document: StoredDocument, now: datetime, **owner: object) -> AttachmentRecord:
    return AttachmentRecord(
        name=document.name,
        content_type=document.content_type,
        size=document.size,
        sha256=document.sha256,
        file_key=document.key,
        added_at=now,
        **owner,
    )


def _count(session: Session, draft_id: str, more: int) -> None:
    """Count a document of a draft, which holds it: until the end, it is not sent and has room."""
    draft = held_draft(session, draft_id)
    if draft.sent_at is not None:
        raise DraftGoneError(draft_id)
    draft.documents += more


def _refuse_without_room(
    session: Session, mine: ColumnElement[bool], document: StoredDocument, limits: Attachments
) -> None:
    count, total = count_and_size(session, mine)
    if count >= limits.max_count:
        raise DocumentRefusedError(document.name, Reason.COUNT)
    if total + document.size > limits.max_all_mb * MEGABYTE:
        raise DocumentRefusedError(document.name, Reason.TOTAL)


def _refuse_unless_clean(name: str, verdict: Verdict | None) -> None:
    if verdict is None:
        raise DocumentRefusedError(name, Reason.UNSCANNED)
    if verdict.virus:
        log.warning("document refused", virus=verdict.virus)
        raise DocumentRefusedError(name, Reason.VIRUS)


def _bare_image(name: str, kind: str, content: bytes) -> bytes:
    try:
        return without_metadata(kind, content)
    except LargePictureError:
        raise DocumentRefusedError(name, Reason.PIXELS) from None
    except DamagedPictureError:
        raise DocumentRefusedError(name, Reason.DAMAGED) from None


# What a document really is.


def kind_of(content: bytes, allowed: Iterable[str]) -> DocumentKind | None:
    """Return the kind of this content among those allowed, or None."""
    codes = frozenset(allowed)
    return next((kind for kind in KINDS if kind.code in codes and kind.is_this(content)), None)


def _has_magic(content_type: str) -> Callable[[bytes], bool]:
    def is_this(content: bytes) -> bool:
        import puremagic

        try:
            kind = puremagic.magic_string(content[:_HEAD])
        except (puremagic.PureError, ValueError):
            return False
        return any(match.mime_type == content_type for match in kind)

    return is_this


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-")


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS


def _is_word(content: bytes) -> bool:
    parts = parts_of(content)
    return "word/document.xml" in parts and "[Content_Types].xml" in parts and _is_inert(parts)


def _is_open_document(content: bytes) -> bool:
    parts = parts_of(content)
    if "mimetype" not in parts or "content.xml" not in parts or not _is_inert(parts):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as mimetype:
        return mimetype.read(_LONGEST_MIMETYPE) == b"application/vnd.oasis.opendocument.text"


def _is_inert(parts: Iterable[str]) -> bool:
    return not any(_MACROS.search(part) for part in parts)


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return _CONTROLS.search(content.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False


KINDS = (
    DocumentKind("pdf", "application/pdf", ("pdf",), _is_pdf),
    DocumentKind("jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), _has_magic("image/jpeg")),
    DocumentKind("png", "image/png", ("png",), _has_magic("image/png")),
    DocumentKind("heic", HEIC, ("heic", "heif"), _is_heic),
    DocumentKind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ("docx",),
        _is_word,
    ),
    DocumentKind("odt", "application/vnd.oasis.opendocument.text", ("odt",), _is_open_document),
    DocumentKind("txt", "text/plain", ("txt", "text", "md", "csv"), _is_text),
)
