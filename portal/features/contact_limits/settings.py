"""How long a limit on contact with a complainant may last at most, and the day that leads to."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask.typing import ResponseReturnValue

from portal.agencies.files.places import says
from portal.agencies.settings.common import TimeSettings
from portal.agencies.settings.defaults import LIMITS_COUNTED_IN, LONGEST_LIMIT
from portal.agencies.settings.fields import Words
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.lengths import units_to_choose
from portal.pages.settings.forms.saving import Outcome, drafted_by, form_page
from portal.pages.settings.forms.time_form import TimeForm, answer_time
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.releases.effects import longest_limit_day

pages = Pages("settings")

SECTION = "contact_limit"


@localized(pages, fr="/reglages/<agency>/limite-de-contact", en="/settings/<agency>/contact-limit")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def contact_limit(state: SettingsState) -> ResponseReturnValue:
    """Show how long a limit may last, and until when one that is decided now would hold."""
    return _page(state, TimeForm.of(_longest(state)), Outcome())


@localized(
    pages,
    fr="/reglages/<agency>/limite-de-contact",
    en="/settings/<agency>/contact-limit",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_contact_limit(state: SettingsState) -> ResponseReturnValue:
    """Write the longest time in the draft, go back to the common one, or only show the day."""
    form = TimeForm.read()
    page = partial(_page, form=form)
    return answer_time(state, SECTION, _longest(state), form, _problems(state, form), page)


def _problems(state: SettingsState, form: TimeForm) -> Problems:
    return form.problems(
        state.settings,
        gettext("Écrivez un nombre entier, par exemple 6, et choisissez des jours ou des mois"),
        gettext("Dites sur quoi cette durée repose"),
        LIMITS_COUNTED_IN,
    )


def _page(state: SettingsState, form: TimeForm, outcome: Outcome) -> str:
    return form_page(
        "contact_limits/settings_contact_limit.html",
        state,
        outcome,
        form=form,
        counted=[unit for unit in units_to_choose() if unit[0] in LIMITS_COUNTED_IN],
        common=_common(),
        has_own=says(state.text, SECTION),
        until=None if outcome.problems else _until(state, form),
        concerned=concerned_by(state),
    )


def _until(state: SettingsState, form: TimeForm) -> date | None:
    """Return the last day of the longest limit that could be decided now under this form."""
    if _problems(state, form):
        return None
    drafted = drafted_by(state, form.written(state, SECTION, _longest(state)))
    return longest_limit_day(drafted, runtime().now()) if drafted else None


def _longest(state: SettingsState) -> TimeSettings:
    return state.settings.contact_limit or _common()


def _common() -> TimeSettings:
    """Return what holds for agencies that say nothing: the portal's settings, else its rule."""
    of_portal = runtime().agencies.portal.contact_limit
    if of_portal is not None:
        return of_portal
    assert LONGEST_LIMIT.basis is not None
    basis = Words(fr=LONGEST_LIMIT.basis.fr, en=LONGEST_LIMIT.basis.en)
    return TimeSettings(
        within=LONGEST_LIMIT.allowance, basis=basis, confidence=LONGEST_LIMIT.confidence
    )
