"""Other rules come into force: the last page before, and every version that was in force.

A version is read, compared, taken up again, handed over as a file. Open complaints whose date comes
later by the calendar in force are shown, and their dates put off where that is asked.
"""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.comparison import changes
from portal.agencies.settings.deadlines import CalendarSettings
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import SecondPersonNeededError, SettingsMovedError, UnknownVersionError
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.typed import whole_number
from portal.pages.current import gettext, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.compared import compared
from portal.pages.settings.drafting.fields import Form, Words
from portal.pages.settings.drafting.forms import HoldsFor
from portal.pages.settings.drafting.state import (
    Outcome,
    SettingsState,
    bp,
    form_page,
    keep_draft,
    seen_version,
    settings_page,
    state_of,
)
from portal.pages.settings.forms import every_form, section_name
from portal.pages.settings.forms.deadlines import STAGE_NAMES, changed_times
from portal.pages.settings.forms.levels import LevelPeople, level_people
from portal.pages.settings.home import advice, later_in_force, words_in_french_alone
from portal.pages.settings.second_person import second_person
from portal.releases.calendar_moves import REASON, ask_to_move_dates, later_dates
from portal.releases.drafts import publish as publish_draft
from portal.releases.effects import moved_days
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import Release
from portal.releases.queries_running import running_complaints
from portal.releases.replay import replay_of
from portal.releases.running import LevelsKept, OnRunning, on_running
from portal.words.catalogue import to_translate

REFUSALS: dict[type[Exception], str] = {
    SettingsMovedError: to_translate(
        "Les réglages ont changé pendant que vous lisiez. Relisez avant de publier."
    ),
    SecondPersonNeededError: to_translate(
        "Une autre personne doit publier ce que vous avez écrit."
    ),
    SettingsMistakesError: to_translate("Le brouillon a quelque chose à corriger."),
}
"""Why a draft is not put in force."""


@localized(bp, fr="/reglages/<agency>/publication", en="/settings/<agency>/publication")
@requires(Permission.CONFIGURE, agency_from="agency")
def compare(agency: str) -> ResponseReturnValue:
    """Show the draft beside what is in force, and the dates it would promise."""
    state = state_of(agency)
    if state.draft is None:
        return redirect(url_for(".index", agency=agency), 303)
    if state.mistakes:
        return redirect(url_for(".edit", agency=agency), 303)
    return _comparison(state)


