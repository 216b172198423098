"""What complaints can be about: the list of categories, and the form of each."""

from __future__ import annotations

from datetime import date
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item
from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import current_language, runtime
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.category_form import CategoryForm
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.lengths import units_to_choose
from portal.pages.settings.forms.saving import (
    NEW,
    Outcome,
    answer_form,
    drafted_by,
    existing,
    form_page,
)
from portal.pages.settings.state import SettingsState, opens_settings, settings_page
from portal.pages.settings.themes import theme_names
from portal.releases.effects import answer_day


@localized(bp, fr="/reglages/<agency>/categories", en="/settings/<agency>/categories")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def categories(state: SettingsState) -> ResponseReturnValue:
    """List the categories of the draft, or of what is in force."""
    return settings_page(
        "settings/forms/categories.html",
        state,
        settings=state.settings,
        themes=theme_names(),
    )


@localized(bp, fr="/reglages/<agency>/categories/<code>", en="/settings/<agency>/categories/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def category(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a category; the code + is that of a new one."""
    before = _category(state.settings, code)
    form = CategoryForm.of(before) if before else CategoryForm()
    return _page(state, code, form, Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/categories/<code>",
    en="/settings/<agency>/categories/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_category(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a category in the draft, or only show what it would do."""
    form = CategoryForm.read()
    problems = form.problems(state.settings, theme_names(), code)
    page = partial(_page, code=code, form=form)
    then = url_for(".categories", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, code, form), then)


def _page(state: SettingsState, code: str, form: CategoryForm, outcome: Outcome) -> str:
    language = current_language()
    return form_page(
        "settings/forms/category.html",
        state,
        outcome,
        code=code,
        is_new=code == NEW,
        form=form,
        themes=[(one, name) for one, name in theme_names().items()],
        units=[(one.code, one.name.text.in_(language)) for one in state.settings.units],
        counted=units_to_choose(),
        day=None if outcome.problems else _day(state, code, form),
        concerned=concerned_by(state, categories=[code]),
    )


def _day(state: SettingsState, code: str, form: CategoryForm) -> date | None:
    """Return the day by which a complaint received now would be answered under this form."""
    if not form.name_fr:
        return None
    drafted = drafted_by(state, _text(state, code, form))
    if drafted is None:
        return None
    return answer_day(drafted, _code(state.settings, code, form), runtime().now())


def _text(state: SettingsState, code: str, form: CategoryForm) -> str:
    values = form.values(_category(state.settings, code))
    own = _code(state.settings, code, form)
    return with_item(
        state.text, "categories", own, values, ahead_of=state.settings.default_category
    )


def _code(settings: AgencySettings, code: str, form: CategoryForm) -> str:
    taken = [one.code for one in settings.categories]
    return code_of(form.name_fr, taken) if code == NEW else code


def _category(settings: AgencySettings, code: str) -> CategorySettings | None:
    return None if code == NEW else existing(settings.categories, code)
