"""Lists whose order citizens see: each entry goes one place up or down by a button."""

from __future__ import annotations

from functools import partial

from flask import redirect, request
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import Section, with_item_moved
from portal.pages.forms import Problems
from portal.pages.settings.forms.saving import FormPage, answer_form
from portal.pages.settings.state import SettingsState

_WAYS = {"up": -1, "down": 1}


def wanted_move() -> tuple[str, int] | None:
    """Return which entry a button moves, and by how many places."""
    moves = ((request.form[way], by) for way, by in _WAYS.items() if way in request.form)
    return next(moves, None)


def answer_move(state: SettingsState, section: Section, page: FormPage) -> ResponseReturnValue:
    """Move the entry that was asked for in the draft, and come back to the list."""
    wanted = wanted_move()
    if wanted is None:
        return redirect(request.path, 303)
    write = partial(with_item_moved, state.text, section, *wanted)
    return answer_form(state, Problems(), page, write, request.path)