@localized(
    bp,
    fr="/reglages/<agency>/publication",
    en="/settings/<agency>/publication",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def publish(agency: str) -> ResponseReturnValue:
    """Put the draft in force, if it and what it replaces are still what the person saw."""
    portal, user_id = runtime(), current_actor().user_id
    try:
        with portal.transaction() as session:
            release = publish_draft(
                session,
                agency,
                portal.agencies.portal,
                user_id,
                portal.now(),
                seen=seen_version(),
                instead_of=_seen_release(),
                moving_dates="reporter" in request.form,
            )
            rank = release.rank
    except tuple(REFUSALS) as error:
        if (version := _published_already(state_of(agency))) is not None:
            return _in_force(agency, version.rank)
        flash(gettext(REFUSALS[type(error)]), "warn")
        return redirect(url_for(".compare", agency=agency), 303)
    portal.take_up_changes()
    return _in_force(agency, rank)


def _in_force(agency: str, rank: int) -> ResponseReturnValue:
    flash(gettext("La version %(rank)s est en vigueur pour les nouvelles plaintes.", rank=rank))
    return redirect(url_for(".index", agency=agency), 303)


def _published_already(state: SettingsState) -> Release | None:
    """Return the version that the same person put in force by the same page, a moment ago."""
    before = next((one.rank for one in state.releases if one.id == _seen_release()), 0)
    is_next = state.current is not None and state.current.rank == before + 1
    is_own = state.draft is None and state.is_moved_by_oneself
    return state.current if is_next and is_own else None


def _seen_release() -> int:
    """Return the release in force on the page from which a form comes."""
    return request.form.get("release", 0, type=whole_number)


def _comparison(state: SettingsState) -> str:
    portal, drafted = runtime(), state.drafted
    is_other_calendar = _calendars(drafted) != _calendars(state.agency)
    with portal.reading(PORTAL) as session:
        later = later_dates(session, drafted, portal.now()) if is_other_calendar else []
        kinds = running_complaints(session, state.agency.code)
        replayed = replay_of(session, state.agency.code, state.replaced_id, state.text)
    under = portal.agencies.under
    received = [(kind, under(state.agency.code, kind.release_id)) for kind in kinds]
    running = on_running(received if state.current else (), state.agency, drafted, portal.now())
    return settings_page(
        "settings/publication.html",
        state,
        sections=compared(state.in_force, drafted.settings.model_dump(mode="json")),
        moved=moved_days(state.agency if state.current else None, drafted, portal.now()),
        times=_changed_times(state),
        running=running,
        begun=[time for time in running.times if time.is_for_running],
        kept=[time for time in running.times if not time.is_for_running],
        stage_names=STAGE_NAMES,
        at_once=_at_once(state),
        former_levels=_levels_kept(state, running),
        replayed=replayed,
        later=later,
        second=second_person(state),
        advice=advice(state),
        french_alone=words_in_french_alone(state),
    )


def _at_once(state: SettingsState) -> list[str]:
    """Return the parts that differ and hold for complaints that run from the publication on."""
    drafted = state.drafted.settings.model_dump(mode="json")
    differing = {change.path[0] for change in changes(state.in_force, drafted)}
    forms = (form for form in every_form() if form.holds_for is HoldsFor.AT_ONCE)
    sections = dict.fromkeys(form.section[0] for form in forms)
    return [section_name(section) for section in sections if section in differing]


def _levels_kept(
    state: SettingsState, running: OnRunning
) -> list[tuple[LevelsKept, list[LevelPeople]]]:
    """Return each way up that complaints keep, with those of its levels where nobody answers."""
    kept = []
    for levels in running.levels:
        people = level_people(state, levels.steps)
        kept.append((levels, [level for level in people.values() if level.without]))
    return kept


def _changed_times(state: SettingsState) -> list[tuple[str, str, str]]:
    """Return the times other than an answer's that a publication changes."""
    if state.current is None:
        return []
    in_force = AgencySettings.model_validate(state.in_force)
    return changed_times(in_force, state.drafted.settings)


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
    release = _release(state, rank)
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
    keep_draft(agency, _release(state_of(agency), rank).text or "")
    return redirect(url_for(".compare", agency=agency), 303)


@localized(
    bp,
    fr="/reglages/<agency>/versions/<int:rank>/fichier",
    en="/settings/<agency>/versions/<int:rank>/file",
)
@requires(Permission.CONFIGURE, agency_from="agency")
def download(agency: str, rank: int) -> Response:
    """Hand over a version as the file that `agency_configs/` would hold."""
    answer = make_response(_release(state_of(agency), rank).text or "")
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename={agency}.yaml"
    return answer


def _release(state: SettingsState, rank: int) -> Release:
    found = next((release for release in state.releases if release.rank == rank), None)
    if found is None:
        raise UnknownVersionError(str(rank))
    return found


# Open complaints whose date comes later by the calendar in force.

# The reason that complainants will read, each in the language of their complaint.
_REASON = Words(
    "reason",
    to_translate("Écrivez la raison en français"),
    to_translate("Écrivez la raison en anglais"),
)


@localized(bp, fr="/reglages/<agency>/dates", en="/settings/<agency>/dates")
@requires(Permission.CONFIGURE, agency_from="agency")
def dates(agency: str) -> ResponseReturnValue:
    """Show the complaints and both dates of each, and ask for the reason."""
    return _dates_page(
        state_of(agency), dict(zip(_REASON.ids({}), (REASON.fr, REASON.en), strict=True)), Outcome()
    )


@localized(bp, fr="/reglages/<agency>/dates", en="/settings/<agency>/dates", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
def move(agency: str) -> ResponseReturnValue:
    """Have the dates put off, if what is in force is still what the person saw."""
    state, problems = state_of(agency), Problems(_REASON.ids({}))
    form = _REASON.read(state.settings, None)
    _REASON.check(form, problems, state.settings.agency.languages[0])
    if problems:
        return make_response(_dates_page(state, form, Outcome(problems)), 422)
    reason = Text(form["reason_fr"], form["reason_en"])
    try:
        with runtime().transaction() as session:
            ask_to_move_dates(session, agency, _seen_release(), reason)
    except SettingsMovedError:
        return make_response(_dates_page(state_of(agency), form, Outcome(is_moved=True)), 409)
    flash(gettext("Les dates sont reportées une à une. Chaque personne reçoit la nouvelle date."))
    return redirect(url_for(".index", agency=agency), 303)


def _dates_page(state: SettingsState, form: Form, outcome: Outcome) -> str:
    later = later_in_force(state)
    return form_page("settings/dates.html", state, outcome, form=form, later=later)
