"""Which answers a colleague reads before they leave: all, those of some categories, or none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.places import says
from portal.agencies.settings.handling import SecondReaderSettings
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.complaints.queries.accounts import members_who_may
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.saving import Outcome, answer_form, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import chosen
from portal.words.catalogue import to_translate

pages = Pages("settings")

SECTION = "second_reader"
NEVER, ALWAYS, CATEGORIES = "never", "always", "categories"
ANSWERS: dict[str, str] = {
    NEVER: to_translate("Aucune : une réponse part sans être relue"),
    ALWAYS: to_translate("Toutes"),
    CATEGORIES: to_translate("Celles de certaines catégories"),
}


@dataclass(frozen=True, slots=True)
class SecondReaderForm:
    """The fields as they were chosen, in the order of the page."""

    answers: str = NEVER
    categories: tuple[str, ...] = ()

    @classmethod
    def of(cls, setting: SecondReaderSettings | None) -> SecondReaderForm:
        """Return the form that a setting fills."""
        return cls() if setting is None else cls(setting.answers, setting.categories)

    @classmethod
    def read(cls, settings: AgencySettings) -> SecondReaderForm:
        """Read the form of the request; categories that are not there are left out."""
        ticked = set(request.form.getlist("categories"))
        categories = (category.code for category in settings.categories)
        return cls(
            chosen("answers", frozenset(ANSWERS)),
            tuple(code for code in categories if code in ticked),
        )

    def problems(self) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems(["answers", "categories"])
        if not self.answers:
            problems.add("answers", gettext("Choisissez quelles réponses sont relues"))
        if self.answers == CATEGORIES and not self.categories:
            problems.add("categories", gettext("Choisissez au moins une catégorie"))
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings."""
        categories = list(self.categories) if self.answers == CATEGORIES else None
        return {"answers": self.answers, "categories": categories}


@localized(pages, fr="/reglages/<agency>/deuxieme-lecture", en="/settings/<agency>/second-reader")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def second_reader(state: SettingsState) -> ResponseReturnValue:
    """Show which answers a colleague reads, and who could."""
    return _page(state, SecondReaderForm.of(state.settings.second_reader), Outcome())


@localized(
    pages,
    fr="/reglages/<agency>/deuxieme-lecture",
    en="/settings/<agency>/second-reader",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_second_reader(state: SettingsState) -> ResponseReturnValue:
    """Write in the draft which answers are read, or only show whom it is about."""
    form = SecondReaderForm.read(state.settings)
    page = partial(_page, form=form)
    write = partial(_text, state, form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, form.problems(), page, write, then)


def _page(state: SettingsState, form: SecondReaderForm, outcome: Outcome) -> str:
    language = current_language()
    with runtime().reading(PORTAL) as session:
        readers = members_who_may(session, Permission.ANSWER, state.agency.code)
    return form_page(
        "second_reading/settings_second_reader.html",
        state,
        outcome,
        form=form,
        choices=[(code, gettext(words)) for code, words in ANSWERS.items()],
        categories=[
            (category.code, category.name.text.in_(language))
            for category in state.settings.categories
        ],
        readers=[reader.name for reader in readers],
        concerned=concerned_by(
            state, categories=form.categories if form.answers == CATEGORIES else ()
        ),
    )


def _text(state: SettingsState, form: SecondReaderForm) -> str:
    if form == SecondReaderForm.of(state.settings.second_reader):
        return state.text
    if form.answers == NEVER:
        return without(state.text, SECTION) if says(state.text, SECTION) else state.text
    return with_values(state.text, SECTION, form.values())
