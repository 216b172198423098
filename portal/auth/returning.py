"""Nothing typed is lost when a session expires: where to return, and the form that was sent.

The form waits, sealed, in the sign-in page itself; the portal stores nothing of it.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from flask import current_app, request
from werkzeug.exceptions import HTTPException

from portal.auth.sign_in import last_user_id
from portal.keyring import Keyring, UnknownKeyError
from portal.payload import Payload
from portal.runtime import Runtime

_CONTEXT = "kept form"
_KEPT_FOR = timedelta(days=30)
_NOT_KEPT = frozenset({"csrf_token", "password"})


class SignInNeededError(Exception):
    """The page opens only for somebody who is signed in."""


@dataclass(frozen=True, slots=True)
class KeptForm(Payload):
    """A form that came after its session had ended; `user_id` is whose session that was.

    The citizens' have none: they wait for the code of a complaint. Nor has one of the staff that
    came without any session: `is_shown` says that its words stand on the page where it waits, so
    that whoever signs in there has read them before.

    `documents` are the fields of documents that came with it, with their names: these alone are
    not kept.
    """

    path: str
    values: tuple[tuple[str, str], ...]
    user_id: int | None
    sent_at: str
    documents: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_shown: bool = False

    def may_be_seen_by(self, user_id: int) -> bool:
        """Tell whether whoever signed in now is shown it: who sent it, or had its page."""
        return self.is_shown or self.user_id == user_id

    def is_recent(self, now: datetime) -> bool:
        """Tell whether the form is still worth sending again."""
        return now - datetime.fromisoformat(self.sent_at) < _KEPT_FOR


def sealed_form(*, is_shown: bool = False) -> str:
    """Return the form of the request as text that only this portal can open."""
    if not is_own_page():
        return ""
    runtime = cast("Runtime", current_app.extensions["portal"])
    form = KeptForm(
        path=asked_path(),
        values=tuple(
            (name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT
        ),
        user_id=last_user_id(),
        sent_at=runtime.now().isoformat(),
        documents=tuple(sent_documents()),
        is_shown=is_shown,
    )
    packed = zlib.compress(json.dumps(form.stored()).encode())
    return base64.urlsafe_b64encode(runtime.keyring.seal(packed, _CONTEXT)).decode()


def is_account_known() -> bool:
    """Tell whether it is known whose session this is, or was before it ended."""
    return last_user_id() is not None


def sent_documents() -> list[tuple[str, tuple[str, ...]]]:
    """Return the fields of documents that the request brought, with the names of these."""
    named = (
        (field, tuple(file.filename for file in files if file.filename))
        for field, files in request.files.lists()
    )
    return [(field, names) for field, names in named if names]


def opened_form(sealed: str, keyring: Keyring) -> KeptForm | None:
    """Return the form that `sealed_form` kept, or None for anything else."""
    try:
        packed = keyring.open(base64.urlsafe_b64decode(sealed), _CONTEXT)
    except (binascii.Error, ValueError, IndexError, InvalidTag, UnknownKeyError):
        return None
    return KeptForm.read(json.loads(zlib.decompress(packed)))


def local_path(address: str | None) -> str | None:
    """Return `address` if it is a page of this portal, and None for any other place."""
    if not address or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.isprintable() or "\\" in address:
        return None
    return address


def asked_path() -> str:
    """Return the address of the request within the portal."""
    return request.full_path if request.query_string else request.path


def page_of_form() -> str:
    """Return the address of the page that the form of the request stood on; "" if none is known.

    A form without a page of its own stood on that which the browser says it came from.
    """
    if _is_page(request.path):
        return asked_path()
    came_from = urlsplit(request.referrer or "")
    address = local_path(came_from.path) if came_from.netloc == request.host else None
    return address if address and _is_page(address) else ""


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def is_own_page() -> bool:
    """Tell whether the form stood on a page of the portal.

    A foreign page's form must not be kept or shown back with a fresh token: one click would send
    it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
