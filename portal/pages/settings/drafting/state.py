"""An agency's settings as its administrators see them: what is in force, and the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.reader import Mistake
from portal.agencies.settings.schema import AgencySettings
from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.domain.actor import PORTAL
from portal.domain.errors import UnknownAgencyError
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.releases.beginnings import as_prepared
from portal.releases.drafts import CheckedSettings, check_settings, needs_second_person
from portal.releases.queries import Draft, Release, draft_of, releases_of

bp = Pages("settings")
"""The settings pages of the kernel."""


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
        if self.draft is not None:
            return self.draft.text
        return (self.current.text if self.current else None) or ""

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
    def waits_for_another(self) -> bool:
        """Tell whether another person has to publish what this one wrote."""
        if self.draft is None:
            return False
        return needs_second_person(self.in_force, self.draft.edited_by, current_actor().user_id)

    @property
    def settings(self) -> AgencySettings:
        """What the draft says if it is right, else what is in force."""
        if self.checked is not None and self.checked.settings is not None:
            return self.checked.settings
        if self.current is not None:
            return AgencySettings.model_validate(self.current.settings)
        return self.agency.settings

    @property
    def as_drafted(self) -> Agency | None:
        """The agency as it would be under the draft, if the draft is right."""
        if self.checked is None or self.checked.settings is None:
            return None
        return replace(self.agency, settings=self.checked.settings)

    def release(self, rank: int) -> Release:
        """Return one of the releases, or raise UnknownAgencyError if there is no such one."""
        for release in self.releases:
            if release.rank == rank:
                return release
        raise UnknownAgencyError(self.agency.code)


def seen_version() -> int:
    """Return the version of the draft that the page showed from which a form comes."""
    return request.form.get("version", 0, type=int)


def wants_preview() -> bool:
    """Tell whether the person asked to see the effect of a form, not to save it."""
    return "preview" in request.form


def opens_settings(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Hand a form's page the settings of its address; a draft with mistakes leads to its text."""

    @wraps(view)
    def opening(agency: str, **more: str) -> ResponseReturnValue:
        state = state_of(agency)
        if state.mistakes:
            flash(gettext("Le brouillon a quelque chose à corriger."), "warn")
            return redirect(url_for(".edit", agency=agency), 303)
        return view(state, **more)

    return opening


def settings_page(template: str, state: SettingsState, **shown: object) -> str:
    """Return a page about an agency's settings; `shown` is what it shows of its own."""
    return render_template(template, state=state, agency=state.agency, **shown)


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
        names = names_of(session, [editor, *(release.published_by for release in releases)])
    current = next((release for release in releases if release.in_force), None)
    if current is None and draft is not None:
        agency = as_prepared(code, draft.text, settings)
    else:
        agency = portal.agencies.agency(code)
    return SettingsState(agency, current, releases, draft, checked, names)
