"""By what complaints are judged when they are closed: the list of criteria, the form of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.handling import CriterionSettings
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.ordering import answer_move
from portal.pages.settings.forms.saving import (
    NEW,
    Outcome,
    answer_item,
    drafted_by,
    existing,
    form_page,
)
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import chosen, typed_line
from portal.words.catalogue import to_translate

SECTION = "criteria"
FOUNDED, UNFOUNDED = "founded", "unfounded"
FINDINGS: dict[str, str] = {
    FOUNDED: to_translate("Pour une plainte fondée, même en partie"),
    UNFOUNDED: to_translate("Pour une plainte non fondée"),
}


@dataclass(frozen=True, slots=True)
class CriterionForm:
    """The fields as they were typed, in the order of the page."""

    name_fr: str = ""
    name_en: str = ""
    finding: str = FOUNDED

    @classmethod
    def of(cls, criterion: CriterionSettings) -> CriterionForm:
        """Return the form that a criterion fills."""
        return cls(*typed_in(criterion.name), criterion.finding)

    @classmethod
    def read(cls) -> CriterionForm:
        """Read the form of the request."""
        finding = chosen("finding", frozenset(FINDINGS))
        return cls(typed_line("name_fr"), typed_line("name_en"), finding)

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not self.name_fr:
            problems.add("name_fr", gettext("Écrivez le critère en français"))
        note_missing_english(problems, settings, pairs_of(self, "name"))
        if not self.finding:
            problems.add("finding", gettext("Choisissez à quelle conclusion il mène"))
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings of its criterion."""
        finding = None if self.finding == FOUNDED else self.finding
        return {"name": words_of(self.name_fr, self.name_en), "finding": finding}


@localized(bp, fr="/reglages/<agency>/criteres", en="/settings/<agency>/criteria")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def criteria(state: SettingsState) -> ResponseReturnValue:
    """List the criteria of the draft, or of what is in force."""
    return _list(state, outcome=Outcome())


@localized(
    bp, fr="/reglages/<agency>/criteres", en="/settings/<agency>/criteria", methods=("POST",)
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def order_criteria(state: SettingsState) -> ResponseReturnValue:
    """Move a criterion of the draft one place up or down."""
    return answer_move(state, SECTION, _list)


@localized(bp, fr="/reglages/<agency>/criteres/<code>", en="/settings/<agency>/criteria/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def criterion(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a criterion; the code + is that of a new one."""
    before = _criterion(state, code)
    return _page(state, code, CriterionForm.of(before) if before else CriterionForm(), Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/criteres/<code>",
    en="/settings/<agency>/criteria/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_criterion(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a criterion in the draft, take it away, or only show how it would be chosen."""
    form = CriterionForm.read()
    return answer_item(
        state,
        (SECTION, code),
        _criterion(state, code) is not None,
        form.problems,
        partial(_page, code=code, form=form),
        partial(_text, state, code, form),
        url_for(".criteria", agency=state.agency.code),
    )


def _list(state: SettingsState, outcome: Outcome) -> str:
    listed = state.settings.criteria
    return form_page(
        "settings/forms/criteria.html", state, outcome, criteria=listed, findings=FINDINGS
    )


def _page(state: SettingsState, code: str, form: CriterionForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/criterion.html",
        state,
        outcome,
        is_new=code == NEW,
        form=form,
        findings=[(finding, gettext(name)) for finding, name in FINDINGS.items()],
        offered=[] if outcome.problems else _offered(state, code, form),
        concerned=concerned_by(state),
    )


def _offered(state: SettingsState, code: str, form: CriterionForm) -> list[Text]:
    """Return all that could be chosen beside it when a complaint is closed, it among them."""
    if form.problems(state.settings):
        return []
    drafted = drafted_by(state, _text(state, code, form))
    listed = drafted.settings.criteria if drafted else ()
    return [one.name.text for one in listed if one.finding == form.finding]


def _text(state: SettingsState, code: str, form: CriterionForm) -> str:
    own = code_of(form.name_fr, [one.code for one in _listed(state)]) if code == NEW else code
    return with_item(state.text, SECTION, own, form.values())


def _criterion(state: SettingsState, code: str) -> CriterionSettings | None:
    return None if code == NEW else existing(_listed(state), code)


def _listed(state: SettingsState) -> Sequence[CriterionSettings]:
    return state.settings.criteria
