"""Documents that come with a form: each is taken or refused alone, and no text is lost."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, request

from portal.agencies.settings.shared import Attachments
from portal.auth.sign_in import is_signed_in
from portal.complaints.handling import documents
from portal.complaints.handling.documents import (
    CheckedDocument,
    DocumentRefusedError,
    DraftDocument,
    Reason,
    SentAlreadyError,
    StoredDocument,
)
from portal.complaints.handling.pictures import MOST_PIXELS
from portal.domain.actor import PORTAL
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.flood_limits import heed_document
from portal.pages.forms import Problems
from portal.words.catalogue import to_translate
from portal.words.typography import number_words

REASON_WORDS: dict[Reason, str] = {
    Reason.EMPTY: to_translate("%(name)s est vide. Choisissez un autre fichier"),
    Reason.KIND: to_translate(
        "%(name)s ne convient pas. Choisissez une photo, un PDF, un document Word ou un texte"
    ),
    Reason.OTHER_KIND: to_translate(
        "%(name)s n’est pas ce que dit son nom. Enregistrez-le de nouveau dans le bon format, "
        "ou choisissez un autre fichier"
    ),
    Reason.DAMAGED: to_translate("%(name)s ne s’ouvre pas. Choisissez un autre fichier"),
    Reason.SIZE: to_translate("%(name)s dépasse %(each)s Mo. Choisissez un fichier plus petit"),
    Reason.PIXELS: to_translate(
        "%(name)s a plus de %(pixels)s millions de pixels. Choisissez une image plus petite"
    ),
    Reason.TOTAL: to_translate(
        "Vos documents dépassent ensemble %(all)s Mo. %(name)s n’a pas été gardé"
    ),
    Reason.COUNT: to_translate(
        "Vous pouvez joindre %(count)s documents au plus. %(name)s n’a pas été gardé"
    ),
    Reason.VIRUS: to_translate("%(name)s contient un virus. Il n’a pas été gardé"),
    Reason.UNSCANNED: to_translate(
        "Nous n’avons pas pu vérifier %(name)s, alors il n’a pas été gardé. "
        "Joignez-le de nouveau dans quelques minutes, ou continuez sans lui"
    ),
}

Attach = Callable[[StoredDocument], None]


def limits() -> Attachments:
    """Return what may be attached, as the portal's settings in force say."""
    return runtime().agencies.portal.attachments


def attach_to_draft(draft_id: str, question: str | None, document: StoredDocument) -> None:
    """Give a stored document to a draft, as the answer to a question if it is one.

    Raise TooOftenError where an address that nobody signed in at attached very much, and
    NoRoomForDraftsError where drafts fill too much of the disk: nobody knows yet who sends them.
    """
    portal = runtime()
    if not is_signed_in():
        heed_document(document.size)
    free = portal.files.free()
    with portal.transaction() as session:
        documents.refuse_without_space(session, document.size, free, portal.config.drafts_percent)
        documents.add_to_draft(session, draft_id, document, limits(), portal.now(), question)


def kept_for(draft_id: str) -> list[DraftDocument]:
    """Return the documents of a draft.

    A draft belongs to no agency: whoever opened it may see what it holds.
    """
    return runtime().read(PORTAL, documents.documents_of_draft, draft_id)


def take(field: str, attach: Attach, problems: Problems) -> int:
    """Check, store and attach each document of a field; return how many were kept."""
    added, refused = 0, []
    for upload in request.files.getlist(field):
        if not upload.filename:
            continue
        try:
            # One byte more than allowed is enough to know that it is too big.
            content = upload.stream.read(limits().max_each_mb * documents.MEGABYTE + 1)
            document = _checked(upload.filename, content)
            _keep(document, attach)
            added += 1
            _say_what_stays(document)
        except SentAlreadyError:
            # The same form again: what it brought is there.
            added += 1
        except DocumentRefusedError as error:
            # By the name that the person knows, not the one that it would have been kept under.
            own = documents.clean_name(upload.filename)
            refused.append(refusal_words(DocumentRefusedError(own, error.reason)))
    if refused:
        problems.add(field, ". ".join(refused))
    return added


def _say_what_stays(document: CheckedDocument) -> None:
    """Say what is still in a picture that is kept as it came."""
    if document.content_type == documents.HEIC and not is_signed_in():
        flash(
            gettext(
                "%(name)s garde ce que l’appareil y a inscrit, le lieu et la date compris.",
                name=document.name,
            ),
            "warn",
        )


def take_some(field: str, attach: Attach, problems: Problems) -> str:
    """Take the documents that a page asks for, at least one; return what is said of those kept."""
    thanks = take_any(field, attach, problems)
    if not thanks and not problems:
        problems.add(field, gettext("Choisissez un document"))
    return thanks


def take_any(field: str, attach: Attach, problems: Problems) -> str:
    """Take the documents that were chosen, if any; return what is said of those kept."""
    kept = take(field, attach, problems)
    if not kept:
        return ""
    return ngettext("Votre document est ajouté.", "Vos %(num)s documents sont ajoutés.", kept)


def refusal_words(error: DocumentRefusedError) -> str:
    """Return the sentence that says what to do about a refused document."""
    allowed, language = limits(), current_language()
    return gettext(
        REASON_WORDS[error.reason],
        name=error.name,
        each=number_words(allowed.max_each_mb, language),
        all=number_words(allowed.max_all_mb, language),
        count=number_words(allowed.max_count, language),
        pixels=number_words(MOST_PIXELS // 1_000_000, language),
    )


def _checked(name: str, content: bytes) -> CheckedDocument:
    return documents.checked_document(name, content, limits(), runtime().plugins.verdict)


def _keep(document: CheckedDocument, attach: Attach) -> None:
    """Store the content before the database knows of it; take it back if it may not stay."""
    files = runtime().files
    key = files.put(document.content)
    try:
        attach(StoredDocument.of(document, key))
    except BaseException:
        files.remove(key)
        raise
