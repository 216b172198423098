"""What the time for an answer may stop for: the list of reasons, and the form of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.files.editing import with_values
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.promise import Confidence, Stage
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import WHOLE_NUMBER, Form, Number, Words
from portal.pages.settings.drafting.forms import TIME, Edit, Entry, Place
from portal.pages.settings.drafting.lengths import Length, units_alike
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState
from portal.pages.settings.forms.deadlines import taken_over
from portal.releases.effects import answer_paused
from portal.words.catalogue import to_translate

_MOST_TIMES = 99
_AT_MOST = Length("at_most")


def _listed(state: SettingsState, place: Place) -> Mapping[str, Any]:
    """List the reasons, and the categories whose own time for an answer has others, or none."""
    apart = [
        category
        for category in state.settings.categories
        if not category.retired and category.deadlines.answer is not None
    ]
    return {"pauses": state.settings.deadlines.answer.pauses, "apart": apart}


def _note_other_units(edit: Edit, problems: Problems) -> None:
    alike = {unit for unit, _ in units_alike(edit.settings.deadlines.answer.within)}
    if edit.form["counted"] not in alike:
        problems.add("amount", gettext(WHOLE_NUMBER))


def _shown(edit: Edit) -> Mapping[str, Any]:
    drafted = edit.drafted
    return {
        "form": _counted_alike(edit),
        "counted": units_alike(edit.settings.deadlines.answer.within),
        "paused": answer_paused(drafted, edit.code, runtime().now()) if drafted else None,
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
    state, stage = edit.state, Stage.ANSWER.value
    answer = taken_over(state, stage)
    return with_values(state.text, "deadlines", {stage: answer}) if answer else state.text


def _now(settings: AgencySettings) -> str:
    count = len(settings.deadlines.answer.pauses)
    return ngettext("une raison", "%(num)s raisons", count) if count else gettext("aucune raison")


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
    shows=_shown,
    writes=_with_confidence,
    each=lambda settings, place: settings.deadlines.answer.pauses,
    listing=ListPage(
        "pauses",
        fr="suspensions",
        en="pauses",
        template="settings/forms/pauses.html",
        shows=_listed,
    ),
    base=_with_own_answer,
    entry=Entry(TIME, to_translate("Suspension du délai"), _now),
)
