"""The recent failures of an agency's plugin, as its administrators see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal.auth.sign_in import current_actor
from portal.complaints.queries.health import COUNTED_AT_MOST, HookFailures, plugin_failures
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission, may
from portal.pages.current import runtime
from portal.pages.texts import gettext
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
