"""How events fare that an agency's plugin is told, for its administrators: what waits, what failed.

What was given up is told again from here, one by one or all at once.
"""

from __future__ import annotations

from functools import partial

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.told import is_told
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.event import EventKind
from portal.domain.permissions import Permission, may
from portal.domain.typed import whole_number
from portal.features.outgoing_events.actions import tell_again
from portal.features.outgoing_events.queries import LISTED, dead_count, standing_of
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.home import SettingsWarning, Warned
from portal.words.catalogue import to_translate

pages = Pages("settings")

KINDS: dict[str, str] = {
    EventKind.COMPLAINT_FILED: to_translate("Plainte reçue"),
    EventKind.COMPLAINT_STATUS_CHANGED: to_translate("Changement d’état"),
    EventKind.COMPLAINT_ESCALATED: to_translate("Montée d’un palier"),
    EventKind.MESSAGE_ADDED: to_translate("Message ajouté"),
}

# How a reason that is kept begins, and what that means.
_CAUSES: dict[str, str] = {
    "took too long": to_translate("Le module a pris trop de temps"),
    "the plugin is not answering": to_translate("Le module a pris trop de temps"),
    "ended its process": to_translate("Le module s’est terminé au lieu d’en prendre note"),
    "does not load": to_translate("Le module ne se charge pas"),
    "plugin ": to_translate("Le module ne se charge plus"),
    "raised": to_translate("Le module s’est arrêté sur une erreur"),
}


def cause_of(problem: str | None) -> str:
    """Return what a reason means, in the language of the page; nothing for one without words."""
    causes = (words for begins, words in _CAUSES.items() if (problem or "").startswith(begins))
    return next(map(gettext, causes), "")


@localized(pages, fr="/reglages/<agency>/evenements", en="/settings/<agency>/events")
@requires(Permission.CONFIGURE, agency_from="agency")
def events(agency: str) -> ResponseReturnValue:
    """Show which events the plugin asks for, what waits to be told, and what was given up."""
    portal = runtime()
    known = portal.agencies.agency(agency)
    standing = portal.read(PORTAL, standing_of, known.code)
    return render_template(
        "outgoing_events/settings_events.html",
        agency=known,
        asked=[gettext(KINDS[kind]) for kind in EventKind if is_told(known, kind)],
        is_loaded=known.plugin is not None,
        standing=standing,
        failing=cause_of(standing.failing),
        dead=[
            (event, gettext(KINDS[event.kind]), cause_of(event.problem)) for event in standing.dead
        ],
        listed=LISTED,
        may_open=may(current_actor(), Permission.SEE_COMPLAINTS, known.code),
    )


def _again(agency: Agency, form: Form, _problems: Problems) -> Act:
    event_id = form.get("event", None, type=whole_number)
    return partial(tell_again, agency=agency.code, event_id=event_id)


def _change(_agency: Agency, act: Act, _seen: int) -> int:
    portal = runtime()
    with portal.transaction() as session:
        again: int = act(session, user_id=current_actor().user_id, now=portal.now())
        return again


def _said(again: int) -> str:
    return ngettext(
        "Un événement sera transmis de nouveau.",
        "%(num)s événements seront transmis de nouveau.",
        again,
    )


def _warned(agency: str) -> Warned | None:
    """Return what the first page of the settings says where events were given up."""
    given_up = runtime().read(PORTAL, dead_count, agency)
    if not given_up:
        return None
    return Warned(
        ngettext(
            "Un événement n’a pas pu être transmis au module",
            "%(num)s événements n’ont pas pu être transmis au module",
            given_up,
        ),
        gettext("Voir pourquoi, et les transmettre de nouveau"),
        url_for("settings.events", agency=agency),
    )


WARNING = SettingsWarning(_warned)
EVENTS: Subject[Agency] = Subject(
    fr="/reglages/<agency>/evenements",
    en="/settings/<agency>/events",
    opened=lambda agency, what: runtime().agencies.agency(agency),
    change=_change,
    url=lambda agency: url_for("settings.events", agency=agency.code),
    shared=lambda agency: {"agency": agency},
    announces=True,
)
add_action(
    pages,
    ActionPage(
        EVENTS,
        "tell_events_again",
        "transmettre",
        "tell-again",
        Permission.CONFIGURE,
        _said,
        _again,
        is_button=True,
    ),
)
