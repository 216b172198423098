"""The two groups of pages: the way in for every member of staff, and the complaints office."""

from __future__ import annotations

from flask import Blueprint

from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission, may

entrance = Blueprint("entrance", "portal.web.office")
bp = Blueprint("office", "portal.web.office")


@bp.app_context_processor
def _permissions() -> dict[str, object]:
    """Let templates show only the ways that are open to the person."""

    def office_may(permission: str, agency: str | None = None) -> bool:
        return may(current_actor(), Permission(permission), agency)

    return {"office_may": office_may}
