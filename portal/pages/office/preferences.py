"""What somebody of the staff chose for themselves, wherever they sign in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.auth.access import signed_in
from portal.complaints.people import accounts
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.office.blueprints import entrance
from portal.pages.texts import gettext

_SHORTCUTS = "raccourcis"


@localized(entrance, fr="/preferences", en="/preferences")
@signed_in
def preferences() -> ResponseReturnValue:
    """Show what was chosen."""
    return render_template("office/preferences.html", is_on=current_user.shortcuts)


@localized(
    entrance,
    fr="/preferences",
    en="/preferences",
    methods=("POST",),
    endpoint="save_preferences",
)
@signed_in
def save_preferences() -> ResponseReturnValue:
    """Keep what was chosen."""
    is_on = _SHORTCUTS in request.form
    with runtime().transaction() as session:
        accounts.set_shortcuts(session, current_user.user_id, on=is_on)
    flash(
        gettext("Les raccourcis clavier sont actifs.")
        if is_on
        else gettext("Les raccourcis clavier sont désactivés.")
    )
    return redirect(url_for(".preferences"), 303)
