"""What the session of a browser keeps that nobody reads in its cookie, which is only signed.

A cookie that was copied can be brought back whatever the browser forgot since. So the end of what
is kept is sealed with it: after that nothing comes back.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import timedelta

import orjson
from cryptography.exceptions import InvalidTag
from flask import session

from portal.keyring import UnknownKeyError
from portal.pages.current import runtime

KEPT_FOR = timedelta(minutes=10)
"""How long what is kept comes back, as the pages say that show a code."""
_CONTEXT = "kept in a session"


def keep_sealed(name: str, values: Sequence[str], lasts: timedelta = KEPT_FOR) -> None:
    """Keep values in the session of this browser, sealed, for as long as that `lasts`."""
    ends_at = (runtime().now() + lasts).timestamp()
    sealed = runtime().keyring.seal(orjson.dumps([ends_at, *values]), f"{_CONTEXT} {name}")
    session[name] = base64.urlsafe_b64encode(sealed).decode()


def kept_sealed(name: str) -> tuple[str, ...]:
    """Return the values that are kept under a name; none where nothing that opens is, or it ended.

    What was kept before an end was sealed with it ended too.
    """
    try:
        sealed = base64.urlsafe_b64decode(str(session[name]))
        ends_at, *values = orjson.loads(runtime().keyring.open(sealed, f"{_CONTEXT} {name}"))
    except (KeyError, ValueError, IndexError, InvalidTag, UnknownKeyError):
        return ()
    is_open = isinstance(ends_at, float) and runtime().now().timestamp() < ends_at
    return tuple(values) if is_open else ()
