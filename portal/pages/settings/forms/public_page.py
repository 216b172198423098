"""Who the agency is, as citizens read it; its code and those before it are not changed here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_changes
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.identity_form import IdentityForm
from portal.pages.settings.forms.saving import Outcome, answer_form, form_page
from portal.pages.settings.state import SettingsState, opens_settings


@localized(bp, fr="/reglages/<agency>/page-publique", en="/settings/<agency>/public-page")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def public_page(state: SettingsState) -> ResponseReturnValue:
    """Show what citizens read of the agency."""
    return _page(state, IdentityForm.of(state.settings.agency), Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/page-publique",
    en="/settings/<agency>/public-page",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_public_page(state: SettingsState) -> ResponseReturnValue:
    """Write the identity in the draft, or only show whom it is about."""
    form = IdentityForm.read()
    today = state.agency.configured.working_calendar(None).day_of(runtime().now())
    problems = form.problems(state.settings, today)
    page = partial(_page, form=form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, form), then)


def _page(state: SettingsState, form: IdentityForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/public_page.html",
        state,
        replace(outcome, mistakes=form.place(outcome.mistakes, outcome.problems)),
        form=form,
        concerned=concerned_by(state),
    )


def _text(state: SettingsState, form: IdentityForm) -> str:
    before = IdentityForm.of(state.settings.agency)
    return with_changes(state.text, "agency", before.values(), form.values())
