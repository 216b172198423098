"""Who works on complaints: the list of units, and the form of each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item, without_item
from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.common import Named
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.saving import NEW, Outcome, answer_form, existing, form_page
from portal.pages.settings.state import SettingsState, opens_settings, settings_page
from portal.pages.texts import gettext
from portal.pages.typed import typed_line
from portal.releases.effects import open_complaints_by_unit


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One unit in the list: how many categories lead to it, how many open complaints it holds."""

    code: str
    name: Text
    categories: int
    still_open: int


@dataclass(frozen=True, slots=True)
class UnitForm:
    """The name of a unit as it was typed; its code is made once and stays."""

    name_fr: str = ""
    name_en: str = ""

    @classmethod
    def of(cls, unit: Named) -> UnitForm:
        """Return the form that a unit fills."""
        return cls(*typed_in(unit.name))

    @classmethod
    def read(cls) -> UnitForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not self.name_fr:
            problems.add("name_fr", gettext("Écrivez le nom en français"))
        note_missing_english(problems, settings, pairs_of(self, "name"))
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings of its unit."""
        return {"name": words_of(self.name_fr, self.name_en)}


@localized(bp, fr="/reglages/<agency>/unites", en="/settings/<agency>/units")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def units(state: SettingsState) -> ResponseReturnValue:
    """List the units of the draft, or of what is in force."""
    return settings_page("settings/forms/units.html", state, units=_listed(state))


@localized(bp, fr="/reglages/<agency>/unites/<code>", en="/settings/<agency>/units/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def unit(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a unit; the code + is that of a new one."""
    before = _unit(state.settings, code)
    return _page(state, code, UnitForm.of(before) if before else UnitForm(), Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/unites/<code>",
    en="/settings/<agency>/units/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_unit(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a unit in the draft, take away one that no category needs, or only show the effect."""
    _unit(state.settings, code)
    form = UnitForm.read()
    is_removed = "remove" in request.form
    if is_removed and (code == NEW or _users(state.settings, code)):
        return redirect(request.path, 303)
    problems = Problems() if is_removed else form.problems(state.settings)
    page = partial(_page, code=code, form=form)
    write = partial(without_item, state.text, "units", code)
    then = url_for(".units", agency=state.agency.code)
    return answer_form(
        state, problems, page, write if is_removed else partial(_text, state, code, form), then
    )


def _page(state: SettingsState, code: str, form: UnitForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/unit.html",
        state,
        outcome,
        code=code,
        is_new=code == NEW,
        users=_users(state.settings, code),
        form=form,
        concerned=concerned_by(state, unit=code),
    )


def _listed(state: SettingsState) -> list[ListedUnit]:
    with runtime().reading(PORTAL) as session:
        still_open = open_complaints_by_unit(session, state.agency.code)
    return [
        ListedUnit(
            one.code,
            one.name.text,
            len(_users(state.settings, one.code)),
            still_open.get(one.code, 0),
        )
        for one in state.settings.units
    ]


def _text(state: SettingsState, code: str, form: UnitForm) -> str:
    taken = [one.code for one in state.settings.units]
    own = code_of(form.name_fr, taken) if code == NEW else code
    return with_item(state.text, "units", own, form.values())


def _unit(settings: AgencySettings, code: str) -> Named | None:
    return None if code == NEW else existing(settings.units, code)


def _users(settings: AgencySettings, code: str) -> list[CategorySettings]:
    """Return the categories, retired ones too, whose complaints a unit receives."""
    return [one for one in settings.categories if one.unit == code]
