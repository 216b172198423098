"""How many open complaints a form of settings is about."""

from __future__ import annotations

from collections.abc import Collection

from portal.domain.actor import PORTAL
from portal.pages.current import runtime
from portal.pages.settings.forms.saving import NEW
from portal.pages.settings.state import SettingsState
from portal.releases.effects import open_complaints


def concerned_by(
    state: SettingsState, *, categories: Collection[str] = (), unit: str | None = None
) -> int:
    """Count the open complaints of the agency, or of the `categories` or the `unit` of a form.

    What is not there yet has none.
    """
    if NEW in categories or unit == NEW:
        return 0
    with runtime().reading(PORTAL) as session:
        return open_complaints(session, state.agency.code, categories=categories, unit=unit)
