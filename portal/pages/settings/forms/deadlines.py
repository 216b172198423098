"""The times that the agency promises: for each stage, and for taking up a closed complaint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from portal.agencies.files.editing import with_values
from portal.agencies.files.tree import says
from portal.agencies.settings.deadlines import PROMISED, CompleteDeadlines, DeadlineSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.promise import Promise, Stage, Unit
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.settings.drafting.forms import TIME, Edit, Entry, SectionForm, whole_section
from portal.pages.settings.drafting.lengths import PublishedLength, units_to_choose
from portal.pages.settings.drafting.state import SettingsState
from portal.releases.effects import answer_day, reopening_day
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, allowance_words

NAME = to_translate("Délais")
REOPENING_NAME = to_translate("Reprise d’une plainte fermée")

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


def _promised(settings: AgencySettings) -> CompleteDeadlines:
    """Return what is promised for every stage, by the agency or else by the portal itself."""
    unsaid = {
        stage: _of_the_portal(PROMISED[stage])
        for stage in STAGE_NAMES
        if getattr(settings.deadlines, stage) is None
    }
    return settings.deadlines.model_copy(update=unsaid)


def _of_the_portal(promise: Promise) -> DeadlineSettings:
    """Return a promise of the portal itself as settings would say it."""
    said = {"within": str(promise.allowance), "basis": asdict(promise.basis)}
    return DeadlineSettings.model_validate(said)


def taken_over(state: SettingsState, stage: str) -> Mapping[str, Any]:
    """Return what the portal promises for a stage, nothing where the agency says its own.

    A deadline in an agency's file replaces the common one as a whole. Without this an agency that
    only changes how long it takes would lose how often it may put an answer off.
    """
    promised: DeadlineSettings | None = getattr(state.settings.deadlines, stage)
    if promised is None or says(state.text, "deadlines", stage):
        return {}
    common = promised.model_dump(mode="json", exclude_defaults=True)
    return {name: tuple(said) if isinstance(said, list) else said for name, said in common.items()}


def _write(edit: Edit) -> str:
    """Write what changes: a promise left as it was is still taken from where it was."""
    changed = {
        field.at[0]: {**taken_over(edit.state, field.at[0]), **edit.values[field.at[0]]}
        for field in DEADLINES.fields
        if any(edit.form[name] != edit.filled[name] for name in field.ids(edit.form))
    }
    return with_values(edit.state.text, "deadlines", changed)


def _shown(edit: Edit) -> Mapping[str, Any]:
    return {
        "stages": [
            (stage, gettext(name), _counted_from(stage)) for stage, name in STAGE_NAMES.items()
        ],
        "units": units_to_choose(),
        "day": _day(edit),
    }


def _counted_from(stage: str) -> str:
    """Return what the days of a stage are counted from, in words."""
    days = gettext(_COUNTED_FROM.get(stage, _FROM_RECEIPT))
    if stage == Stage.ACKNOWLEDGE:
        here = gettext("Sur ce portail, le numéro s’affiche tout de suite.")
        elsewhere = gettext("Ce délai vaut pour les autres moyens.")
        return f"{here} {elsewhere} {days}"
    return days


def _day(edit: Edit) -> date | None:
    drafted = edit.drafted
    if drafted is None:
        return None
    return answer_day(drafted, drafted.settings.default_category, runtime().now())


def _answer_time(settings: AgencySettings) -> str:
    answer, language = settings.deadlines.answer, current_language()
    word = after_file_words if answer.starts == "complete_file" else allowance_words
    told = gettext("réponse en %(length)s", length=word(answer.within, language))
    others = sum(
        not category.retired and category.deadlines.answer is not None
        for category in settings.categories
    )
    if others:
        told += ", " + ngettext("sauf une catégorie", "sauf %(num)s catégories", others)
    return told


DEADLINES = SectionForm(
    "deadlines",
    fr="delais",
    en="deadlines",
    section=("deadlines",),
    template="settings/forms/deadlines.html",
    fields=tuple(
        PublishedLength(
            at=(stage,),
            prefix=f"{stage}_",
            missing_basis=to_translate("Dites sur quoi ce délai repose"),
        )
        for stage in STAGE_NAMES
    ),
    says=_promised,
    shows=_shown,
    write=_write,
    entry=Entry(TIME, NAME, _answer_time),
    names={"deadlines": NAME},
)


def _shown_reopening(edit: Edit) -> Mapping[str, Any]:
    return {
        "counted": units_to_choose(),
        "common": runtime().agencies.portal.reopening,
        "has_own": says(edit.state.text, "reopening"),
        "until": reopening_day(edit.drafted, runtime().now()) if edit.drafted else None,
    }


def _reopening_time(settings: AgencySettings) -> str:
    own = settings.reopening
    return allowance_words(own.within, current_language()) if own else gettext("jamais")


REOPENING = SectionForm(
    "reopening",
    fr="reprise",
    en="reopening",
    section=("reopening",),
    template="settings/forms/reopening.html",
    fields=(
        PublishedLength(
            unit=Unit.CALENDAR_DAYS,
            missing=to_translate("Écrivez un nombre entier, par exemple 30"),
            missing_basis=to_translate("Dites sur quoi ce délai repose"),
        ),
    ),
    says=lambda settings: settings.reopening,
    may_go=True,
    shows=_shown_reopening,
    write=whole_section,
    entry=Entry(TIME, REOPENING_NAME, _reopening_time),
    names={"reopening": REOPENING_NAME},
)
