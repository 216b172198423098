"""Signing in and staying signed in: what a session holds, when it ends, who acts through it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, current_app, g, session
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user

from portal.auth.tries import PASSWORDS, trying
from portal.complaints import accounts
from portal.complaints.queries.accounts import email_hash, user_by_email
from portal.complaints.queries.staff import KnownUser, known_user
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Actor, ActorKind, at_desk
from portal.runtime import Runtime

INACTIVE_AT_MOST = timedelta(minutes=30)
LASTS_AT_MOST = timedelta(hours=12)
_MINUTE = 60
_NOBODY = Actor(ActorKind.STAFF)
# Whose session ended here: a form that another tab still has open is kept for them alone.
_ENDED = "ended"


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who signed in, as they are at the moment of the request."""

    user_id: int
    session_version: int
    name: str
    language: str
    actor: Actor
    shortcuts: bool = True

    def get_id(self) -> str:
        """Return what the session keeps: whose it is, and of which version."""
        return f"{self.user_id}.{self.session_version}"


def install_sign_in(app: Flask) -> None:
    """Let `app` know who sends a request."""
    manager = LoginManager(app)
    # What it would compare is only of use where a session may be fresh or not.
    manager.session_protection = None
    manager.user_loader(_loaded)


def current_actor() -> Actor:
    """Return who sends the request; somebody without any membership if nobody signed in."""
    # Asked dozens of times a page: of the person themselves, not twice of who they might be.
    user = current_user._get_current_object()  # noqa: SLF001  # Werkzeug documents it
    return cast("Actor", user.actor) if user.is_authenticated else _NOBODY


def be_nobody() -> None:
    """Let what is left of the request be that of somebody who has not signed in."""
    # Where Flask-Login looks whether it has looked who it is.
    g._login_user = AnonymousUserMixin()  # noqa: SLF001


def is_signed_in() -> bool:
    """Tell whether somebody who signed in sends the request."""
    return bool(current_user.is_authenticated)


def checked_user(email: str, password: str, device: str = "") -> SignedIn | None:
    """Return who has this address and password, or None; raise TooOftenError if it is too soon.

    Whoever signed in on `device` before is heard there, whatever others try. The same work is done,
    and the same answers are given, for addresses that nobody has.
    """
    runtime = _runtime()
    now = runtime.now()
    what = email_hash(runtime.keyring, email)
    with trying(PASSWORDS, what, now.timestamp(), device) as one_try:
        with runtime.reading(PORTAL) as db:
            user = user_by_email(db, runtime.keyring, email)
            known = known_user(db, user.id, now) if user and user.is_active else None
        # Outside any transaction: checking a password is slow on purpose.
        is_right = accounts.is_password(user.password_hash if user else None, password)
        one_try.was_right = is_right and known is not None
    return _signed_in(known) if known and is_right else None


def begin_session(user: SignedIn) -> None:
    """Begin a session of its own: nothing of the one before it is kept, not even its id."""
    session.clear()
    session.permanent = True
    session["id"] = secrets.token_urlsafe(16)
    session["began_at"] = session["seen_at"] = _seconds(_runtime().now())
    login_user(user)


def end_session() -> None:
    """End the session, and every copy that somebody may have of it."""
    runtime = _runtime()
    with runtime.transaction() as db:
        accounts.end_sessions(db.get_one(UserRecord, current_user.user_id, with_for_update=True))
    ended = current_user.get_id()
    session.clear()
    session[_ENDED] = ended


def last_user_id() -> int | None:
    """Return whose session this is, or was before it ended."""
    marks = _marks(session.get("_user_id") or session.get(_ENDED))
    return marks[0] if marks else None


def _loaded(session_id: str) -> SignedIn | None:
    marks = _marks(session_id)
    if marks is None or _is_over():
        return None
    with _runtime().reading(PORTAL) as db:
        user = known_user(db, marks[0], _runtime().now())
    if user is None or not user.is_active or user.session_version != marks[1]:
        return None
    return _signed_in(user)


def _marks(kept: Any) -> tuple[int, int] | None:
    try:
        user_id, version = map(int, str(kept).split("."))
    except ValueError:
        return None
    return user_id, version


def _is_over() -> bool:
    """Tell whether the session waited or lasted too long; it is seen alive otherwise."""
    now = _seconds(_runtime().now())
    seen, began = session.get("seen_at", 0), session.get("began_at", 0)
    waited_too_long = now - seen >= INACTIVE_AT_MOST.total_seconds()
    if waited_too_long or now - began >= LASTS_AT_MOST.total_seconds():
        return True
    if now - seen >= _MINUTE:
        session["seen_at"] = now
    return False


def _signed_in(user: KnownUser) -> SignedIn:
    actor = at_desk(user.actor, _runtime().agencies.in_force.portal.portal.intake_desk)
    assert actor.user_id is not None, "only the staff signs in"
    version, language = user.session_version, user.language
    return SignedIn(actor.user_id, version, actor.name, language, actor, user.shortcuts)


def _runtime() -> Runtime:
    return cast("Runtime", current_app.extensions["portal"])


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
