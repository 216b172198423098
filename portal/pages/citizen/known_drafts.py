"""By what a browser opens its drafts: a cookie, and a key in the forms that it was given.

The signed cookie holds the secrets of the newest five drafts. It is kept for 30 days where the
person says that the device is their own, and otherwise until the browser is closed, 12 hours at
most. The key is for whoever loses the cookie while a page is open: sending that page opens its
draft again. A draft that a device forgets is given another secret: no copy of either opens it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, Response, after_this_request, current_app, g, request
from itsdangerous import BadSignature

from portal.auth.signing import Signatures
from portal.complaints.kept_drafts import KEPT, OpenDraft, shut_on_devices
from portal.pages.cookies import DRAFTS, read_cookie, write_cookie
from portal.pages.current import behind, runtime
from portal.pages.own_fields import KEY_FIELD

MOST_DRAFTS = 5
OPEN_AT_MOST = timedelta(hours=12)
"""How long a device that is not the person's own opens a draft, unless it is closed before."""
_KEY_OPENS_FOR = int(OPEN_AT_MOST.total_seconds())
_A_DAY = 24 * 3600
_SALT, _KEY_SALT = "draft cookie", "draft key"
_PAGE_OF = "draft_of_page"


class Remembered(NamedTuple):
    """A draft of this browser until a moment, and whether it has become a complaint.

    One without a secret was forgotten here: no page that is still open brings it back. `is_own` is
    whether the person said that the device is their own. The moment is in seconds since 1970.
    """

    draft_id: str
    secret: str
    is_sent: bool
    is_own: bool
    until: int


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
    known = _known(draft_id)
    return known.secret or None if known else None


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
    is_fresh = key is not None and key.until >= time.time()
    return key.secret if key and is_fresh and _known(draft_id) is None else None


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
    is_own = any(known.is_own for known in _remembered())
    newest = Remembered(draft_id, secret, is_sent, is_own, _until(is_own and not is_sent))
    _write(response, [newest, *_all_but(draft_id)][:MOST_DRAFTS])
    return response


def remember_from_now_on(draft_id: str, secret: str) -> None:
    """Let this browser open a draft once the request is answered."""
    after_this_request(lambda response: remember_draft(response, draft_id, secret))


def is_own_device(draft_id: str) -> bool:
    """Tell whether the person said that the device on which they write a draft is their own."""
    known = _known(draft_id)
    return known is not None and known.is_own


def say_own_device(draft_id: str, is_own: bool) -> None:
    """Keep a draft on this device for 30 days, or until the browser is closed, as the person says.

    It is the answer to this request that tells the browser, whatever it is.
    """
    known = _known(draft_id)
    if known is not None and known.is_own != is_own:
        _keep(known._replace(is_own=is_own, until=_until(is_own)))


def stay_open(draft_id: str) -> None:
    """Let the 30 days of a draft on the person's own device begin anew, once a day."""
    known = _known(draft_id)
    if known is not None and known.is_own and not known.is_sent:
        until = _until(is_own=True)
        if until - known.until > _A_DAY:
            _keep(known._replace(until=until))


def _keep(said: Remembered) -> None:
    def telling(response: Response) -> Response:
        _write(response, [said, *_all_but(said.draft_id)])
        return response

    after_this_request(telling)


def forget_draft(response: Response, draft_id: str) -> bool:
    """Make this browser unable to open a draft, by a page that is still open or a copy as well.

    Tell whether it was sent.
    """
    known = _known(draft_id)
    _shut([known] if known else [])
    forgotten = Remembered(draft_id, "", is_sent=True, is_own=False, until=_until(is_own=False))
    _write(response, [*_all_but(draft_id), forgotten][-MOST_DRAFTS:])
    return known is not None and known.is_sent


def forget_sent(response: Response) -> None:
    """Make this browser forget the drafts that became complaints, with their receipts."""
    drafts = _remembered()
    sent = [known for known in drafts if known.is_sent and known.secret]
    _shut(sent)
    if sent:
        _write(response, [known for known in drafts if known not in sent])


def _shut(drafts: Iterable[Remembered]) -> None:
    """Let nothing that was copied from this browser open these drafts."""
    for known in drafts:
        if known.secret:
            shut_on_devices(runtime().database, known.draft_id, known.secret)


def open_draft_ids() -> list[str]:
    """Return the drafts that this browser opens and did not send, the one of last time first."""
    return [known.draft_id for known in _remembered() if not known.is_sent]


def _known(draft_id: str) -> Remembered | None:
    return next((known for known in _remembered() if known.draft_id == draft_id), None)


def _until(is_own: bool) -> int:
    return int((runtime().now() + (KEPT if is_own else OPEN_AT_MOST)).timestamp())


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
        drafts = [
            Remembered(str(draft_id), str(secret), bool(is_sent), bool(is_own), int(until))
            for draft_id, secret, is_sent, is_own, until in _signer(_SALT).loads(written)
        ]
    except (BadSignature, TypeError, ValueError):
        return []
    now = runtime().now().timestamp()
    return [known for known in drafts if now < known.until]


def _write(response: Response, drafts: list[Remembered]) -> None:
    written = _signer(_SALT).dumps([list(draft) for draft in drafts])
    # On a device that others use, no longer than the browser is open.
    kept_for = KEPT if any(known.is_own for known in drafts) else None
    write_cookie(response, DRAFTS, str(written), kept_for)


def _signer(salt: str) -> Signatures:
    return _signer_with(behind(current_app).config["SECRET_KEY"], salt)


@lru_cache
def _signer_with(key: str | bytes, salt: str) -> Signatures:
    return Signatures(key, salt=salt)
