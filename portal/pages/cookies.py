"""The portal's cookies: what each is called, and how every one of them is sent.

Where people reach the portal over TLS their names begin with `__Host-`: browsers then take them
from this very host alone, over TLS, for all its pages. Another site below the same domain, or a
network without TLS, sets none of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, current_app, request

from portal.config import Config
from portal.pages.current import behind

SESSION, DRAFTS, LANGUAGE, COUNTED = "session", "brouillons", "langue", "aussi"
"""Who signed in or follows complaints; the drafts, the language, and what a browser reported."""

DEVICE = "appareil"
"""By which a browser is known again where somebody signed in or opened a complaint."""

_OF_THIS_HOST = "__Host-"


def name_in(config: Config, cookie: str) -> str:
    """Return what a cookie is called in an installation."""
    return f"{_OF_THIS_HOST}{cookie}" if config.is_secure else cookie


def session_cookie(config: Config) -> dict[str, Any]:
    """Return Flask's settings of the cookie of its sessions."""
    return {
        "SESSION_COOKIE_NAME": name_in(config, SESSION),
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_secure,
    }


def cookie_name(cookie: str) -> str:
    """Return what a cookie is called here."""
    return name_in(_config(), cookie)


def read_cookie(cookie: str) -> str | None:
    """Return what a cookie of the request holds."""
    return behind(request).cookies.get(cookie_name(cookie))


def write_cookie(
    response: Response, cookie: str, value: str, kept_for: timedelta | None = None
) -> None:
    """Let the browser keep a cookie; without `kept_for` until it is closed."""
    config = _config()
    response.set_cookie(
        name_in(config, cookie),
        value,
        max_age=kept_for,
        path="/",
        secure=config.is_secure,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, cookie: str) -> None:
    """Let the browser forget a cookie."""
    write_cookie(response, cookie, "", timedelta())


def _config() -> Config:
    config: Config = behind(current_app).config["PORTAL"]
    return config
