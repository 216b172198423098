"""How many open complaints a form of settings is about."""

from __future__ import annotations

from portal.domain.actor import PORTAL
from portal.services.settings.effects import open_complaints
from portal.web.current import runtime
from portal.web.settings.forms.saving import NEW
from portal.web.settings.state import SettingsState


def concerned_by(state: SettingsState, **only: str) -> int:
    """Count the open complaints of the agency, or of the `category` or `unit` of a form.

    What is not there yet has none.
    """
    if NEW in only.values():
        return 0
    with runtime().reading(PORTAL) as session:
        return open_complaints(session, state.agency.code, **only)
