"""The form of one length of time: how long, on what it rests, and where that is published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.places import says
from portal.agencies.settings.common import TimeSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.allowance import Unit
from portal.pages.forms import Problems
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.lengths import length_of
from portal.pages.settings.forms.saving import FormPage, answer_form
from portal.pages.settings.forms.sources import how_it_is_known, note_wrong_source
from portal.pages.settings.state import SettingsState
from portal.pages.typed import typed_line


@dataclass(frozen=True, slots=True)
class TimeForm:
    """The fields as they were typed, in the order of the page."""

    amount: str = ""
    counted: str = Unit.CALENDAR_DAYS.value
    basis_fr: str = ""
    basis_en: str = ""
    source: str = ""

    @classmethod
    def of(cls, said: TimeSettings | None) -> TimeForm:
        """Return the form that a time fills; an empty one where none is said."""
        if said is None:
            return cls()
        length = (str(said.within.amount), said.within.unit.value)
        return cls(*length, *typed_in(said.basis), said.source or "")

    @classmethod
    def read(cls) -> TimeForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(
        self,
        settings: AgencySettings,
        amount: str,
        basis: str,
        units: Collection[Unit] = tuple(Unit),
    ) -> Problems:
        """Return what there is to correct, in the order of the page.

        `amount` and `basis` say what to do where there is no length of these units, or no reason.
        """
        problems = Problems([one.name for one in fields(self)])
        length = length_of(self.amount, self.counted)
        if length is None or length.unit not in units:
            problems.add("amount", amount)
        if not self.basis_fr:
            problems.add("basis_fr", basis)
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

    def written(self, state: SettingsState, section: str, before: TimeSettings | None) -> str:
        """Return the text of the draft with this time in `section`.

        What was left as it was is still taken from where it was.
        """
        if self == TimeForm.of(before):
            return state.text
        return with_values(state.text, section, self.values(before))


def answer_time(
    state: SettingsState,
    section: str,
    before: TimeSettings | None,
    form: TimeForm,
    problems: Problems,
    page: FormPage,
) -> ResponseReturnValue:
    """Write the time in the draft, go back to the common one, or only show the effect."""
    then = url_for(".index", agency=state.agency.code)
    if "remove" in request.form and says(state.text, section):
        return answer_form(state, Problems(), page, partial(without, state.text, section), then)
    return answer_form(state, problems, page, partial(form.written, state, section, before), then)
