"""What the agency promises for each stage, and what each promise rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values
from portal.agencies.settings.common import DeadlineSettings
from portal.agencies.settings.defaults import PROMISED
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.promise import Promise, Stage
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.english import note_missing_english, typed_in, words_of
from portal.pages.settings.forms.lengths import length_of, units_to_choose
from portal.pages.settings.forms.saving import Outcome, answer_form, drafted_by, form_page
from portal.pages.settings.forms.sources import how_it_is_known, note_wrong_source
from portal.pages.settings.forms.taken_over import taken_over
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import typed_line
from portal.releases.effects import answer_day
from portal.words.catalogue import to_translate

REPRISAL, AFTER_ANSWER, INFORMATION = "reprisal", "closing", "information_request"
URGENT = "urgent"
RECOMMENDATION = "recommendation_reply"
STAGE_NAMES: dict[str, str] = {
    Stage.ACKNOWLEDGE.value: to_translate("Accusé de réception"),
    Stage.FIRST_CONTACT.value: to_translate("Prise en charge par une personne"),
    Stage.ANSWER.value: to_translate("Réponse"),
    REPRISAL: to_translate("Premier geste contre les représailles"),
    URGENT: to_translate("Premier geste pour une plainte urgente"),
    AFTER_ANSWER: to_translate("Fermeture après la réponse"),
    INFORMATION: to_translate("Demande de renseignements à l’interne"),
    RECOMMENDATION: to_translate("Réponse à une recommandation"),
}
_FROM_RECEIPT = to_translate("Les jours se comptent à partir du lendemain de la réception.")
_COUNTED_FROM: dict[str, str] = {
    REPRISAL: to_translate("Les jours se comptent à partir du lendemain du signalement."),
    URGENT: to_translate("Les jours se comptent à partir du lendemain de la confirmation."),
    AFTER_ANSWER: to_translate("Les jours se comptent à partir du lendemain de la réponse."),
    INFORMATION: to_translate("Les jours se comptent à partir du lendemain de la demande."),
    RECOMMENDATION: to_translate("Les jours se comptent à partir du lendemain de l’envoi."),
}


@dataclass(frozen=True, slots=True)
class StageForm:
    """The fields of one stage, as they were typed."""

    stage: str
    amount: str
    counted: str
    basis_fr: str
    basis_en: str
    source: str

    @classmethod
    def of(cls, stage: str, promised: DeadlineSettings) -> StageForm:
        """Return the form that a promise fills."""
        within, basis = promised.within, promised.basis
        typed = (str(within.amount), within.unit.value, *typed_in(basis), promised.source or "")
        return cls(stage, *typed)

    @classmethod
    def read(cls, stage: str) -> StageForm:
        """Read the form of the request."""
        names = [one.name for one in fields(cls) if one.name != "stage"]
        return cls(stage, *(typed_line(f"{stage}_{name}") for name in names))

    @property
    def name(self) -> str:
        """What the stage is called."""
        return gettext(STAGE_NAMES[self.stage])

    @property
    def counted_from(self) -> str:
        """What its days are counted from, in words."""
        days = gettext(_COUNTED_FROM.get(self.stage, _FROM_RECEIPT))
        if self.stage == Stage.ACKNOWLEDGE:
            here = gettext("Sur ce portail, le numéro s’affiche tout de suite.")
            elsewhere = gettext("Ce délai vaut pour les autres moyens.")
            return f"{here} {elsewhere} {days}"
        return days

    def note_problems(self, problems: Problems, settings: AgencySettings) -> None:
        """Note what there is to correct."""
        if length_of(self.amount, self.counted) is None:
            told = gettext("Écrivez un nombre entier, par exemple 10")
            problems.add(f"{self.stage}_amount", told)
        if not self.basis_fr:
            told = gettext("Dites sur quoi ce délai repose")
            problems.add(f"{self.stage}_basis_fr", told)
        typed = {f"{self.stage}_basis_en": (self.basis_fr, self.basis_en)}
        note_missing_english(problems, settings, typed)
        note_wrong_source(problems, f"{self.stage}_source", self.source)

    def values(self, before: DeadlineSettings) -> dict[str, Any]:
        """Return what the form writes in the settings of its stage."""
        within = length_of(self.amount, self.counted)
        return {
            "within": str(within),
            "basis": words_of(self.basis_fr, self.basis_en),
            **how_it_is_known(self.source, within, before),
        }


@localized(bp, fr="/reglages/<agency>/delais", en="/settings/<agency>/deadlines")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def deadlines(state: SettingsState) -> ResponseReturnValue:
    """Show what is promised, and the day that it would lead to."""
    return _page(state, _forms(state.settings), Outcome())


@localized(bp, fr="/reglages/<agency>/delais", en="/settings/<agency>/deadlines", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_deadlines(state: SettingsState) -> ResponseReturnValue:
    """Write the promises that changed in the draft, or only show what they would do."""
    forms = [StageForm.read(stage) for stage in STAGE_NAMES]
    problems = Problems()
    for form in forms:
        form.note_problems(problems, state.settings)
    page = partial(_page, forms=forms)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, forms), then)


def _forms(settings: AgencySettings) -> list[StageForm]:
    return [StageForm.of(stage, _promised(settings, stage)) for stage in STAGE_NAMES]


def _promised(settings: AgencySettings, stage: str) -> DeadlineSettings:
    promised: DeadlineSettings | None = getattr(settings.deadlines, stage)
    return promised or _of_the_portal(PROMISED[stage])


def _of_the_portal(promise: Promise) -> DeadlineSettings:
    """Return a promise of the portal itself as settings would say it."""
    said = {"within": str(promise.allowance), "basis": asdict(promise.basis)}
    return DeadlineSettings.model_validate(said)


def _page(state: SettingsState, forms: list[StageForm], outcome: Outcome) -> str:
    return form_page(
        "settings/forms/deadlines.html",
        state,
        outcome,
        forms=forms,
        units=units_to_choose(),
        day=None if outcome.problems else _day(state, forms),
        concerned=concerned_by(state),
    )


def _day(state: SettingsState, forms: list[StageForm]) -> date | None:
    drafted = drafted_by(state, _text(state, forms))
    if drafted is None:
        return None
    return answer_day(drafted, drafted.settings.default_category, runtime().now())


def _text(state: SettingsState, forms: list[StageForm]) -> str:
    return with_values(state.text, "deadlines", _changed(state, forms))


def _changed(state: SettingsState, forms: list[StageForm]) -> Mapping[str, Any]:
    """Return what changes: a promise left as it was is still taken from where it was."""
    before = _forms(state.settings)
    return {
        form.stage: {
            **taken_over(state, form.stage),
            **form.values(_promised(state.settings, form.stage)),
        }
        for form, old in zip(forms, before, strict=True)
        if form != old
    }
