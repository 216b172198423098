"""What every form of settings does when it is sent: correct, show the effect, or keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from flask import flash, make_response, redirect
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import Mistake
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError, UnknownAgencyError
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.state import (
    SettingsState,
    seen_version,
    settings_page,
    state_of,
    wants_preview,
)
from portal.releases.drafts import CheckedSettings, check_settings, save_draft
from portal.releases.queries import open_complaints

NEW = "+"
"""Stands for its code in the address of a thing that is not there yet."""


class HasCode(Protocol):
    """Something that settings list under a code."""

    @property
    def code(self) -> str:
        """The code, which stands in addresses."""


Coded = TypeVar("Coded", bound=HasCode)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of sending a form; nothing yet where it is only shown.

    There is something to correct at its fields, or the reader found mistakes in what it writes, or
    somebody else was faster.
    """

    problems: Problems = field(default_factory=Problems)
    mistakes: Sequence[Mistake] = ()
    is_moved: bool = False


FormPage = Callable[[SettingsState, Outcome], str]
"""The page of a form, or of a list that has buttons, with everything that was typed."""


def form_page(template: str, state: SettingsState, outcome: Outcome, **shown: object) -> str:
    """Return the page of a form with what came of sending it, and what it shows of its own."""
    came = {
        "problems": outcome.problems,
        "mistakes": outcome.mistakes,
        "is_moved": outcome.is_moved,
    }
    return settings_page(template, state, **{**came, **shown})


def answer_form(
    state: SettingsState,
    problems: Problems,
    page: FormPage,
    write: Callable[[], str],
    then: str,
) -> ResponseReturnValue:
    """Keep the draft's new text that `write` returns and lead to `then`.

    Or show the page again: with what to correct, with the effect that was asked for, or because
    somebody else changed the draft meanwhile.
    """
    outcome = Outcome(problems)
    if problems or wants_preview():
        return make_response(page(state, outcome), 422 if problems else 200)
    text = write()
    checked = checked_text(state, text)
    if checked.settings is None:
        return make_response(page(state, replace(outcome, mistakes=checked.mistakes)), 422)
    try:
        _keep(state.agency.code, text)
    except SettingsMovedError:
        moved = replace(outcome, is_moved=True)
        return make_response(page(state_of(state.agency.code), moved), 409)
    flash(gettext("C’est enregistré dans le brouillon. Les citoyens ne le voient pas encore."))
    return redirect(then, 303)


def existing(things: Iterable[Coded], code: str) -> Coded:
    """Return the thing with this code, or raise UnknownAgencyError: it has no page."""
    found = next((thing for thing in things if thing.code == code), None)
    if found is None:
        raise UnknownAgencyError(code)
    return found


def checked_text(state: SettingsState, text: str) -> CheckedSettings:
    """Read a text as the agency's settings, beside those of every other agency."""
    portal = runtime()
    with portal.reading(PORTAL) as session:
        return check_settings(session, state.agency.code, text, portal.agencies.portal)


def drafted_by(state: SettingsState, text: str) -> Agency | None:
    """Return the agency as it would be under a text, or None where the text is not right."""
    settings = checked_text(state, text).settings
    return replace(state.agency, settings=settings) if settings is not None else None


def concerned_by(
    state: SettingsState, *, categories: Collection[str] = (), unit: str | None = None
) -> int:
    """Count the open complaints of the agency, or of the `categories` or the `unit` of a form.

    What is not there yet has none.
    """
    if NEW in categories or unit == NEW:
        return 0
    with runtime().reading(PORTAL) as session:
        return open_complaints(session, state.agency.code, categories=categories, unit=unit)


def _keep(agency: str, text: str) -> None:
    portal, user_id = runtime(), current_actor().user_id
    with portal.transaction() as session:
        save_draft(session, agency, text, user_id, portal.now(), seen_version())
