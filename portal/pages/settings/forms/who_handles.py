"""What complaints are sorted by, and who handles them: categories, units, criteria."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.deadlines import Deadlines
from portal.agencies.settings.matching import folded
from portal.agencies.settings.schema import AgencySettings
from portal.domain.actor import PORTAL
from portal.domain.text import Text
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    Choice,
    Line,
    Lines,
    Tick,
    TickedCategories,
    Words,
    categories_to_choose,
    lines_in,
)
from portal.pages.settings.drafting.forms import HANDLING, Entry, HoldsFor
from portal.pages.settings.drafting.lengths import (
    PublishedLength,
    note_counted_apart,
    units_to_choose,
)
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState
from portal.releases.effects import answer_day
from portal.releases.queries import open_complaints_by_unit
from portal.words.catalogue import to_translate

# Categories: what complaints can be about.

_ANSWER = PublishedLength(at=("deadlines", "answer"), is_needed=False)


def theme_names() -> dict[str, str]:
    """Return the name of each common subject by its code: organisations are compared by them."""
    language = current_language()
    themes = runtime().agencies.portal.themes
    return {theme.code: theme.name.text.in_(language) for theme in themes}


def _category_holds_together(edit: Edit, problems: Problems) -> None:
    kept = edit.before.deadlines.answer if edit.before else None
    note_counted_apart(_ANSWER, edit.form, kept, problems)
    if not edit.form["retired"]:
        _note_names_of_others(edit, problems)
    if edit.form["retired"] and edit.place["code"] == edit.settings.default_category:
        problems.add("retired", gettext("C’est la catégorie par défaut : elle doit rester offerte"))


def _note_names_of_others(edit: Edit, problems: Problems) -> None:
    """Note each name that another offered category has: between the two nobody could choose."""
    others = [
        one
        for one in edit.settings.categories
        if not one.retired and one.code != edit.place["code"]
    ]
    for name, taken in (
        ("name_fr", {folded(one.name.fr) for one in others}),
        ("name_en", {folded(one.name.en or "") for one in others}),
    ):
        typed = edit.form[name]
        if folded(typed) in taken - {""}:
            problems.add(
                name, gettext("« %(name)s » est déjà le nom d’une autre catégorie", name=typed)
            )


def _was_never_published(edit: Edit) -> bool:
    """Tell whether a category stands in the draft alone: no complaint can have it."""
    published = {
        category["code"]
        for release in edit.state.releases
        for category in release.settings.get("categories", ())
    }
    is_default = edit.place["code"] == edit.settings.default_category
    return not edit.is_new and not is_default and edit.place["code"] not in published


def _with_deadlines(edit: Edit, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write its own time for answers, if it has one; the deadlines of other stages stay.

    Without a number it has the agency's own time, and what follows of it is left aside. A time that
    was left as it was keeps its lines.
    """
    category: CategorySettings | None = edit.before
    kept = category.deadlines if category else Deadlines()
    has_others = bool(kept.acknowledge or kept.first_contact)
    deadlines: Mapping[str, Any] | None
    if all(edit.form[name] == edit.filled[name] for name in _ANSWER.ids(edit.form)):
        deadlines = {} if kept.answer or has_others else None
    else:
        answer = values["deadlines"]["answer"] if _ANSWER.found(edit.form) else None
        deadlines = {"answer": answer} if answer or has_others else None
    return {**values, "deadlines": deadlines}


def _shown_category(edit: Edit) -> Mapping[str, Any]:
    language = current_language()
    return {
        "themes": list(theme_names().items()),
        "units": [(unit.code, unit.name.text.in_(language)) for unit in edit.settings.units],
        "counted": units_to_choose(),
        "others": [one for one in categories_to_choose(edit.settings) if one[0] != edit.code],
        "may_go": _was_never_published(edit),
        # By which a complaint received now would be answered under this form.
        "day": edit.drafted and answer_day(edit.drafted, edit.code, runtime().now()),
    }


def _how_many_categories(settings: AgencySettings) -> str:
    categories = settings.categories
    retired = sum(category.retired for category in categories)
    questions = sum(len(category.questions) for category in categories)
    parts = [ngettext("une catégorie", "%(num)s catégories", len(categories))]
    if retired:
        parts.append(ngettext("dont une retirée", "dont %(num)s retirées", retired))
    if questions:
        parts.append(ngettext("une question", "%(num)s questions", questions))
    return ", ".join(parts)


