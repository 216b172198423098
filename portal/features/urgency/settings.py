"""By what a complaint looks urgent in this agency, besides the words that are common to all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.settings.schema import AgencySettings
from portal.domain.actor import PORTAL
from portal.domain.handling.notices import NoticeKind
from portal.features.urgency.queries import LOOKED_AT, Looking, looking_urgent
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import (
    Lines,
    TickedCategories,
    categories_to_choose,
    unlike_names,
)
from portal.pages.settings.drafting.forms import UNUSUAL, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate

pages = Pages("settings")

SHORTEST = 3
"""Shorter words stand in too many stories."""


def _note_short_words(edit: Edit, problems: Problems) -> None:
    words = unlike_names(edit.form["words"])
    short = next((word for word in words if len(word) < SHORTEST), None)
    if short is not None:
        problem = gettext(
            "Écrivez des mots d’au moins %(shortest)s lettres : « %(words)s » est partout",
            shortest=SHORTEST,
            words=short,
        )
        problems.add("words", problem)


def _shown(edit: Edit) -> Mapping[str, Any]:
    common = runtime().agencies.portal.urgency
    return {
        "categories": categories_to_choose(edit.settings),
        "common": common.words if common else (),
        "danger": _words_of_danger(edit.settings),
        "looked": _looked(edit),
        "looked_at": LOOKED_AT,
    }


def _words_of_danger(settings: AgencySettings) -> list[str]:
    """Return the words of the notices of danger, which make a complaint look urgent as well."""
    dangers = (
        notice.when
        for notice in settings.notices
        if notice.kind is NoticeKind.DANGER and notice.when
    )
    return list(dict.fromkeys(words for when in dangers for words in when.words))


def _looked(edit: Edit) -> Looking | None:
    """Return how many of the newest complaints look urgent under this form, and do today."""
    if edit.drafted is None:
        return None
    return runtime().read(PORTAL, looking_urgent, edit.state.agency, edit.drafted)


def _now(settings: AgencySettings) -> str:
    own = settings.own_signs(runtime().agencies.portal)
    counts = [
        ngettext("un mot", "%(num)s mots", len(own.words)),
        ngettext("une catégorie", "%(num)s catégories", len(own.categories)),
    ]
    counted = zip(counts, (own.words, own.categories), strict=True)
    return ", ".join(words for words, signs in counted if signs) or gettext("les mots communs")


URGENCY = SectionForm(
    "urgency",
    holds_for=HoldsFor.AT_ONCE,
    fr="urgence",
    en="urgency",
    section=("urgency",),
    template="urgency/settings_urgency.html",
    fields=(Lines("words", unlike_names), TickedCategories()),
    says=lambda settings: settings.own_signs(runtime().agencies.portal),
    rules=_note_short_words,
    shows=_shown,
    concerns=lambda edit: {"categories": edit.form["categories"]},
    write=whole_section,
    entry=Entry(UNUSUAL, to_translate("Ce qui paraît urgent"), _now),
)
URGENCY.serve(pages)
