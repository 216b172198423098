"""What complaints can be about: the list of categories, and the form of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.deadlines import Deadlines
from portal.agencies.settings.schema import AgencySettings
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import Choice, Line, Lines, Tick, Words, lines_in
from portal.pages.settings.drafting.forms import HANDLING, Edit, Entry
from portal.pages.settings.drafting.lengths import PublishedLength, units_to_choose
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.releases.effects import answer_day
from portal.words.catalogue import to_translate

_ANSWER = PublishedLength(at=("deadlines", "answer"), is_needed=False)


def theme_names() -> dict[str, str]:
    """Return the name of each common subject by its code: organisations are compared by them."""
    language = current_language()
    themes = runtime().agencies.portal.themes
    return {theme.code: theme.name.text.in_(language) for theme in themes}


def _note_retired_default(edit: Edit, problems: Problems) -> None:
    if edit.form["retired"] and edit.place["code"] == edit.settings.default_category:
        problems.add("retired", gettext("C’est la catégorie par défaut : elle doit rester offerte"))


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


def _shown(edit: Edit) -> Mapping[str, Any]:
    language = current_language()
    return {
        "themes": list(theme_names().items()),
        "units": [(unit.code, unit.name.text.in_(language)) for unit in edit.settings.units],
        "counted": units_to_choose(),
        # By which a complaint received now would be answered under this form.
        "day": edit.drafted and answer_day(edit.drafted, edit.code, runtime().now()),
    }


def _how_many(settings: AgencySettings) -> str:
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
        Tick("retired"),
    ),
    rules=_note_retired_default,
    shows=_shown,
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
    # Complaints keep it: it is retired, never taken away.
    may_go=lambda edit: None,
    entry=Entry(HANDLING, to_translate("Catégories"), _how_many),
    names={"default_category": to_translate("Catégorie par défaut")},
)
