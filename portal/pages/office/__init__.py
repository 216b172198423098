"""The pages of those who handle complaints: signing in, the work list, a complaint, decisions."""

from __future__ import annotations

from flask_login import current_user

from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission, may
from portal.pages.current import runtime
from portal.pages.features import Pages

bp = Pages("office")


@bp.app_context_processor
def _permissions() -> dict[str, object]:
    """Let templates show only the ways that are open to the person.

    An agency in preparation has settings alone: nobody works there yet.
    """
    actor, in_force = current_actor(), runtime().agencies.in_force.agencies

    def office_may(permission: str, agency: str | None = None) -> bool:
        needed = Permission(permission)
        is_open = agency is None or agency in in_force or needed is Permission.CONFIGURE
        return is_open and may(actor, needed, agency)

    return {
        "office_may": office_may,
        "has_shortcuts": has_shortcuts(),
        "hold_seconds": runtime().config.hold_seconds,
        "keys_trouble": runtime().keys_trouble,
    }


def has_shortcuts() -> bool:
    """Tell whether single letters do something for whoever reads the page."""
    return not current_user.is_authenticated or current_user.shortcuts
