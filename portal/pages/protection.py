"""What keeps pages and forms safe: headers, CSRF tokens, traps for robots, limits on floods.

Nothing typed is lost: a form that could not be taken is shown back, ready to be sent again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.security import safe_join

from portal.auth.access import access_of
from portal.auth.returning import SignInNeededError
from portal.auth.sign_in import is_signed_in
from portal.db.shared_counts import SharedCounts
from portal.pages.cookies import session_cookie
from portal.pages.current import behind, gettext
from portal.pages.flood_limits import READING, install_flood_limits, limit_any_form
from portal.pages.form_tokens import FormTokens
from portal.pages.forms import LONGEST_STORY
from portal.pages.framing import FRAMED, install_framing
from portal.pages.oversized import SizedRequest
from portal.pages.own_fields import TRAP_FIELD
from portal.pages.resending import resend_page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def _policy(framed_by: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {framed_by}",
        )
    )


_CITIZENS = "citizen"
"""The pages on which no text is longer than a complainant's."""

_TWO_YEARS = 2 * 365 * 24 * 3600
_HEADERS = [
    ("Content-Security-Policy", _policy("'none'")),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    # Other sites learn nothing; our own forms still say where they come from.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()"),
]
_SECURE_HEADERS = [
    *_HEADERS,
    ("Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains"),
]
_OF_FRAMED = {
    "Content-Security-Policy": _policy("*"),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_REFUSING_FRAMES = "X-Frame-Options"
_STATIC_FOREVER = "public, max-age=31536000, immutable"
_STATIC_A_DAY = "public, max-age=86400"
_NOT_KEPT = "no-store"
# Flask says the second of every file that is handed out: documents would stay on a shared computer.
_SAID_BY_NO_VIEW = (None, "no-cache")

csrf = FormTokens()


def install_protection(app: Flask, counts: SharedCounts) -> None:
    """Protect every page and form of `app`; `app.config["PORTAL"]` says how it is reached.

    Floods are counted in `counts`.
    """
    app.config.update(
        # Only what is sent is looked at, in `_check_sent`.
        WTF_CSRF_CHECK_DEFAULT=False,
        # A token is good for as long as its session: people write for hours.
        WTF_CSRF_TIME_LIMIT=None,
        # Some people's software removes the Referer; the token alone proves the form is ours.
        WTF_CSRF_SSL_STRICT=False,
        **session_cookie(app.config["PORTAL"]),
    )
    install_flood_limits(app, counts)
    csrf.init_app(app)
    app.before_request(_check_sent)
    app.after_request(_say_who_may_keep)
    install_framing(app)
    app.url_defaults(add_static_version)
    app.register_error_handler(CSRFError, _expired)


def _expired(_error: CSRFError) -> ResponseReturnValue:
    if _waits_for_sign_in():
        return current_app.handle_user_exception(SignInNeededError())
    return resend_page(
        gettext("Votre page a expiré"),
        gettext("Le portail ne la reconnaît plus, par exemple après la fermeture du navigateur."),
        400,
        about_cookies=True,
    )


def _waits_for_sign_in() -> bool:
    """Tell whether the form is one of the staff, and whoever sends it is not signed in."""
    access = access_of(current_app.view_functions[request.endpoint or ""])
    return access is not None and not access.is_public and not is_signed_in()


def _check_sent() -> Response | None:
    """Refuse what was sent too often, or without its token; ask who looks like a robot."""
    if request.method in READING or request.endpoint is None:
        return None
    limit_any_form()
    view = current_app.view_functions[request.endpoint]
    told = LONGEST_STORY if request.blueprint == _CITIZENS else None
    cast("SizedRequest", request).refuse_too_many_words(view, told)
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return _asked_again() if request.form.get(TRAP_FIELD) else None


def _asked_again() -> Response:
    """Let a person whose browser filled the hidden field send again; robots do not."""
    return resend_page(
        gettext("Confirmez votre envoi"),
        gettext("Un champ caché a été rempli, comme le font les robots."),
        422,
    )


def with_headers(environ: WSGIEnvironment, start_response: StartResponse) -> StartResponse:
    """Return what starts the answer to a request, with what every answer says besides."""
    added = _SECURE_HEADERS if environ["wsgi.url_scheme"] == "https" else _HEADERS

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        said = _let_frame(added) if environ.get(FRAMED) else added
        return start_response(status, headers + said, *error)

    return start


def _let_frame(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what an answer says that other sites may show within their pages."""
    return [
        (name, _OF_FRAMED.get(name, value)) for name, value in headers if name != _REFUSING_FRAMES
    ]


def _say_who_may_keep(response: Response) -> Response:
    if request.endpoint == "static":
        response.headers["Cache-Control"] = _static_caching()
    elif response.headers.get("Cache-Control") in _SAID_BY_NO_VIEW:
        response.headers["Cache-Control"] = _NOT_KEPT
    return response


def _static_caching() -> str:
    version = _static_version(str((request.view_args or {}).get("filename", "")))
    is_current = version is not None and request.args.get("v") == version
    if is_current:
        return _STATIC_FOREVER
    return _NOT_KEPT if version is None else _STATIC_A_DAY


def add_static_version(endpoint: str, values: dict[str, Any]) -> None:
    """Let the address of a static file say which content it has."""
    if endpoint == "static" and "v" not in values:
        version = _static_version(values.get("filename", ""))
        if version is not None:
            values["v"] = version


def _static_version(filename: str) -> str | None:
    path = _static_path(behind(current_app).static_folder or "", filename)
    if path is None:
        return None
    try:
        status = os.stat(path)  # noqa: PTH116  # four times a page, so without a Path
    except (OSError, ValueError):  # Of no file: it is not there, or its name is none.
        return None
    return _content_hash(path, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None


_static_path = lru_cache(maxsize=256)(safe_join)


@lru_cache(maxsize=256)
def _content_hash(path: str, _changed_at: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
