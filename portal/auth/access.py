"""Closed by default: a view without a mark is not served, and a mark says whom it opens for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.auth.returning import SignInNeededError
from portal.auth.sign_in import current_actor
from portal.domain.errors import NotAllowedError
from portal.domain.permissions import Permission, may, may_everywhere

log = structlog.get_logger()

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "portal_access"


class UnguardedViewError(Exception):
    """A view says neither `@public` nor `@requires(…)`: a mistake in the program."""


class Access(Struct, frozen=True):
    """Whom a view opens for: everybody, whoever is signed in, or whoever has a permission."""

    permission: Permission | None = None
    agency_from: str | None = None
    everywhere: bool = False
    is_public: bool = False


def public(view: View) -> View:
    """Open a view for everybody."""
    return _marked(view, Access(is_public=True))


def signed_in(view: View) -> View:
    """Open a view for everybody who is signed in, whatever they are to an agency."""
    return _marked(view, Access())


def requires(
    permission: Permission, agency_from: str | None = None, *, everywhere: bool = False
) -> Callable[[View], View]:
    """Open a view for whoever has `permission` in the agency that the address names.

    `agency_from` is the part of the address that holds the agency's code. Without it, the
    permission in any agency is enough; the view then shows only what its session may see. With
    `everywhere`, only a permission in the whole portal opens it.
    """
    return lambda view: _marked(view, Access(permission, agency_from, everywhere))


def access_of(view: Callable[..., Any]) -> Access | None:
    """Return the mark of a view, if it has one."""
    return cast("Access | None", getattr(view, _MARK, None))


def install_access(app: Flask) -> None:
    """Check the mark of every view of `app` before it is called."""
    if "static" in app.view_functions:
        public(app.view_functions["static"])
    app.before_request(_check)


def _marked(view: View, access: Access) -> View:
    setattr(view, _MARK, access)
    return view


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    access = access_of(current_app.view_functions[request.endpoint])
    if access is None:
        return _refuse_unguarded(request.endpoint)
    if access.is_public:
        return None
    if not current_user.is_authenticated:
        raise SignInNeededError
    if access.permission is not None and not _may(access, access.permission):
        raise NotAllowedError(access.permission)
    return None


def _may(access: Access, permission: Permission) -> bool:
    if access.everywhere:
        return may_everywhere(current_actor(), permission)
    agency = (request.view_args or {})[access.agency_from] if access.agency_from else None
    return may(current_actor(), permission, agency)


def _refuse_unguarded(endpoint: str) -> ResponseReturnValue:
    if current_app.testing:
        raise UnguardedViewError(endpoint)
    log.error("view without an access mark", endpoint=endpoint)
    abort(403)
