"""What complaints can be about: the list of categories, and the form of each."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.codes import code_of
from portal.agencies.editing import with_item
from portal.agencies.reader import Mistake
from portal.agencies.schema import AgencySettings, CategorySettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError, UnknownAgencyError
from portal.domain.permissions import Permission
from portal.services.settings_drafts import CheckedSettings, check_settings, save_draft
from portal.services.settings_effects import answer_day
from portal.web.current import current_language, runtime
from portal.web.forms import Problems
from portal.web.languages import localized
from portal.web.settings.blueprint import bp
from portal.web.settings.category_form import (
    CategoryForm,
)
from portal.web.settings.lengths import units_to_choose
from portal.web.settings.state import (
    SettingsState,
    correct_first,
    seen_version,
    state_of,
    wants_preview,
)
from portal.web.texts import gettext

NEW = "+"


@localized(bp, fr="/reglages/<agency>/categories", en="/settings/<agency>/categories")
@requires(Permission.CONFIGURE, agency_from="agency")
def categories(agency: str) -> ResponseReturnValue:
    """List the categories of the draft, or of what is in force."""
    state = state_of(agency)
    if state.mistakes:
        return correct_first(agency)
    return render_template(
        "settings/categories.html",
        state=state,
        agency=state.agency,
        settings=state.settings,
        themes=_themes(),
    )


@localized(bp, fr="/reglages/<agency>/categories/<code>", en="/settings/<agency>/categories/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
def category(agency: str, code: str) -> ResponseReturnValue:
    """Show the form of a category; the code + is that of a new one."""
    state = state_of(agency)
    if state.mistakes:
        return correct_first(agency)
    before = _category(state.settings, code)
    form = CategoryForm.of(before) if before else CategoryForm()
    return _page(state, code, form, Problems())


@localized(
    bp,
    fr="/reglages/<agency>/categories/<code>",
    en="/settings/<agency>/categories/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def save_category(agency: str, code: str) -> ResponseReturnValue:
    """Write a category in the draft, or only show what it would do."""
    state, form = state_of(agency), CategoryForm.read()
    if state.mistakes:
        return correct_first(agency)
    problems = form.problems(state.settings, _themes(), code)
    if problems or wants_preview():
        return make_response(_page(state, code, form, problems), 422 if problems else 200)
    checked, text = _checked(state, code, form)
    if checked.settings is None:
        page = _page(state, code, form, problems, mistakes=checked.mistakes)
        return make_response(page, 422)
    try:
        _keep(agency, text)
    except SettingsMovedError:
        return make_response(_page(state_of(agency), code, form, problems, is_moved=True), 409)
    flash(gettext("C’est enregistré dans le brouillon. Les citoyens ne le voient pas encore."))
    return redirect(url_for(".categories", agency=agency), 303)


def _keep(agency: str, text: str) -> None:
    portal, user_id = runtime(), current_actor().user_id
    with portal.transaction() as session:
        save_draft(session, agency, text, user_id, portal.now(), seen_version())


def _page(
    state: SettingsState,
    code: str,
    form: CategoryForm,
    problems: Problems,
    *,
    mistakes: list[Mistake] | None = None,
    is_moved: bool = False,
) -> str:
    language = current_language()
    return render_template(
        "settings/category.html",
        state=state,
        agency=state.agency,
        is_new=code == NEW,
        form=form,
        problems=problems,
        mistakes=mistakes or [],
        is_moved=is_moved,
        themes=[(one, name) for one, name in _themes().items()],
        units=[(one.code, one.name.text.in_(language)) for one in state.settings.units],
        counted=units_to_choose(),
        day=None if problems else _day(state, code, form),
    )


def _day(state: SettingsState, code: str, form: CategoryForm) -> object:
    """Return the day by which a complaint received now would be answered under this form."""
    if not form.name_fr:
        return None
    checked, _ = _checked(state, code, form)
    if checked.settings is None:
        return None
    drafted: Agency = replace(state.agency, settings=checked.settings)
    return answer_day(drafted, _code(state.settings, code, form), runtime().now())


def _checked(state: SettingsState, code: str, form: CategoryForm) -> tuple[CheckedSettings, str]:
    values = form.values(_category(state.settings, code))
    last = state.settings.default_category
    own = _code(state.settings, code, form)
    text = with_item(state.text, "categories", own, values, ahead_of=last)
    portal = runtime()
    with portal.reading(PORTAL) as session:
        return check_settings(session, state.agency.code, text, portal.agencies.portal), text


def _code(settings: AgencySettings, code: str, form: CategoryForm) -> str:
    taken = [one.code for one in settings.categories]
    return code_of(form.name_fr, taken) if code == NEW else code


def _category(settings: AgencySettings, code: str) -> CategorySettings | None:
    if code == NEW:
        return None
    found = next((one for one in settings.categories if one.code == code), None)
    if found is None:
        raise UnknownAgencyError(code)
    return found


def _themes() -> dict[str, str]:
    language = current_language()
    themes = runtime().agencies.portal.themes
    return {theme.code: theme.name.text.in_(language) for theme in themes}
