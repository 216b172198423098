"""How long after the closing a complaint may be taken up again, and the day that leads to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.places import says
from portal.agencies.settings.common import TimeSettings
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Unit
from portal.services.settings.effects import reopening_day
from portal.web.current import runtime
from portal.web.forms import Problems
from portal.web.languages import localized
from portal.web.settings.blueprint import bp
from portal.web.settings.forms.concerned import concerned_by
from portal.web.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.web.settings.forms.lengths import length_of, units_to_choose
from portal.web.settings.forms.saving import Outcome, answer_form, drafted_by, form_page
from portal.web.settings.forms.sources import how_it_is_known, note_wrong_source
from portal.web.settings.state import SettingsState, opens_settings
from portal.web.texts import gettext
from portal.web.typed import typed_line

SECTION = "reopening"


@dataclass(frozen=True, slots=True)
class ReopeningForm:
    """The fields as they were typed, in the order of the page."""

    amount: str = ""
    counted: str = Unit.CALENDAR_DAYS.value
    basis_fr: str = ""
    basis_en: str = ""
    source: str = ""

    @classmethod
    def of(cls, said: TimeSettings | None) -> ReopeningForm:
        """Return the form that a time fills; an empty one where nothing can be taken up again."""
        if said is None:
            return cls()
        length = (str(said.within.amount), said.within.unit.value)
        return cls(*length, *typed_in(said.basis), said.source or "")

    @classmethod
    def read(cls) -> ReopeningForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if length_of(self.amount, self.counted) is None:
            problems.add("amount", gettext("Écrivez un nombre entier, par exemple 30"))
        if not self.basis_fr:
            problems.add("basis_fr", gettext("Dites sur quoi ce délai repose"))
        note_missing_english(problems, settings, pairs_of(self, "basis"))
        note_wrong_source(problems, "source", self.source)
        return problems

    def values(self, before: TimeSettings | None) -> dict[str, Any]:
        """Return what the form writes in the settings."""
        within = length_of(self.amount, self.counted)
        return {
            "within": str(within),
            "basis": words_of(self.basis_fr, self.basis_en),
            **how_it_is_known(self.source, within, before),
        }


@localized(bp, fr="/reglages/<agency>/reprise", en="/settings/<agency>/reopening")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def reopening(state: SettingsState) -> ResponseReturnValue:
    """Show how long a closed complaint may be taken up again, and until when that would be."""
    return _page(state, ReopeningForm.of(state.settings.reopening), Outcome())


@localized(
    bp, fr="/reglages/<agency>/reprise", en="/settings/<agency>/reopening", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_reopening(state: SettingsState) -> ResponseReturnValue:
    """Write the time in the draft, go back to the common one, or only show the day."""
    is_removed = "remove" in request.form and _has_own(state)
    form = ReopeningForm.read()
    problems = Problems() if is_removed else form.problems(state.settings)
    page = partial(_page, form=form)
    write = partial(without, state.text, SECTION) if is_removed else partial(_text, state, form)
    return answer_form(state, problems, page, write, url_for(".index", agency=state.agency.code))


def _page(state: SettingsState, form: ReopeningForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/reopening.html",
        state,
        outcome,
        form=form,
        counted=units_to_choose(),
        common=runtime().agencies.portal.reopening,
        has_own=_has_own(state),
        until=None if outcome.problems else _until(state, form),
        concerned=concerned_by(state),
    )


def _until(state: SettingsState, form: ReopeningForm) -> date | None:
    """Return until when a complaint closed now could be taken up again under this form."""
    drafted = None if form.problems(state.settings) else drafted_by(state, _text(state, form))
    return reopening_day(drafted, runtime().now()) if drafted else None


def _text(state: SettingsState, form: ReopeningForm) -> str:
    """Write the time; what was left as it was is still taken from where it was."""
    before = state.settings.reopening
    if form == ReopeningForm.of(before):
        return state.text
    return with_values(state.text, SECTION, form.values(before))


def _has_own(state: SettingsState) -> bool:
    return says(state.text, SECTION)
