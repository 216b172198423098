"""Who works on complaints: the list of units, and the form of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.settings.drafting.fields import Words
from portal.pages.settings.drafting.forms import HANDLING, Edit, Entry, Place
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState
from portal.releases.queries import open_complaints_by_unit
from portal.words.catalogue import to_translate

NAME = to_translate("Unités")


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One unit in the list: how many categories lead to it, how many open complaints it holds."""

    code: str
    name: Text
    categories: int
    still_open: int


def _listed(state: SettingsState, place: Place) -> Mapping[str, Any]:
    with runtime().reading(PORTAL) as session:
        still_open = open_complaints_by_unit(session, state.agency.code)
    units = [
        ListedUnit(
            unit.code,
            unit.name.text,
            len(_users(state.settings, unit.code)),
            still_open.get(unit.code, 0),
        )
        for unit in state.settings.units
    ]
    return {"units": units}


def _users(settings: AgencySettings, code: str) -> list[CategorySettings]:
    """Return the categories, retired ones too, whose complaints a unit receives."""
    return [category for category in settings.categories if category.unit == code]


def _may_go(edit: Edit) -> bool:
    """Tell whether a unit may be taken away: no category needs it."""
    return not edit.is_new and not _users(edit.settings, edit.code)


def _now(settings: AgencySettings) -> str:
    count = len(settings.units)
    return ngettext("une unité", "%(num)s unités", count) if count else gettext("aucune unité")


UNITS = ItemForm(
    "unit",
    fr="unites/<code>",
    en="units/<code>",
    section=("units",),
    template="settings/forms/unit.html",
    fields=(Words("name", to_translate("Écrivez le nom en français")),),
    shows=lambda edit: {"users": _users(edit.settings, edit.place["code"])},
    concerns=lambda edit: {"unit": edit.place["code"]},
    each=lambda settings, place: settings.units,
    listing=ListPage(
        "units", fr="unites", en="units", template="settings/forms/units.html", shows=_listed
    ),
    may_go=_may_go,
    entry=Entry(HANDLING, NAME, _now),
    names={"units": NAME},
)
