"""The first page of an agency's settings: what is in force, the draft, every version."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.plugins.running import is_outdated
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.health import complaints_of_nobody
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, may_everywhere
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.settings.advice import advice
from portal.pages.settings.blueprint import bp
from portal.pages.settings.contents import contents
from portal.pages.settings.dates import later_in_force
from portal.pages.settings.failures import recent_failures
from portal.pages.settings.french_alone import words_in_french_alone
from portal.pages.settings.state import seen_version, settings_page, state_of
from portal.pages.texts import gettext
from portal.releases.drafts import discard_draft


@localized(bp, fr="/reglages/<agency>", en="/settings/<agency>")
@requires(Permission.CONFIGURE, agency_from="agency")
def index(agency: str) -> ResponseReturnValue:
    """Show what is in force, what is being prepared, and what was in force before."""
    state = state_of(agency)
    in_force = runtime().agencies.in_force
    with runtime().reading(PORTAL) as session:
        of_nobody = complaints_of_nobody(session, agency, runtime().now())
    return settings_page(
        "settings/index.html",
        state,
        plugin_problem=in_force.plugin_problems.get(agency),
        is_plugin_outdated=agency in in_force.agencies
        and is_outdated(in_force.agencies[agency].plugin),
        advice=advice(state),
        groups=contents(state),
        failures=recent_failures(agency),
        french_alone=words_in_french_alone(state),
        later=later_in_force(state),
        may_begin=may_everywhere(current_actor(), Permission.CONFIGURE),
        may_set_alarms=may_everywhere(current_actor(), Permission.SET_ALARM_RULES),
        of_nobody=of_nobody,
    )


@localized(
    bp,
    fr="/reglages/<agency>/brouillon/supprimer",
    en="/settings/<agency>/draft/discard",
    methods=("POST",),
)
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
