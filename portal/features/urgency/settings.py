"""By what a complaint looks urgent in this agency, besides the words that are common to all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.places import says
from portal.agencies.settings.common import When
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.problems import NoticeKind
from portal.features.urgency.queries import LOOKED_AT, Looking, looking_urgent
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.saving import Outcome, answer_form, drafted_by, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("settings")

SECTION = "urgency"
SHORTEST = 3
"""Shorter words stand in too many stories."""


@dataclass(frozen=True, slots=True)
class UrgencyForm:
    """The fields as they were typed, in the order of the page; `words` has one on each line."""

    words: str = ""
    categories: tuple[str, ...] = ()

    @classmethod
    def of(cls, own: When) -> UrgencyForm:
        """Return the form that a setting fills."""
        return cls("\n".join(own.words), own.categories)

    @classmethod
    def read(cls, settings: AgencySettings) -> UrgencyForm:
        """Read the form of the request; categories that are not there are left out."""
        ticked = set(request.form.getlist("categories"))
        known = [category.code for category in settings.categories]
        return cls(typed_text("words"), tuple(code for code in known if code in ticked))

    @property
    def each_word(self) -> tuple[str, ...]:
        """The words, each once."""
        lines = (" ".join(line.split()) for line in self.words.split("\n"))
        return tuple(dict.fromkeys(filter(None, lines)))

    def problems(self) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems(["words"])
        short = next((words for words in self.each_word if len(words) < SHORTEST), None)
        if short is not None:
            mistake = gettext(
                "Écrivez des mots d’au moins %(shortest)s lettres : « %(words)s » est partout",
                shortest=SHORTEST,
                words=short,
            )
            problems.add("words", mistake)
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings."""
        return {"categories": self.categories or None, "words": self.each_word or None}


@localized(pages, fr="/reglages/<agency>/urgence", en="/settings/<agency>/urgency")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def urgency(state: SettingsState) -> ResponseReturnValue:
    """Show by what a complaint looks urgent, and how many lately would have."""
    return _page(state, _own(state), Outcome())


@localized(
    pages, fr="/reglages/<agency>/urgence", en="/settings/<agency>/urgency", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_urgency(state: SettingsState) -> ResponseReturnValue:
    """Write the agency's own signs in the draft, or only show what they would have found."""
    form = UrgencyForm.read(state.settings)
    page = partial(_page, form=form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, form.problems(), page, partial(_text, state, form), then)


def _page(state: SettingsState, form: UrgencyForm, outcome: Outcome) -> str:
    language = current_language()
    common = runtime().agencies.portal.urgency
    return form_page(
        "urgency/settings_urgency.html",
        state,
        outcome,
        form=form,
        categories=[
            (category.code, category.name.text.in_(language))
            for category in state.settings.categories
        ],
        common=common.words if common else (),
        danger=_words_of_danger(state.settings),
        looked=None if outcome.problems else _looked(state, form),
        looked_at=LOOKED_AT,
        concerned=concerned_by(state, categories=form.categories),
    )


def _own(state: SettingsState) -> UrgencyForm:
    return UrgencyForm.of(state.settings.own_signs(runtime().agencies.portal))


def _words_of_danger(settings: AgencySettings) -> list[str]:
    """Return the words of the notices of danger, which make a complaint look urgent as well."""
    dangers = (notice for notice in settings.notices if notice.kind is NoticeKind.DANGER)
    conditions = (notice.when for notice in dangers if notice.when)
    return list(dict.fromkeys(words for when in conditions for words in when.words))


def _looked(state: SettingsState, form: UrgencyForm) -> Looking | None:
    """Return how many of the newest complaints look urgent under this form, and do today."""
    drafted = None if form.problems() else drafted_by(state, _text(state, form))
    if drafted is None:
        return None
    with runtime().reading(PORTAL) as session:
        return looking_urgent(session, state.agency, drafted)


def _text(state: SettingsState, form: UrgencyForm) -> str:
    if form == _own(state):
        return state.text
    if form.categories or form.each_word:
        return with_values(state.text, SECTION, form.values())
    return without(state.text, SECTION) if says(state.text, SECTION) else state.text
