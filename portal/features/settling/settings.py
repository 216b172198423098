"""What an agency may give to a person, which of it its officers decide, and up to which sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.handling import MOST_DOLLARS
from portal.domain.remedy import RemedyKind
from portal.pages.current import current_language, gettext, ngettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import Choice, Number, Words
from portal.pages.settings.drafting.forms import HANDLING, Entry, HoldsFor
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState
from portal.words.catalogue import to_translate
from portal.words.remedies import KIND_NAMES, sum_words, usual_remedies

pages = Pages("settings")

OFFICERS, HEAD = "officers", "head"
DECIDED_BY: dict[str, str] = {
    OFFICERS: to_translate("Le personnel qui traite la plainte"),
    HEAD: to_translate("La direction du service ou la plus haute autorité"),
}


def _sum_goes_with_kind(edit: Edit, problems: Problems) -> None:
    """Note a sum that is missing, or that is of nothing that officers decide."""
    is_sum = edit.form["kind"] == RemedyKind.REIMBURSEMENT
    is_decided = is_sum and edit.form["decided_by"] == OFFICERS
    if is_decided and not edit.form["up_to"]:
        problems.add("up_to", gettext("Écrivez jusqu’à combien le personnel décide seul"))
    if not is_decided and edit.form["up_to"]:
        problems.add(
            "up_to",
            gettext("Laissez vide : c’est pour un remboursement que le personnel décide seul"),
        )


def _shown(_edit: Edit) -> Mapping[str, Any]:
    return {
        "kinds": [(kind, gettext(name)) for kind, name in KIND_NAMES.items()],
        "deciding": [(code, gettext(name)) for code, name in DECIDED_BY.items()],
    }


def _listed(state: SettingsState, _place: Place) -> Mapping[str, Any]:
    language = current_language()
    rows = [
        (
            remedy,
            gettext(KIND_NAMES[remedy.kind or RemedyKind.OTHER]),
            gettext(DECIDED_BY[remedy.decided_by or OFFICERS]),
            sum_words(100 * remedy.up_to, language) if remedy.up_to else "",
        )
        for remedy in state.settings.remedies
    ]
    return {"remedies": rows, "usual": [remedy.name for remedy in usual_remedies()]}


REMEDIES = ItemForm(
    "remedy",
    holds_for=HoldsFor.AT_ONCE,
    fr="reparations/<code>",
    en="remedies/<code>",
    section=("remedies",),
    template="settling/settings_remedy.html",
    fields=(
        Words("name", to_translate("Écrivez en français ce qui est donné")),
        Choice(
            "kind",
            lambda: KIND_NAMES,
            to_translate("Choisissez de quelle sorte il s’agit"),
            first=lambda: RemedyKind.OTHER.value,
            unsaid=RemedyKind.OTHER.value,
        ),
        Choice(
            "decided_by",
            lambda: DECIDED_BY,
            to_translate("Choisissez qui le décide"),
            first=lambda: OFFICERS,
            unsaid=OFFICERS,
        ),
        Number(
            "up_to",
            1,
            MOST_DOLLARS,
            to_translate("Écrivez un nombre entier de dollars, de %(fewest)s à %(most)s"),
        ),
    ),
    rules=_sum_goes_with_kind,
    shows=_shown,
    entries=lambda settings, place: settings.remedies,
    listing=ListPage(
        "remedies",
        fr="reparations",
        en="remedies",
        template="settling/settings_remedies.html",
        shows=_listed,
    ),
    entry=Entry(
        HANDLING,
        to_translate("Ce qui peut être donné à une personne"),
        lambda settings: (
            ngettext("une chose", "%(num)s choses", len(settings.remedies))
            if settings.remedies
            else gettext("la liste du portail")
        ),
    ),
)
REMEDIES.serve(pages)
