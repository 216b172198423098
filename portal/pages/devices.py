"""By what a browser is known again where somebody signed in, or opened a complaint by its code.

It opens nothing and signs nobody in: whoever was right here before is heard here, whatever others
try at the same address. `portal/auth/tries.py` counts by it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, g

from portal.pages.cookies import DEVICE, read_cookie, write_cookie

_KNOWN_FOR = timedelta(days=30)
_LONGEST = 64
_SENT = "device"


def device() -> str:
    """Return what the browser that sends the request is known by; a new name if by nothing yet."""
    if _SENT not in g:
        g.setdefault(_SENT, (read_cookie(DEVICE) or secrets.token_urlsafe(16))[:_LONGEST])
    return str(g.get(_SENT))


def know_again(response: Response) -> None:
    """Let the browser be known again for 30 days."""
    write_cookie(response, DEVICE, device(), _KNOWN_FOR)
