"""An agency's settings as its administrators see them, and what every form does when it is sent.

What is in force and the draft are shown; a form is corrected, shown with its effect, or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, TypeVar

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import Mistake
from portal.agencies.settings.schema import AgencySettings
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError, UnknownSettingError
from portal.domain.typed import whole_number
from portal.pages.as_shown import with_labels
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.resending import is_sent_form, resend_page
from portal.releases.drafts import (
    CheckedSettings,
    as_prepared,
    check_settings,
    save_draft,
)
from portal.releases.queries import Draft, Release, draft_of, open_complaints, releases_of
from portal.releases.second_person import needs_second_person

bp = Pages("settings")
"""The settings pages of the kernel."""

Thing = TypeVar("Thing")

NEW = "+"
"""Stands for its code in the address of a thing that is not there yet."""


@dataclass(frozen=True)
class SettingsState:
    """What is in force for an agency, its releases, and the draft with what it says.

    Of an agency in preparation nothing is in force: `current` is None, and `agency` is as drafted.
    """

    agency: Agency
    current: Release | None
    releases: list[Release]
    draft: Draft | None
    checked: CheckedSettings | None
    names: dict[int, str]

    @property
    def version(self) -> int:
        """The version of the draft, 0 without one."""
        return self.draft.version if self.draft else 0

    @property
    def replaced_id(self) -> int:
        """The release that a publication would replace, 0 for none."""
        return self.current.id if self.current else 0

    @property
    def in_force(self) -> Mapping[str, Any]:
        """The settings in force, complete; none of an agency in preparation."""
        return self.current.settings if self.current else {}

    @property
    def text(self) -> str:
        """The text to go on from: the draft's, else what is in force."""
        version = self.draft or self.current
        return (version.text if version else None) or ""

    @property
    def mistakes(self) -> list[Mistake]:
        """What is wrong in the draft."""
        return self.checked.mistakes if self.checked else []

    @property
    def is_behind(self) -> bool:
        """Tell whether other settings came into force since the draft was begun."""
        if self.draft is None or self.current is None:
            return False
        return self.draft.base_release_id != self.current.id

    @property
    def is_moved_by_oneself(self) -> bool:
        """Tell whether whoever reads saved the draft last, or published it: in another tab."""
        if self.draft is not None:
            editor = self.draft.edited_by
        else:
            editor = self.current.published_by if self.current else None
        return editor is not None and editor == current_actor().user_id

    @property
    def waits_for_another(self) -> bool:
        """Tell whether another person has to publish what this one wrote."""
        return self.draft is not None and needs_second_person(
            self.in_force, self.draft.edited_by, current_actor().user_id
        )

    @property
    def may_give_back(self) -> bool:
        """Tell whether the text that somebody else wrote before may be taken up and published."""
        before = self.draft.before_by if self.draft else None
        return self.waits_for_another and before is not None and before in self.names

    @property
    def settings(self) -> AgencySettings:
        """What the draft says if it is right, else what is in force."""
        if self.checked is not None and self.checked.settings is not None:
            return self.checked.settings
        if self.current is not None:
            return AgencySettings.model_validate(self.current.settings)
        return self.agency.settings

    @property
    def drafted(self) -> Agency:
        """The agency as it would be under the draft if that is right, else as it is."""
        settings = self.checked.settings if self.checked else None
        return replace(self.agency, settings=settings) if settings else self.agency


def state_of(code: str) -> SettingsState:
    """Return the settings of an agency, in force or in preparation, or raise UnknownAgencyError."""
    portal = runtime()
    if code not in portal.agencies.in_force.agencies:
        # Another process may have brought it into force a moment ago.
        portal.take_up_changes()
    with portal.reading(PORTAL) as session:
        releases, draft = releases_of(session, code), draft_of(session, code)
        settings = portal.agencies.portal
        checked = check_settings(session, code, draft.text, settings) if draft else None
        editor = draft.edited_by if draft else None
        before = draft.before_by if draft else None
        names = names_of(session, [editor, before, *(release.published_by for release in releases)])
    current = next((release for release in releases if release.in_force), None)
    if current is None and draft is not None:
        agency = as_prepared(code, draft.text, settings)
    else:
        agency = portal.agencies.agency(code)
    return SettingsState(agency, current, releases, draft, checked, names)


