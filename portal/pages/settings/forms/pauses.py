"""What the time for an answer may stop for: the list of reasons, and the form of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item
from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.common import PauseSettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.lengths import units_alike
from portal.pages.settings.forms.pause_form import PauseForm
from portal.pages.settings.forms.saving import (
    NEW,
    Outcome,
    answer_item,
    drafted_by,
    existing,
    form_page,
)
from portal.pages.settings.forms.taken_over import text_with_own_answer
from portal.pages.settings.state import SettingsState, opens_settings, settings_page
from portal.releases.effects import PausedAnswer, answer_paused

SECTION = ("deadlines", "answer", "pauses")


@localized(bp, fr="/reglages/<agency>/suspensions", en="/settings/<agency>/pauses")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def pauses(state: SettingsState) -> ResponseReturnValue:
    """List what the draft lets the time for an answer stop for, or what is in force does."""
    return settings_page(
        "settings/forms/pauses.html",
        state,
        pauses=_listed(state),
        apart=_apart(state),
    )


@localized(bp, fr="/reglages/<agency>/suspensions/<code>", en="/settings/<agency>/pauses/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def pause(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a reason; the code + is that of a new one."""
    before = _pause(state, code)
    within = state.settings.deadlines.answer.within
    return _page(
        state, code, PauseForm.of(before) if before else PauseForm.empty(within), Outcome()
    )


@localized(
    bp,
    fr="/reglages/<agency>/suspensions/<code>",
    en="/settings/<agency>/pauses/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_pause(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a reason in the draft, take it away, or only show what it would do."""
    form = PauseForm.read()
    return answer_item(
        state,
        (SECTION, code),
        _pause(state, code) is not None,
        form.problems,
        partial(_page, code=code, form=form),
        partial(_text, state, code, form),
        url_for(".pauses", agency=state.agency.code),
    )


def _page(state: SettingsState, code: str, form: PauseForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/pause.html",
        state,
        outcome,
        is_new=code == NEW,
        form=form,
        counted=units_alike(state.settings.deadlines.answer.within),
        paused=None if outcome.problems else _paused(state, code, form),
        concerned=concerned_by(state),
    )


def _paused(state: SettingsState, code: str, form: PauseForm) -> PausedAnswer | None:
    """Return what a pause that begins with the complaint would do, if the form can be read."""
    if form.problems(state.settings):
        return None
    drafted = drafted_by(state, _text(state, code, form))
    return answer_paused(drafted, _code(state, code, form), runtime().now()) if drafted else None


def _text(state: SettingsState, code: str, form: PauseForm) -> str:
    values = form.values(_pause(state, code))
    return with_item(text_with_own_answer(state), SECTION, _code(state, code, form), values)


def _code(state: SettingsState, code: str, form: PauseForm) -> str:
    taken = [one.code for one in _listed(state)]
    return code_of(form.name_fr, taken) if code == NEW else code


def _pause(state: SettingsState, code: str) -> PauseSettings | None:
    return None if code == NEW else existing(_listed(state), code)


def _listed(state: SettingsState) -> Sequence[PauseSettings]:
    return state.settings.deadlines.answer.pauses


def _apart(state: SettingsState) -> list[CategorySettings]:
    """Return the categories whose own time for an answer has reasons of its own, or none."""
    offered = (one for one in state.settings.categories if not one.retired)
    return [one for one in offered if one.deadlines.answer is not None]
