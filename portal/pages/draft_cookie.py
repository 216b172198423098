"""What the browser remembers of its drafts: a signed cookie with the secrets of the newest five."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.complaints.planning.kept_drafts import KEPT

COOKIE = "brouillons"
MOST_DRAFTS = 5
_SALT = "draft cookie"


class Remembered(NamedTuple):
    """A draft that this browser may open, and whether it has become a complaint."""

    draft_id: str
    secret: str
    is_sent: bool = False


def draft_secret(draft_id: str) -> str | None:
    """Return the secret by which this browser opens a draft, or None if it may not."""
    return next(
        (remembered.secret for remembered in _remembered() if remembered.draft_id == draft_id), None
    )


def remember_draft(
    response: Response, draft_id: str, secret: str, *, is_sent: bool = False
) -> None:
    """Let this browser open a draft; the oldest of more than five is forgotten."""
    newest = Remembered(draft_id, secret, is_sent)
    _write(response, [newest, *_all_but(draft_id)][:MOST_DRAFTS])


def forget_draft(response: Response, draft_id: str) -> None:
    """Make this browser forget a draft; its resume code still opens it."""
    _write(response, _all_but(draft_id))


def newest_draft_id() -> str | None:
    """Return the draft that this browser went on with last and did not send, if any."""
    return next(
        (remembered.draft_id for remembered in _remembered() if not remembered.is_sent), None
    )


def _all_but(draft_id: str) -> list[Remembered]:
    return [remembered for remembered in _remembered() if remembered.draft_id != draft_id]


def _remembered() -> list[Remembered]:
    """Return the drafts of this browser; the signature is checked once a request."""
    if "remembered_drafts" not in g:
        g.remembered_drafts = _read(request.cookies.get(COOKIE))
    drafts: list[Remembered] = g.remembered_drafts
    return drafts


def _read(written: str | None) -> list[Remembered]:
    if not written:
        return []
    try:
        return [
            Remembered(str(fields[0]), str(fields[1]), bool(fields[2]))
            for fields in _signer().loads(written)
        ]
    except (BadSignature, TypeError, IndexError):
        return []


def _write(response: Response, drafts: list[Remembered]) -> None:
    if not drafts:
        response.delete_cookie(COOKIE, **_manner())
        return
    written = _signer().dumps([list(draft) for draft in drafts])
    response.set_cookie(COOKIE, str(written), max_age=KEPT, **_manner())


def _manner() -> dict[str, Any]:
    secure = bool(current_app.config["PORTAL"].is_secure)
    return {"httponly": True, "samesite": "Lax", "secure": secure, "path": "/"}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