def opens_settings(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Hand a form's page the settings of its address; a draft with mistakes leads to its text."""

    @wraps(view)
    def opening(agency: str, **more: str) -> ResponseReturnValue:
        state = state_of(agency)
        if state.mistakes and is_sent_form():
            return resend_page(
                gettext("Le brouillon a quelque chose à corriger."),
                gettext("Corrigez son texte dans un autre onglet, puis envoyez de nouveau."),
                409,
            )
        if state.mistakes:
            flash(gettext("Le brouillon a quelque chose à corriger."), "warn")
            return redirect(url_for(".edit", agency=agency), 303)
        return view(state, **more)

    return opening


def settings_page(template: str, state: SettingsState, **shown: object) -> str:
    """Return a page about an agency's settings; `shown` is what it shows of its own."""
    return render_template(template, state=state, agency=state.agency, **shown)


def seen_version() -> int:
    """Return the version of the draft that the page showed from which a form comes."""
    return request.form.get("version", 0, type=whole_number)


def wants_preview() -> bool:
    """Tell whether the person asked to see the effect of a form, not to save it."""
    return "preview" in request.form


def wants_more_rows() -> bool:
    """Tell whether the person asked for room for more in a form, not to save it."""
    return "more" in request.form


def keep_draft(agency: str, text: str) -> None:
    """Keep a text as the draft, or raise SettingsMovedError if it is not the one that was seen."""
    portal, user_id = runtime(), current_actor().user_id
    with portal.transaction() as session:
        save_draft(session, agency, text, user_id, portal.now(), seen_version())


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
    return with_labels(settings_page(template, state, **{**came, **shown}))


def answer_form(
    state: SettingsState,
    problems: Problems,
    page: FormPage,
    write: Callable[[], str],
    then: str,
) -> ResponseReturnValue:
    """Keep the draft's new text that `write` returns and lead to `then`.

    Or show the page again: because somebody else changed the draft meanwhile, with what to correct,
    or with the effect that was asked for, which is checked as what is kept.
    """
    if seen_version() != state.version:
        return make_response(page(state, Outcome(is_moved=True)), 409)
    outcome = Outcome(problems)
    if problems:
        return make_response(page(state, outcome), 422)
    text = write()
    checked = checked_text(state, text)
    if checked.settings is None:
        return make_response(page(state, replace(outcome, mistakes=checked.mistakes)), 422)
    if wants_preview():
        return make_response(page(state, outcome), 200)
    try:
        keep_draft(state.agency.code, text)
    except SettingsMovedError:
        moved = replace(outcome, is_moved=True)
        return make_response(page(state_of(state.agency.code), moved), 409)
    flash(gettext("C’est enregistré dans le brouillon. Les citoyens ne le voient pas encore."))
    return redirect(then, 303)


def checked_text(state: SettingsState, text: str) -> CheckedSettings:
    """Read a text as the agency's settings, beside those of every other agency."""
    portal = runtime()
    return portal.read(PORTAL, check_settings, state.agency.code, text, portal.agencies.portal)


def concerned_by(
    state: SettingsState, *, categories: Collection[str] = (), unit: str | None = None
) -> int:
    """Count the open complaints of the agency, or of the `categories` or the `unit` of a form.

    What is not there yet has none.
    """
    if NEW in categories or unit == NEW:
        return 0
    return runtime().read(
        PORTAL, open_complaints, state.agency.code, categories=categories, unit=unit
    )


def existing(things: Iterable[Thing], code: str | int, key: str = "code") -> Thing:
    """Return the thing with this code, or raise UnknownSettingError: it has no page."""
    for thing in things:
        if getattr(thing, key) == code:
            return thing
    raise UnknownSettingError(str(code))
