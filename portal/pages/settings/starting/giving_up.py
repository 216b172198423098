"""Giving up an agency that never came into force: what goes is named first."""

from __future__ import annotations

from flask import flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.domain.errors import UnknownAgencyError
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.state import SettingsState, seen_version, settings_page, state_of
from portal.pages.texts import gettext
from portal.releases.beginnings import give_up_agency


@localized(bp, fr="/reglages/<agency>/renoncer", en="/settings/<agency>/give-up")
@requires(Permission.CONFIGURE, agency_from="agency")
def give_up(agency: str) -> ResponseReturnValue:
    """Say what would be forgotten."""
    state = _in_preparation(agency)
    return make_response(settings_page("settings/giving_up.html", state))


@localized(bp, fr="/reglages/<agency>/renoncer", en="/settings/<agency>/give-up", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def forget(agency: str) -> ResponseReturnValue:
    """Forget the agency, unless somebody changed its draft since the page was shown."""
    _in_preparation(agency)
    with runtime().transaction() as session:
        give_up_agency(session, agency, seen_version())
    flash(gettext("L’organisme en préparation est supprimé. Les citoyens ne l’ont jamais vu."))
    return redirect(url_for("entrance.home"), 303)


def _in_preparation(agency: str) -> SettingsState:
    """Return the settings of an agency that nothing is in force of; no other is given up."""
    state = state_of(agency)
    if state.current is not None:
        raise UnknownAgencyError(agency)
    return state
