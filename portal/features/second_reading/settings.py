"""Which answers a colleague reads before they leave: all, those of some categories, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.schema import AgencySettings
from portal.complaints.queries.accounts import members_who_may
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import Choice, TickedCategories, categories_to_choose
from portal.pages.settings.drafting.forms import HANDLING, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate

pages = Pages("settings")

NEVER, ALWAYS, CATEGORIES = "never", "always", "categories"
ANSWERS: dict[str, str] = {
    NEVER: to_translate("Aucune : une réponse part sans être relue"),
    ALWAYS: to_translate("Toutes"),
    CATEGORIES: to_translate("Celles de certaines catégories"),
}


def _note_no_category(edit: Edit, problems: Problems) -> None:
    if edit.form["answers"] == CATEGORIES and not edit.form["categories"]:
        problems.add("categories", gettext("Choisissez au moins une catégorie"))


def _chosen_categories(edit: Edit) -> list[str] | None:
    """Return the categories, where they are what is chosen."""
    return list(edit.form["categories"]) if edit.form["answers"] == CATEGORIES else None


def _shown(edit: Edit) -> Mapping[str, Any]:
    agency = edit.state.agency.code
    # Whoever answers at a higher level may read only what reached it.
    readers = runtime().read(PORTAL, members_who_may, Permission.ANSWER, agency, reached=())
    return {
        "choices": [(code, gettext(words)) for code, words in ANSWERS.items()],
        "categories": categories_to_choose(edit.settings),
        "readers": [reader.name for reader in readers],
    }


def _now(settings: AgencySettings) -> str:
    wanted = settings.second_reader
    if wanted is None:
        return gettext("aucune réponse")
    if wanted.answers == ALWAYS:
        return gettext("toutes les réponses")
    count = len(wanted.categories)
    return ngettext("une catégorie", "%(num)s catégories", count)


SECOND_READER = SectionForm(
    "second_reader",
    holds_for=HoldsFor.AT_ONCE,
    fr="deuxieme-lecture",
    en="second-reader",
    section=("second_reader",),
    template="second_reading/settings_second_reader.html",
    fields=(
        Choice(
            "answers",
            lambda: ANSWERS,
            to_translate("Choisissez quelles réponses sont relues"),
            first=lambda: NEVER,
            unsaid=NEVER,
        ),
        TickedCategories(),
    ),
    says=lambda settings: settings.second_reader,
    rules=_note_no_category,
    shows=_shown,
    concerns=lambda edit: {"categories": _chosen_categories(edit) or ()},
    writes=lambda edit, values: {**values, "categories": _chosen_categories(edit)},
    write=whole_section,
    entry=Entry(HANDLING, to_translate("Deuxième lecture"), _now),
)
SECOND_READER.serve(pages)
