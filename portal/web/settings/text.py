"""The settings as a text, the same as in a file: mistakes are told with line and column."""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.settings.reader import Mistake
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.errors import SettingsMovedError
from portal.domain.permissions import Permission
from portal.services.settings.drafts import save_draft
from portal.web.current import runtime
from portal.web.languages import localized
from portal.web.settings.blueprint import bp
from portal.web.settings.state import SettingsState, seen_version, state_of


@dataclass(frozen=True, slots=True)
class QuotedMistake:
    """A mistake and the line on which it stands."""

    mistake: Mistake
    line: str


@localized(bp, fr="/reglages/<agency>/texte", en="/settings/<agency>/text")
@requires(Permission.CONFIGURE, agency_from="agency")
def edit(agency: str) -> ResponseReturnValue:
    """Show the draft as a text, or what is in force to begin one."""
    state = state_of(agency)
    return _page(state, state.text)


@localized(bp, fr="/reglages/<agency>/texte", en="/settings/<agency>/text", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def save(agency: str) -> ResponseReturnValue:
    """Keep the draft, right or not yet; a right one leads to what it would change."""
    portal, typed = runtime(), request.form.get("text", "").replace("\r\n", "\n")
    seen, user_id = seen_version(), current_actor().user_id
    try:
        with portal.transaction() as session:
            save_draft(session, agency, typed, user_id, portal.now(), seen)
    except SettingsMovedError:
        return make_response(_page(state_of(agency), typed, is_moved=True), 409)
    state = state_of(agency)
    if state.mistakes:
        return make_response(_page(state, state.text), 422)
    return redirect(url_for(".compare", agency=agency), 303)


def _page(state: SettingsState, typed: str, *, is_moved: bool = False) -> str:
    lines = typed.split("\n")
    mistakes = [] if is_moved else state.mistakes
    return render_template(
        "settings/text.html",
        state=state,
        agency=state.agency,
        typed=typed,
        is_moved=is_moved,
        mistakes=[QuotedMistake(one, lines[one.line - 1].strip()) for one in mistakes],
    )
