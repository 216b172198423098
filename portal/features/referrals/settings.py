"""What the agency adds to the page for its employees; without it the portal's own words stand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_changes
from portal.agencies.settings.identity import StaffPage
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.saving import Outcome, answer_form, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import ngettext
from portal.pages.typed import typed_text

pages = Pages("settings")

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class StaffPageForm:
    """The fields as they were typed."""

    text_fr: str = ""
    text_en: str = ""

    @classmethod
    def of(cls, page: StaffPage | None) -> StaffPageForm:
        """Return the form that an agency's words fill."""
        return cls(*typed_in(page.text if page else None))

    @classmethod
    def read(cls) -> StaffPageForm:
        """Read the form of the request."""
        return cls(**{field.name: typed_text(field.name) for field in fields(cls)})

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        names = [field.name for field in fields(self)]
        problems = Problems(names)
        for name in names:
            excess = len(getattr(self, name)) - LONGEST
            if excess > 0:
                words = ngettext(
                    "Raccourcissez le texte de %(num)s caractère",
                    "Raccourcissez le texte de %(num)s caractères",
                    excess,
                )
                problems.add(name, words)
        note_missing_english(problems, settings, pairs_of(self, "text"))
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings."""
        return {"text": words_of(self.text_fr, self.text_en)}


@localized(pages, fr="/reglages/<agency>/personnel", en="/settings/<agency>/staff-page")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def staff_page(state: SettingsState) -> ResponseReturnValue:
    """Show the agency's own words to its employees."""
    return _page(state, StaffPageForm.of(state.settings.staff_page), Outcome())


@localized(
    pages, fr="/reglages/<agency>/personnel", en="/settings/<agency>/staff-page", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_staff_page(state: SettingsState) -> ResponseReturnValue:
    """Write the words in the draft, or only show what the page would say."""
    form = StaffPageForm.read()
    problems = form.problems(state.settings)
    page = partial(_page, form=form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, form), then)


def _page(state: SettingsState, form: StaffPageForm, outcome: Outcome) -> str:
    return form_page(
        "referrals/settings_staff_page.html",
        state,
        outcome,
        form=form,
        longest=LONGEST,
        concerned=concerned_by(state),
    )


def _text(state: SettingsState, form: StaffPageForm) -> str:
    before = StaffPageForm.of(state.settings.staff_page)
    return with_changes(state.text, "staff_page", before.values(), form.values())
