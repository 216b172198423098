"""Open complaints whose date comes later by the calendar in force: seen first, then put off."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.drafting.fields import Form, Words
from portal.pages.settings.drafting.state import SettingsState, bp, settings_page, state_of
from portal.releases.calendar_moves import REASON, MovedDate, ask_to_move_dates, offered_dates
from portal.words.catalogue import to_translate

# The reason that complainants will read, each in the language of their complaint.
_FIELD = Words(
    "reason",
    to_translate("Écrivez la raison en français"),
    to_translate("Écrivez la raison en anglais"),
)


@localized(bp, fr="/reglages/<agency>/dates", en="/settings/<agency>/dates")
@requires(Permission.CONFIGURE, agency_from="agency")
def dates(agency: str) -> ResponseReturnValue:
    """Show the complaints and both dates of each, and ask for the reason."""
    return make_response(
        _page(state_of(agency), {"reason_fr": REASON.fr, "reason_en": REASON.en}, Problems())
    )


@localized(bp, fr="/reglages/<agency>/dates", en="/settings/<agency>/dates", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def move(agency: str) -> ResponseReturnValue:
    """Have the dates put off, if what is in force is still what the person saw."""
    state, portal, problems = state_of(agency), runtime(), Problems(_FIELD.ids({}))
    form = _FIELD.read(state.settings, None)
    _FIELD.check(form, problems, state.settings)
    if problems:
        return make_response(_page(state, form, problems), 422)
    reason = Text(form["reason_fr"], form["reason_en"])
    try:
        with portal.transaction() as session:
            seen = request.form.get("release", 0, type=int)
            ask_to_move_dates(session, agency, seen, reason)
    except SettingsMovedError:
        return make_response(_page(state_of(agency), form, problems, is_moved=True), 409)
    flash(gettext("Les dates sont reportées une à une. Chaque personne reçoit la nouvelle date."))
    return redirect(url_for(".index", agency=agency), 303)


def later_in_force(state: SettingsState) -> list[MovedDate]:
    """Return the open complaints whose date comes later by what is in force.

    Those whose dates are being put off already are no longer offered.
    """
    if state.current is None or state.current.dates_to_move:
        return []
    portal = runtime()
    with portal.reading(PORTAL) as session:
        return offered_dates(session, state.agency, portal.now())


def _page(state: SettingsState, form: Form, problems: Problems, *, is_moved: bool = False) -> str:
    return settings_page(
        "settings/dates.html",
        state,
        form=form,
        problems=problems,
        is_moved=is_moved,
        later=later_in_force(state),
    )
