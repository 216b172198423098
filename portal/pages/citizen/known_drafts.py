"""By what a browser opens its drafts: a cookie, and a key in the forms that it was given.

The signed cookie holds the secrets of the newest five drafts. The key is for whoever loses the
cookie while a page is open: sending that page opens its draft again.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, Response, after_this_request, current_app, g, request
from itsdangerous import BadSignature

from portal.auth.signing import Signatures
from portal.complaints.kept_drafts import KEPT, OpenDraft
from portal.pages.cookies import DRAFTS, read_cookie, write_cookie
from portal.pages.current import behind

KEY_FIELD = "brouillon"
MOST_DRAFTS = 5
_KEY_OPENS_FOR = 12 * 3600
_SALT, _KEY_SALT = "draft cookie", "draft key"
_PAGE_OF = "draft_of_page"


class Remembered(NamedTuple):
    """A draft of this browser, and whether it has become a complaint.

    One without a secret was forgotten here: no page that is still open brings it back.
    """

    draft_id: str
    secret: str
    is_sent: bool = False


class DraftKey(NamedTuple):
    """What a form says of its draft: what opens it, until when, and for whom it was."""

    draft_id: str
    secret: str
    until: int
    agency: str | None
    category: str | None


def install_known_drafts(app: Flask) -> None:
    """Let every form on a page of a draft carry its key."""
    app.jinja_env.globals["draft_key"] = draft_key


def draft_secret(draft_id: str) -> str | None:
    """Return the secret by which this browser opens a draft, or None if it may not."""
    return next(
        (known.secret or None for known in _remembered() if known.draft_id == draft_id), None
    )


def key_sent(draft_id: str) -> DraftKey | None:
    """Return the key that a form of this draft brought, whether it still opens it or not."""
    try:
        fields = _signer(_KEY_SALT).loads(request.form.get(KEY_FIELD, ""))
        key = DraftKey(*fields)
    except (BadSignature, TypeError):
        return None
    return key if key.draft_id == draft_id else None


def secret_sent(draft_id: str) -> str | None:
    """Return the secret that a form of this draft brought, unless it is old or forgotten here."""
    key = key_sent(draft_id)
    is_known = any(known.draft_id == draft_id for known in _remembered())
    return key.secret if key and key.until >= time.time() and not is_known else None


def show_page_of(draft: OpenDraft, secret: str) -> None:
    """Let the forms of the page that is made carry the key of this draft."""
    behind(g).setdefault(_PAGE_OF, (draft, secret))


def draft_key() -> str | None:
    """Return the key of the draft whose page is made; None on any other page."""
    page = behind(g)
    shown: tuple[OpenDraft, str] | None = page.get(_PAGE_OF)
    if shown is None:
        return None
    if "draft_key" not in page:
        draft, secret = shown
        until = int(time.time()) + _KEY_OPENS_FOR
        key = DraftKey(draft.id, secret, until, draft.agency, draft.category)
        page.draft_key = str(_signer(_KEY_SALT).dumps(list(key)))
    return str(page.draft_key)


def remember_draft(
    response: Response, draft_id: str, secret: str, *, is_sent: bool = False
) -> Response:
    """Let this browser open a draft; the oldest of more than five is forgotten."""
    newest = Remembered(draft_id, secret, is_sent)
    _write(response, [newest, *_all_but(draft_id)][:MOST_DRAFTS])
    return response


def remember_from_now_on(draft_id: str, secret: str) -> None:
    """Let this browser open a draft once the request is answered."""
    after_this_request(lambda response: remember_draft(response, draft_id, secret))


def forget_draft(response: Response, draft_id: str) -> None:
    """Make this browser unable to open a draft, by a page that is still open as well."""
    _write(response, [*_all_but(draft_id), Remembered(draft_id, "", is_sent=True)][-MOST_DRAFTS:])


def newest_draft_id() -> str | None:
    """Return the draft that this browser went on with last and did not send, if any."""
    return next((known.draft_id for known in _remembered() if not known.is_sent), None)


def _all_but(draft_id: str) -> list[Remembered]:
    return [known for known in _remembered() if known.draft_id != draft_id]


def _remembered() -> list[Remembered]:
    """Return the drafts of this browser; the signature is checked once a request."""
    page = behind(g)
    drafts: list[Remembered] | None = page.get("remembered_drafts")
    if drafts is None:
        drafts = page.remembered_drafts = _read(read_cookie(DRAFTS))
    return drafts


def _read(written: str | None) -> list[Remembered]:
    if not written:
        return []
    try:
        return [
            Remembered(str(fields[0]), str(fields[1]), bool(fields[2]))
            for fields in _signer(_SALT).loads(written)
        ]
    except (BadSignature, TypeError, IndexError):
        return []


def _write(response: Response, drafts: list[Remembered]) -> None:
    written = _signer(_SALT).dumps([list(draft) for draft in drafts])
    write_cookie(response, DRAFTS, str(written), KEPT)


def _signer(salt: str) -> Signatures:
    return _signer_with(behind(current_app).config["SECRET_KEY"], salt)


@lru_cache
def _signer_with(key: str | bytes, salt: str) -> Signatures:
    return Signatures(key, salt=salt)
