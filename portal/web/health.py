"""For machines: is the process alive, and can it serve?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from portal.auth.access import public
from portal.db.schema import is_current
from portal.domain.actor import PORTAL
from portal.web.current import runtime

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Answer as long as the process does."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Answer 200 when the database is there, migrated, and holds agencies; else 503 and why."""
    missing = [name for name, check in _CHECKS.items() if not _holds(check)]
    return jsonify(
        status="waiting" if missing else "ready", missing=missing
    ), 503 if missing else 200


def _holds(check: object) -> bool:
    assert callable(check)
    try:
        return bool(check())
    except Exception:  # noqa: BLE001  # whatever is wrong with it, it is not ready
        return False


def _database_answers() -> bool:
    with runtime().reading(PORTAL) as session:
        return session.connection().execute(text("SELECT 1")).scalar() == 1


_CHECKS = {
    "database": _database_answers,
    "migrations": lambda: is_current(runtime().database),
    "agencies": lambda: bool(runtime().agencies.in_force.agencies),
}
