"""How long after the closing a complaint may be taken up again, and the day that leads to."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask.typing import ResponseReturnValue

from portal.agencies.files.places import says
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.lengths import units_to_choose
from portal.pages.settings.forms.saving import Outcome, drafted_by, form_page
from portal.pages.settings.forms.time_form import TimeForm, answer_time
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.releases.effects import reopening_day

SECTION = "reopening"


@localized(bp, fr="/reglages/<agency>/reprise", en="/settings/<agency>/reopening")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def reopening(state: SettingsState) -> ResponseReturnValue:
    """Show how long a closed complaint may be taken up again, and until when that would be."""
    return _page(state, TimeForm.of(state.settings.reopening), Outcome())


@localized(
    bp, fr="/reglages/<agency>/reprise", en="/settings/<agency>/reopening", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_reopening(state: SettingsState) -> ResponseReturnValue:
    """Write the time in the draft, go back to the common one, or only show the day."""
    form, before = TimeForm.read(), state.settings.reopening
    page = partial(_page, form=form)
    return answer_time(state, SECTION, before, form, _problems(state, form), page)


def _problems(state: SettingsState, form: TimeForm) -> Problems:
    return form.problems(
        state.settings,
        gettext("Écrivez un nombre entier, par exemple 30"),
        gettext("Dites sur quoi ce délai repose"),
    )


def _page(state: SettingsState, form: TimeForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/reopening.html",
        state,
        outcome,
        form=form,
        counted=units_to_choose(),
        common=runtime().agencies.portal.reopening,
        has_own=says(state.text, SECTION),
        until=None if outcome.problems else _until(state, form),
        concerned=concerned_by(state),
    )


def _until(state: SettingsState, form: TimeForm) -> date | None:
    """Return until when a complaint closed now could be taken up again under this form."""
    if _problems(state, form):
        return None
    drafted = drafted_by(state, form.written(state, SECTION, state.settings.reopening))
    return reopening_day(drafted, runtime().now()) if drafted else None