CATEGORIES = ItemForm(
    "category",
    fr="categories/<code>",
    en="categories/<code>",
    section=("categories",),
    template="settings/forms/category.html",
    fields=(
        Words("name", to_translate("Écrivez le nom en français")),
        Words("description"),
        Choice("theme", theme_names, to_translate("Choisissez un thème")),
        Line("unit"),
        Lines("words", lines_in),
        Lines("examples", lines_in),
        _ANSWER,
        TickedCategories("formerly"),
        Tick("retired"),
    ),
    rules=_category_holds_together,
    shows=_shown_category,
    concerns=lambda edit: {"categories": [edit.place["code"]]},
    writes=_with_deadlines,
    entries=lambda settings, place: settings.categories,
    listing=ListPage(
        "categories",
        fr="categories",
        en="categories",
        template="settings/forms/categories.html",
        shows=lambda state, place: {"settings": state.settings, "themes": theme_names()},
    ),
    ahead_of=lambda edit: edit.settings.default_category,
    # Complaints keep one that was published: it is retired, never taken away.
    may_go=_was_never_published,
    entry=Entry(HANDLING, to_translate("Catégories"), _how_many_categories),
    names={"default_category": to_translate("Catégorie par défaut")},
)


# Units.


class ListedUnit(Struct, frozen=True):
    """One unit in the list: how many categories lead to it, how many open complaints it holds."""

    code: str
    name: Text
    categories: int
    still_open: int


def _listed_units(state: SettingsState, place: Place) -> Mapping[str, Any]:
    still_open = runtime().read(PORTAL, open_complaints_by_unit, state.agency.code)
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


UNITS = ItemForm(
    "unit",
    holds_for=HoldsFor.AT_ONCE,
    fr="unites/<code>",
    en="units/<code>",
    section=("units",),
    template="settings/forms/unit.html",
    fields=(Words("name", to_translate("Écrivez le nom en français")),),
    shows=lambda edit: {"users": _users(edit.settings, edit.place["code"])},
    concerns=lambda edit: {"unit": edit.place["code"]},
    entries=lambda settings, place: settings.units,
    listing=ListPage(
        "units", fr="unites", en="units", template="settings/forms/units.html", shows=_listed_units
    ),
    # Where no category needs it.
    may_go=lambda edit: not edit.is_new and not _users(edit.settings, edit.code),
    entry=Entry(
        HANDLING,
        to_translate("Unités"),
        lambda settings: (
            ngettext("une unité", "%(num)s unités", len(settings.units))
            if settings.units
            else gettext("aucune unité")
        ),
    ),
)


# By what complaints are judged when they are closed.

FOUNDED, UNFOUNDED = "founded", "unfounded"
FINDINGS: dict[str, str] = {
    FOUNDED: to_translate("Pour une plainte fondée, même en partie"),
    UNFOUNDED: to_translate("Pour une plainte non fondée"),
}


def _offered(edit: Edit) -> list[Text]:
    """Return all that could be chosen beside it when a complaint is closed, it among them."""
    criteria = edit.drafted.settings.criteria if edit.drafted else ()
    finding = edit.form["finding"]
    return [criterion.name.text for criterion in criteria if criterion.finding == finding]


CRITERIA = ItemForm(
    "criterion",
    holds_for=HoldsFor.AT_ONCE,
    fr="criteres/<code>",
    en="criteria/<code>",
    section=("criteria",),
    template="settings/forms/criterion.html",
    fields=(
        Words("name", to_translate("Écrivez le critère en français")),
        Choice(
            "finding",
            lambda: FINDINGS,
            to_translate("Choisissez à quelle conclusion il mène"),
            first=lambda: FOUNDED,
            unsaid=FOUNDED,
        ),
    ),
    shows=lambda edit: {
        "findings": [(finding, gettext(name)) for finding, name in FINDINGS.items()],
        "offered": _offered(edit),
    },
    entries=lambda settings, place: settings.criteria,
    listing=ListPage(
        "criteria",
        fr="criteres",
        en="criteria",
        template="settings/forms/criteria.html",
        shows=lambda state, place: {"criteria": state.settings.criteria, "findings": FINDINGS},
        order_by="order_criteria",
    ),
    entry=Entry(
        HANDLING,
        to_translate("Critères de conclusion"),
        lambda settings: (
            ngettext("un critère", "%(num)s critères", len(settings.criteria))
            if settings.criteria
            else gettext("aucun critère")
        ),
    ),
)
