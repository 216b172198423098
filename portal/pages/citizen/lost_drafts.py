"""What was typed for a draft that cannot take it any more: lost here, gone, or sent meanwhile."""

from __future__ import annotations

import secrets

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.complaints.handling.filing import Receipt
from portal.complaints.kept_drafts import DraftContent, OpenDraft, open_draft, start_draft
from portal.complaints.queries.sent import sent_by_citizen
from portal.pages.citizen.draft_parts import resume_parts
from portal.pages.citizen.followed_here import hash_of_code, remember_if_possible
from portal.pages.citizen.known_drafts import key_sent, remember_from_now_on
from portal.pages.current import current_language, gettext, runtime
from portal.pages.flood_limits import heed_new_draft
from portal.pages.forms import LONGEST_STORY
from portal.pages.own_fields import ASKED_FIELD, KEY_FIELD, SHOWN_FIELD
from portal.pages.resending import Typed, is_sent_form, typed_values, unkept_documents

_SEE_OTHER = 303


def not_open_here() -> ResponseReturnValue:
    """Return the page to resume a draft, with whatever had been typed so that nothing is lost."""
    typed = [value for value in typed_here() if value.is_text] if is_sent_form() else []
    page = render_template(
        "citizen/resume.html",
        problems=None,
        not_here=True,
        typed=typed,
        parts=resume_parts(),
    )
    return page, 404


def typed_here() -> list[Typed]:
    """Return what the person typed or chose in the form of a draft, without its key and marks."""
    own = (KEY_FIELD, ASKED_FIELD, SHOWN_FIELD)
    return [typed for typed in typed_values() if typed.name not in own and typed.value.strip()]


def begun_again(draft_id: str) -> OpenDraft | None:
    """Return a new draft for what was typed in the form of one that does not open any more.

    It is for the same agency. None where nothing was typed, or where the form did not say whom it
    was for.
    """
    key = key_sent(draft_id) if is_sent_form() else None
    if key is None or not (typed_here() or unkept_documents()):
        return None
    heed_new_draft()
    portal = runtime()
    now, place = portal.now(), {"agency": key.agency, "category": key.category}
    # Whoever lost the draft before it began once, and is counted once.
    content = DraftContent(is_counted=True)
    fresh, secret = start_draft(portal.database, current_language(), now, content, place)
    remember_from_now_on(fresh, secret)
    return portal.glance(open_draft, portal.keyring, fresh, secret, now)


def led_to(fresh: OpenDraft, lost: str, answer: ResponseReturnValue) -> ResponseReturnValue:
    """Lead to the pages of a new draft, which say what it is; what is to correct is shown there."""
    response = make_response(answer)
    flash(
        gettext(
            "Votre brouillon ne s’ouvre plus ici. Ce que vous venez d’écrire est gardé dans un "
            "nouveau brouillon."
        ),
        "warn",
    )
    is_answered = response.status_code != _SEE_OTHER
    return redirect(request.path.replace(lost, fresh.id), 303) if is_answered else response


def already_sent(draft: OpenDraft) -> ResponseReturnValue:
    """Lead to the receipt of a draft that was sent; what was typed since may be sent as a message.

    What the complaint says already is not shown again.
    """
    typed = typed_here() if is_sent_form() else []
    receipt = Receipt.read(draft.receipt or {})
    portal = runtime()
    complaint = portal.glance(sent_by_citizen, receipt.number)
    said = _on_one_line(complaint.story)
    texts = [text for text in _texts(typed) if _on_one_line(text) not in said]
    missing = unkept_documents() if is_sent_form() else []
    if not (texts or missing):
        return redirect(url_for("citizen.sent", draft=draft.id), 303)
    if draft.code_until is not None and portal.now() < draft.code_until:
        # Sent a moment ago. Later, only its code opens the complaint.
        code_hash = hash_of_code(receipt.code)
        if complaint.code_hash == code_hash:
            remember_if_possible(receipt.number, complaint.id, code_hash)
    page = render_template(
        "citizen/already_sent.html",
        number=receipt.number,
        draft_id=draft.id,
        body="\n\n".join(texts),
        missing=[name for unkept in missing for name in unkept.names],
        longest=LONGEST_STORY,
        once=secrets.token_urlsafe(12),
    )
    return page, 409


def _texts(typed: list[Typed]) -> list[str]:
    return [value.value.strip() for value in typed if value.is_text]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
