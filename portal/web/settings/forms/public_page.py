"""Who the agency is, as citizens read it; its code and those before it are not changed here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_changes
from portal.agencies.settings.reader import Mistake
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.web.current import runtime
from portal.web.forms import Problems
from portal.web.languages import localized
from portal.web.settings.blueprint import bp
from portal.web.settings.forms.concerned import concerned_by
from portal.web.settings.forms.identity_form import IdentityForm
from portal.web.settings.forms.saving import answer_form
from portal.web.settings.state import SettingsState, opens_settings


@localized(bp, fr="/reglages/<agency>/page-publique", en="/settings/<agency>/public-page")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def public_page(state: SettingsState) -> ResponseReturnValue:
    """Show what citizens read of the agency."""
    return _page(state, IdentityForm.of(state.settings.agency), Problems())


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
    page = partial(_page, form=form, problems=problems)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, form), then)


def _page(
    state: SettingsState,
    form: IdentityForm,
    problems: Problems,
    *,
    mistakes: Sequence[Mistake] = (),
    is_moved: bool = False,
) -> str:
    return render_template(
        "settings/public_page.html",
        state=state,
        agency=state.agency,
        form=form,
        mistakes=form.place(mistakes, problems),
        problems=problems,
        is_moved=is_moved,
        concerned=concerned_by(state),
    )


def _text(state: SettingsState, form: IdentityForm) -> str:
    before = IdentityForm.of(state.settings.agency)
    return with_changes(state.text, "agency", before.values(), form.values())
