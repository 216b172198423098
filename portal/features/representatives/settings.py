"""Whether whoever complains for another person proves it, and what is answered until then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.handling import RepresentationSettings
from portal.agencies.settings.schema import AgencySettings
from portal.pages.current import gettext, ngettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import Choice, TickedCategories, categories_to_choose
from portal.pages.settings.drafting.forms import HANDLING, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate

pages = Pages("settings")

ALWAYS, CATEGORIES, NEVER = "always", "categories", "never"
PROOF: dict[str, str] = {
    ALWAYS: to_translate("Pour tous les sujets"),
    CATEGORIES: to_translate("Pour certaines catégories"),
    NEVER: to_translate("Jamais"),
}
GENERAL, FULL = "general", "full"
WITHOUT: dict[str, str] = {
    GENERAL: to_translate("En termes généraux, sans parler du dossier de la personne"),
    FULL: to_translate("En entier"),
}


def _note_no_category(edit: Edit, problems: Problems) -> None:
    if edit.form["proof"] == CATEGORIES and not edit.form["categories"]:
        problems.add("categories", gettext("Choisissez au moins une catégorie"))


def _chosen_categories(edit: Edit) -> list[str] | None:
    """Return the categories, where they are what is chosen."""
    return list(edit.form["categories"]) if edit.form["proof"] == CATEGORIES else None


def _shown(edit: Edit) -> Mapping[str, Any]:
    return {
        "proofs": [(code, gettext(words)) for code, words in PROOF.items()],
        "answers": [(code, gettext(words)) for code, words in WITHOUT.items()],
        "categories": categories_to_choose(edit.settings),
    }


def _now(settings: AgencySettings) -> str:
    wanted = settings.representation or RepresentationSettings()
    if wanted.proof == ALWAYS:
        return gettext("preuve demandée pour tous les sujets")
    if wanted.proof == NEVER:
        return gettext("aucune preuve demandée")
    count = len(wanted.categories)
    return ngettext(
        "preuve demandée pour une catégorie", "preuve demandée pour %(num)s catégories", count
    )


REPRESENTATION = SectionForm(
    "representation",
    holds_for=HoldsFor.AT_ONCE,
    fr="representation",
    en="representation",
    section=("representation",),
    template="representatives/settings_representation.html",
    fields=(
        Choice(
            "proof",
            lambda: PROOF,
            to_translate("Choisissez pour quels sujets une preuve est demandée"),
            first=lambda: ALWAYS,
            unsaid=ALWAYS,
        ),
        TickedCategories(),
        Choice(
            "answers_without",
            lambda: WITHOUT,
            to_translate("Choisissez ce qui est répondu sans preuve"),
            first=lambda: GENERAL,
            unsaid=GENERAL,
        ),
    ),
    says=lambda settings: settings.representation,
    rules=_note_no_category,
    shows=_shown,
    concerns=lambda edit: {"categories": _chosen_categories(edit) or ()},
    writes=lambda edit, values: {**values, "categories": _chosen_categories(edit)},
    write=whole_section,
    entry=Entry(HANDLING, to_translate("Plaintes pour une autre personne"), _now),
)
REPRESENTATION.serve(pages)
