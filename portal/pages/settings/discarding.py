"""Forgetting a draft: what would be lost is shown first, since nothing brings it back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import gettext, runtime
from portal.pages.languages import localized
from portal.pages.settings.compared import compared
from portal.pages.settings.drafting.state import bp, seen_version, settings_page, state_of
from portal.releases.drafts import discard_draft

_FR, _EN = "/reglages/<agency>/brouillon/supprimer", "/settings/<agency>/draft/discard"


@localized(bp, fr=_FR, en=_EN)
@requires(Permission.CONFIGURE, agency_from="agency")
def discarding(agency: str) -> ResponseReturnValue:
    """Show what would be lost; a draft that is gone has no such page."""
    state = state_of(agency)
    if state.current is None:
        return redirect(url_for(".give_up", agency=agency), 303)
    if state.draft is None:
        return redirect(url_for(".index", agency=agency), 303)
    drafted = state.checked.settings if state.checked else None
    return settings_page(
        "settings/discarding.html",
        state,
        sections=compared(state.in_force, drafted.model_dump(mode="json")) if drafted else [],
    )


@localized(bp, fr=_FR, en=_EN, methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def discard(agency: str) -> ResponseReturnValue:
    """Forget the draft; what is in force stays as it is."""
    if state_of(agency).current is None:
        # Nothing but its draft is there: that it all goes is said first.
        return redirect(url_for(".give_up", agency=agency), 303)
    with runtime().transaction() as session:
        discard_draft(session, agency, seen_version())
    flash(gettext("Le brouillon est supprimé. Rien n’a changé pour les citoyens."))
    return redirect(url_for(".index", agency=agency), 303)
