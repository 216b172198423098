"""The last page before other rules come into force, and every version that was in force.

A version is read, compared, taken up again, handed over as a file.
"""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.deadlines import CalendarSettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import SecondPersonNeededError, SettingsMovedError
from portal.domain.permissions import Permission
from portal.pages.current import gettext, runtime
from portal.pages.languages import localized
from portal.pages.settings.drafting.state import (
    SettingsState,
    bp,
    seen_version,
    settings_page,
    state_of,
)
from portal.pages.settings.home import advice
from portal.pages.settings.sections import compared, words_in_french_alone
from portal.releases import drafts
from portal.releases.calendar_moves import later_dates
from portal.releases.effects import moved_days
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import open_complaints
from portal.releases.replay import replay_of


@localized(bp, fr="/reglages/<agency>/publication", en="/settings/<agency>/publication")
@requires(Permission.CONFIGURE, agency_from="agency")
def compare(agency: str) -> ResponseReturnValue:
    """Show the draft beside what is in force, and the dates it would promise."""
    state = state_of(agency)
    if state.draft is None:
        return redirect(url_for(".index", agency=agency), 303)
    if state.mistakes:
        return redirect(url_for(".edit", agency=agency), 303)
    return _page(state)


@localized(
    bp,
    fr="/reglages/<agency>/publication",
    en="/settings/<agency>/publication",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def publish(agency: str) -> ResponseReturnValue:
    """Put the draft in force, if it and what it replaces are still what the person saw."""
    try:
        rank = _published(agency)
    except SettingsMovedError:
        flash(
            gettext("Les réglages ont changé pendant que vous lisiez. Relisez avant de publier."),
            "warn",
        )
    except SecondPersonNeededError:
        flash(gettext("Une autre personne doit publier ce que vous avez écrit."), "warn")
    except SettingsMistakesError:
        flash(gettext("Le brouillon a quelque chose à corriger."), "warn")
    else:
        runtime().take_up_changes()
        flash(gettext("La version %(rank)s est en vigueur pour les nouvelles plaintes.", rank=rank))
        return redirect(url_for(".index", agency=agency), 303)
    return redirect(url_for(".compare", agency=agency), 303)


def _published(agency: str) -> int:
    portal = runtime()
    with portal.transaction() as session:
        release = drafts.publish(
            session,
            agency,
            portal.agencies.portal,
            current_actor().user_id,
            portal.now(),
            seen=seen_version(),
            instead_of=request.form.get("release", 0, type=int),
            moving_dates="reporter" in request.form,
        )
        return release.rank


def _page(state: SettingsState) -> str:
    portal, drafted = runtime(), state.as_drafted
    assert drafted is not None
    is_other_calendar = _calendars(drafted) != _calendars(state.agency)
    with portal.reading(PORTAL) as session:
        later = later_dates(session, drafted, portal.now()) if is_other_calendar else []
        still_open = open_complaints(session, state.agency.code)
        replayed = replay_of(session, state.agency.code, state.replaced_id, state.text)
    return settings_page(
        "settings/publication.html",
        state,
        sections=compared(state.in_force, drafted.settings.model_dump(mode="json")),
        moved=moved_days(state.agency if state.current else None, drafted, portal.now()),
        still_open=still_open,
        replayed=replayed,
        later=later,
        advice=advice(state),
        french_alone=words_in_french_alone(state),
    )


def _calendars(agency: Agency) -> list[CalendarSettings | None]:
    categories = agency.settings.categories
    return [agency.settings.calendar, *(category.calendar for category in categories)]


@localized(
    bp, fr="/reglages/<agency>/versions/<int:rank>", en="/settings/<agency>/versions/<int:rank>"
)
@requires(Permission.CONFIGURE, agency_from="agency")
def version(agency: str, rank: int) -> ResponseReturnValue:
    """Show a version beside what is in force."""
    state = state_of(agency)
    release = state.release(rank)
    return settings_page(
        "settings/version.html",
        state,
        release=release,
        sections=compared(state.in_force, release.settings),
    )


@localized(
    bp,
    fr="/reglages/<agency>/versions/<int:rank>",
    en="/settings/<agency>/versions/<int:rank>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def restore(agency: str, rank: int) -> ResponseReturnValue:
    """Make a version the draft, to be compared and published like any other."""
    portal, release = runtime(), state_of(agency).release(rank)
    with portal.transaction() as session:
        text = release.text or ""
        drafts.save_draft(
            session, agency, text, current_actor().user_id, portal.now(), seen_version()
        )
    return redirect(url_for(".compare", agency=agency), 303)


@localized(
    bp,
    fr="/reglages/<agency>/versions/<int:rank>/fichier",
    en="/settings/<agency>/versions/<int:rank>/file",
)
@requires(Permission.CONFIGURE, agency_from="agency")
def download(agency: str, rank: int) -> Response:
    """Hand over a version as the file that `agency_configs/` would hold."""
    answer = make_response(state_of(agency).release(rank).text or "")
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename={agency}.yaml"
    return answer
