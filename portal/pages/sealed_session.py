"""What the session of a browser keeps that nobody reads in its cookie, which is only signed."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import orjson
from cryptography.exceptions import InvalidTag
from flask import session

from portal.keyring import UnknownKeyError
from portal.pages.current import runtime

_CONTEXT = "kept in a session"


def keep_sealed(name: str, values: Sequence[str]) -> None:
    """Keep values in the session of this browser, sealed."""
    sealed = runtime().keyring.seal(orjson.dumps(list(values)), f"{_CONTEXT} {name}")
    session[name] = base64.urlsafe_b64encode(sealed).decode()


def kept_sealed(name: str) -> tuple[str, ...]:
    """Return the values that are kept under a name; none where nothing that opens is."""
    try:
        sealed = base64.urlsafe_b64decode(str(session[name]))
        return tuple(orjson.loads(runtime().keyring.open(sealed, f"{_CONTEXT} {name}")))
    except (KeyError, ValueError, IndexError, InvalidTag, UnknownKeyError):
        return ()
