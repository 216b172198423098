"""For machines: is the process alive, and can it serve?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import structlog
from flask import Response, current_app, jsonify

from portal.auth.access import public
from portal.db.installation import installation_of
from portal.db.schema import StructureError, ensure_current, is_current
from portal.domain.troubles import OlderStateError, TroubleError, WrongKeysError
from portal.pages.current import runtime
from portal.pages.features import Pages

bp = Pages("health")
log = structlog.get_logger()

_BEFORE = "not_ready"


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Answer as long as the process does."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Answer 200 when the database is there, migrated, and holds agencies; else 503 and which not.

    Why not is in the log, once for as long as it stays so: strangers read this answer too. What
    somebody ought to look at, though people are served, is among the warnings.
    """
    why = {name: problem for name, check in _CHECKS.items() if (problem := _problem(check))}
    _log_anew(why)
    status, code = ("waiting", 503) if why else ("ready", 200)
    warnings = [name for name, is_wrong in _WARNINGS.items() if is_wrong()]
    return jsonify(status=status, missing=[*why], warnings=warnings), code


def _problem(check: Callable[[], str | None]) -> str | None:
    try:
        return check()
    except (StructureError, TroubleError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with it, it is not ready
        return type(error).__name__


def _log_anew(why: dict[str, str]) -> None:
    """Log why the portal is not ready, and that it is, when it changed since the last question."""
    before = current_app.extensions.get(_BEFORE, {})
    current_app.extensions[_BEFORE] = why
    if why and why != before:
        log.error("not ready", **why)
    elif before and not why:
        log.info("ready")


def _database_answers() -> None:
    runtime().database.ping()


def _database_takes_changes() -> None:
    runtime().database.ensure_writable()


def _keys_are_its_own() -> None:
    if is_current(runtime().database):
        runtime().glance(installation_of)


def _documents_are_there() -> None:
    if not is_current(runtime().database):
        return
    with suppress(WrongKeysError):
        installation = runtime().glance(installation_of)
        if installation is not None:
            runtime().files.get(installation.document)


def _nothing_newer_was_kept() -> str | None:
    if not is_current(runtime().database):
        return None
    try:
        runtime().glance(runtime().last_kept.ensure_not_older)
    except OlderStateError as older:
        return f"{older}: put the newer copy back, or accept this one by portal db accept-older"
    return None


def _agencies_are_there() -> str | None:
    return None if runtime().agencies.in_force.agencies else "no settings are in force"


_CHECKS: dict[str, Callable[[], str | None]] = {
    "database": _database_answers,
    "writing": _database_takes_changes,
    "migrations": lambda: ensure_current(runtime().database),
    "agencies": _agencies_are_there,
    "keys": _keys_are_its_own,
    "files": _documents_are_there,
    "last_kept": _nothing_newer_was_kept,
}

_WARNINGS: dict[str, Callable[[], bool]] = {
    "mail": lambda: not runtime().letters_leave,
    "keys_file": lambda: runtime().keys_trouble() is not None,
}
