"""The first page of an agency's settings: what is in force, the draft, what is missing or fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.plugins.running import is_outdated
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.health import (
    COUNTED_AT_MOST,
    HookFailures,
    complaints_of_nobody,
    plugin_failures,
)
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, may, may_everywhere
from portal.pages.current import current_language, gettext, runtime
from portal.pages.languages import localized
from portal.pages.settings.dates import later_in_force
from portal.pages.settings.drafting.state import (
    SettingsState,
    bp,
    seen_version,
    settings_page,
    state_of,
)
from portal.pages.settings.sections import contents, words_in_french_alone
from portal.releases.drafts import discard_draft
from portal.words.catalogue import to_translate

DAYS = 30

ASKED: dict[str, str] = {
    "complaint_categories": to_translate("Sujets proposés"),
    "complaint_questions": to_translate("Questions de l’organisme"),
    "complaint_problems": to_translate("Réponses à corriger"),
    "complaint_notices": to_translate("Avis avant de porter plainte"),
    "receiving_unit": to_translate("Unité qui reçoit la plainte"),
    "working_calendar": to_translate("Jours et heures ouvrables"),
    "allowance": to_translate("Délais"),
    "escalation_path": to_translate("Paliers"),
    "recourses": to_translate("Autres recours"),
}


# How a reason that a history keeps begins, and what that means for people who know no code.
CAUSES: dict[str, str] = {
    "took too long": to_translate("Il a pris trop de temps"),
    "raised": to_translate("Il s’est arrêté sur une erreur"),
    "did not answer": to_translate("Sa réponse n’a pas la forme promise"),
}


@localized(bp, fr="/reglages/<agency>", en="/settings/<agency>")
@requires(Permission.CONFIGURE, agency_from="agency")
def index(agency: str) -> ResponseReturnValue:
    """Show what is in force, what is being prepared, and what was in force before."""
    state = state_of(agency)
    in_force = runtime().agencies.in_force
    with runtime().reading(PORTAL) as session:
        of_nobody = complaints_of_nobody(session, agency, runtime().now())
    return settings_page(
        "settings/index.html",
        state,
        plugin_problem=in_force.plugin_problems.get(agency),
        is_plugin_outdated=agency in in_force.agencies
        and is_outdated(in_force.agencies[agency].plugin),
        advice=advice(state),
        groups=contents(state),
        failures=recent_failures(agency),
        french_alone=words_in_french_alone(state),
        later=later_in_force(state),
        may_begin=may_everywhere(current_actor(), Permission.CONFIGURE),
        may_set_alarms=may_everywhere(current_actor(), Permission.SET_ALARM_RULES),
        of_nobody=of_nobody,
    )


@localized(
    bp,
    fr="/reglages/<agency>/brouillon/supprimer",
    en="/settings/<agency>/draft/discard",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def discard(agency: str) -> ResponseReturnValue:
    """Forget the draft; what is in force stays as it is."""
    if state_of(agency).current is None:
        # Nothing but its draft is there: that it all goes is said first.
        return redirect(url_for(".give_up", agency=agency), 303)
    with runtime().transaction() as session:
        discard_draft(session, agency, seen_version())
    flash(gettext("Le brouillon est supprimé. Rien n’a changé pour les citoyens."))
    return redirect(url_for(".index", agency=agency), 303)


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that is still to say, and the page on which it is said."""

    text: str
    address: str


def advice(state: SettingsState) -> list[Advice]:
    """Return what is still to say of an agency that nothing is in force of yet."""
    return list(_missing(state.settings)) if state.current is None else []


def _missing(settings: AgencySettings) -> Iterator[Advice]:
    code, channels = settings.agency.code, settings.channels
    if not settings.recourses:
        told = gettext("Aucun autre recours : dites où se tourner après la réponse.")
        yield Advice(told, url_for(".recourses", agency=code))
    if not (channels.phone or channels.post or channels.counter):
        told = gettext("Ni téléphone, ni adresse, ni comptoir pour qui n’a pas Internet.")
        yield Advice(told, url_for(".channels", agency=code))
    if not settings.agency.aliases:
        told = gettext("Aucun autre nom : dites comment les gens appellent l’organisme.")
        yield Advice(told, url_for(".public_page", agency=code))
    for category in settings.categories:
        if not category.words and category.code != settings.default_category:
            name = category.name.text.in_(current_language())
            told = gettext("Aucun mot ne mène à « %(name)s » dans la recherche.", name=name)
            yield Advice(told, url_for(".category", agency=code, code=category.code))


@dataclass(frozen=True, slots=True)
class RecentFailures:
    """What failed in the last days, hook by hook; `has_more` if not all were counted."""

    hooks: list[HookFailures]
    days: int
    may_open: bool

    @property
    def count(self) -> int:
        """How many failures were counted, all hooks together."""
        return sum(one.count for one in self.hooks)

    def asked(self, hook: str) -> str:
        """Return what the plugin was asked, in the reader's language."""
        return gettext(ASKED[hook]) if hook in ASKED else ""

    def cause(self, reason: str) -> str:
        """Return what went wrong, in the reader's language; the reason itself is for developers."""
        known = (cause for beginning, cause in CAUSES.items() if reason.startswith(beginning))
        found = next(known, None)
        return gettext(found) if found else ""

    @property
    def has_more(self) -> bool:
        """Tell whether there may be failures that were not counted."""
        return self.count >= COUNTED_AT_MOST


def recent_failures(agency: str) -> RecentFailures:
    """Return how an agency's plugin fared lately; complaints open for those who may see them."""
    portal = runtime()
    with portal.reading(PORTAL) as session:
        hooks = plugin_failures(session, agency, portal.now() - timedelta(days=DAYS))
    return RecentFailures(hooks, DAYS, may(current_actor(), Permission.SEE_COMPLAINTS, agency))
