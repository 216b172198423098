"""The times that the agency promises, what stops them, and when it takes up what was closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from portal.agencies.files.editing import with_values
from portal.agencies.files.tree import says
from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.deadlines import PROMISED, CompleteDeadlines, DeadlineSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.promise import Confidence, Stage, Unit
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import WHOLE_NUMBER, Form, Number, Words
from portal.pages.settings.drafting.forms import TIME, Entry, HoldsFor, SectionForm
from portal.pages.settings.drafting.lengths import (
    Length,
    PublishedLength,
    note_counted_apart,
    units_alike,
    units_to_choose,
)
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState
from portal.releases.effects import answer_day, answer_paused, reopening_day
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, allowance_words

# The time of each stage.

REPRISAL, AFTER_ANSWER, INFORMATION = "reprisal", "closing", "information_request"
URGENT = "urgent"
RECOMMENDATION = "recommendation_reply"
ACCOMMODATION = "accommodation"
STAGE_NAMES: dict[str, str] = {
    Stage.ACKNOWLEDGE.value: to_translate("Accusé de réception"),
    Stage.FIRST_CONTACT.value: to_translate("Prise en charge par une personne"),
    Stage.ANSWER.value: to_translate("Réponse"),
    REPRISAL: to_translate("Premier geste contre les représailles"),
    URGENT: to_translate("Premier geste pour une plainte urgente"),
    AFTER_ANSWER: to_translate("Fermeture après la réponse"),
    INFORMATION: to_translate("Demande de renseignements à l’interne"),
    RECOMMENDATION: to_translate("Réponse à une recommandation"),
    ACCOMMODATION: to_translate("Réponse à une demande d’adaptation"),
}
_FROM_RECEIPT = to_translate("Les jours se comptent à partir du lendemain de la réception.")
_COUNTED_FROM: dict[str, str] = {
    REPRISAL: to_translate("Les jours se comptent à partir du lendemain du signalement."),
    URGENT: to_translate("Les jours se comptent à partir du lendemain de la confirmation."),
    AFTER_ANSWER: to_translate("Les jours se comptent à partir du lendemain de la réponse."),
    INFORMATION: to_translate("Les jours se comptent à partir du lendemain de la demande."),
    RECOMMENDATION: to_translate("Les jours se comptent à partir du lendemain de l’envoi."),
    ACCOMMODATION: to_translate("Les jours se comptent à partir du lendemain de la demande."),
}


def _promised(settings: AgencySettings) -> CompleteDeadlines:
    """Return what is promised for every stage, by the agency or else by the portal itself."""
    by_portal: dict[str, DeadlineSettings] = {
        stage: DeadlineSettings.model_validate(
            {"within": str(promise.allowance), "basis": asdict(promise.basis)}
        )
        for stage, promise in PROMISED.items()
        if getattr(settings.deadlines, stage) is None
    }
    return settings.deadlines.model_copy(update=by_portal)


def changed_times(before: AgencySettings, after: AgencySettings) -> list[tuple[str, str, str]]:
    """Return each time other than an answer's that differs: its name, and both in words."""
    old, new, language = _promised(before), _promised(after), current_language()
    times = (
        (name, getattr(old, stage).within, getattr(new, stage).within)
        for stage, name in STAGE_NAMES.items()
        if stage != Stage.ANSWER
    )
    return [
        (gettext(name), allowance_words(was, language), allowance_words(will_be, language))
        for name, was, will_be in times
        if was != will_be
    ]


def _taken_over(state: SettingsState, stage: str) -> Mapping[str, Any]:
    """Return what the portal promises for a stage, nothing where the agency says its own.

    A deadline in an agency's file replaces the common one as a whole. Without this an agency that
    only changes how long it takes would lose how often it may put an answer off.
    """
    promised: DeadlineSettings | None = getattr(state.settings.deadlines, stage)
    if promised is None or says(state.text, "deadlines", stage):
        return {}
    common = promised.model_dump(mode="json", exclude_defaults=True)
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in common.items()
    }


def _write_changed(edit: Edit) -> str:
    """Write what changes: a promise left as it was is still taken from where it was."""
    changed = {
        field.at[0]: {**_taken_over(edit.state, field.at[0]), **edit.values[field.at[0]]}
        for field in DEADLINES.fields
        if any(edit.form[name] != edit.filled[name] for name in field.ids(edit.form))
    }
    return with_values(edit.state.text, "deadlines", changed)


def _note_stages_apart(edit: Edit, problems: Problems) -> None:
    for field in DEADLINES.fields:
        if (
            isinstance(field, Length)
            and edit.form[field.ids({})[1]] != edit.filled[field.ids({})[1]]
        ):
            kept = getattr(edit.settings.deadlines, field.at[0])
            note_counted_apart(field, edit.form, kept, problems)


def _shown_stages(edit: Edit) -> Mapping[str, Any]:
    drafted, now = edit.drafted, runtime().now()
    return {
        "stages": [
            (stage, gettext(name), _counted_from(stage)) for stage, name in STAGE_NAMES.items()
        ],
        "units": units_to_choose(),
        "day": drafted and answer_day(drafted, drafted.settings.default_category, now),
    }


