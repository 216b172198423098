"""The token of a form, by which it is known to be ours: Flask-WTF's, read in few steps.

What is right is seen here; whatever is not is left to Flask-WTF, which says why.
"""

from __future__ import annotations

import hmac
from functools import lru_cache

from flask import current_app, g, request, session
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadData

from portal.auth.signing import TimedSignatures
from portal.pages.current import behind

CSRF_FIELD = "csrf_token"
_SALT = "wtf-csrf-token"


class FormTokens(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Refuses a form that came without the token of its session."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Raise CSRFError unless what was sent has the token of this very session."""
        if _is_of_session(request.form.get(CSRF_FIELD)):
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)


def _is_of_session(sent: str | None) -> bool:
    own = session.get(CSRF_FIELD)
    if not (sent and own):
        return False
    try:
        read = _signed_with(behind(current_app).config["SECRET_KEY"]).loads(sent)
    except BadData:
        return False
    return hmac.compare_digest(str(read).encode(), str(own).encode())


@lru_cache
def _signed_with(key: str | bytes) -> TimedSignatures:
    return TimedSignatures(key, salt=_SALT)