def _counted_from(stage: str) -> str:
    """Return what the days of a stage are counted from, in words."""
    days = gettext(_COUNTED_FROM.get(stage, _FROM_RECEIPT))
    if stage != Stage.ACKNOWLEDGE:
        return days
    here = gettext("Sur ce portail, le numéro s’affiche tout de suite.")
    elsewhere = gettext("Ce délai vaut pour les autres moyens.")
    return f"{here} {elsewhere} {days}"


def _answer_time(settings: AgencySettings) -> str:
    answer, language = settings.deadlines.answer, current_language()
    word = after_file_words if answer.starts == "complete_file" else allowance_words
    sentence = gettext("réponse en %(length)s", length=word(answer.within, language))
    others = len(_with_own_time(settings))
    if others:
        sentence += ", " + ngettext("sauf une catégorie", "sauf %(num)s catégories", others)
    return sentence


def _with_own_time(settings: AgencySettings) -> list[CategorySettings]:
    """Return the categories offered that have their own time for an answer."""
    return [
        category
        for category in settings.categories
        if not category.retired and category.deadlines.answer is not None
    ]


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
    rules=_note_stages_apart,
    shows=_shown_stages,
    write=_write_changed,
    entry=Entry(TIME, to_translate("Délais"), _answer_time),
)


# What the time for an answer may stop for.

_MOST_TIMES = 99
_AT_MOST = Length("at_most")


def _note_other_units(edit: Edit, problems: Problems) -> None:
    alike = {unit for unit, _ in units_alike(edit.settings.deadlines.answer.within)}
    if edit.form["counted"] not in alike:
        problems.add("amount", gettext(WHOLE_NUMBER))


def _shown_pause(edit: Edit) -> Mapping[str, Any]:
    drafted = edit.drafted
    return {
        "form": _counted_alike(edit),
        "counted": units_alike(edit.settings.deadlines.answer.within),
        "paused": drafted and answer_paused(drafted, edit.code, runtime().now()),
    }


def _counted_alike(edit: Edit) -> Form:
    """Let a new reason begin with what the answer's time counts."""
    if not edit.is_new or edit.form != edit.filled:
        return edit.form
    return {**edit.form, "counted": edit.settings.deadlines.answer.within.unit.value}


def _with_confidence(edit: Edit, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write that a time typed here is a sample, since no page publishes it.

    One that was left as it was is as well known as it was.
    """
    if edit.before is not None and edit.before.at_most == _AT_MOST.found(edit.form):
        return values
    return {**values, "confidence": Confidence.ASSUMED.value}


def _with_own_answer(edit: Edit) -> str:
    """Return the text of the draft, with the common deadline for answers where it has none."""
    text, stage = edit.state.text, Stage.ANSWER.value
    answer = _taken_over(edit.state, stage)
    return with_values(text, "deadlines", {stage: answer}) if answer else text


PAUSES = ItemForm(
    "pause",
    fr="suspensions/<code>",
    en="pauses/<code>",
    section=("deadlines", "answer", "pauses"),
    template="settings/forms/pause.html",
    fields=(
        Words("name", to_translate("Écrivez en français ce qui est attendu")),
        _AT_MOST,
        Number(
            "times",
            1,
            _MOST_TIMES,
            to_translate("Écrivez un nombre entier, par exemple 1"),
            first=1,
            unsaid=1,
        ),
    ),
    rules=_note_other_units,
    shows=_shown_pause,
    writes=_with_confidence,
    entries=lambda settings, place: settings.deadlines.answer.pauses,
    listing=ListPage(
        "pauses",
        fr="suspensions",
        en="pauses",
        template="settings/forms/pauses.html",
        # A category's own time for an answer has other reasons, or none.
        shows=lambda state, place: {
            "pauses": state.settings.deadlines.answer.pauses,
            "apart": _with_own_time(state.settings),
        },
    ),
    base=_with_own_answer,
    entry=Entry(
        TIME,
        to_translate("Suspension du délai"),
        lambda settings: (
            ngettext("une raison", "%(num)s raisons", count)
            if (count := len(settings.deadlines.answer.pauses))
            else gettext("aucune raison")
        ),
    ),
)


# Until when a closed complaint is taken up again.


REOPENING = SectionForm(
    "reopening",
    holds_for=HoldsFor.AT_ONCE,
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
    shows=lambda edit: {
        "counted": units_to_choose(),
        "common": runtime().agencies.portal.reopening,
        "has_own": says(edit.state.text, "reopening"),
        "until": edit.drafted and reopening_day(edit.drafted, runtime().now()),
    },
    write=whole_section,
    entry=Entry(
        TIME,
        to_translate("Reprise d’une plainte fermée"),
        lambda settings: (
            allowance_words(settings.reopening.within, current_language())
            if settings.reopening
            else gettext("jamais")
        ),
    ),
)
