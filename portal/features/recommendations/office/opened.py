"""Opening a recommendation for a page: read once, with what whoever looks may do with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.work import Advice
from portal.domain.actor import is_or_replaces
from portal.domain.permissions import Permission, may
from portal.features.recommendations.queries import FoundRecommendation, recommendation
from portal.features.recommendations.rules import WORDING, Addressee, State, Step, may_verify
from portal.pages.current import runtime
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate


@dataclass(frozen=True)
class OpenedRecommendation:
    """A recommendation as it was when the page was asked for."""

    found: FoundRecommendation
    agency: Agency
    advice: Advice
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the agency's days."""
        return self.advice.calendar.zone

    @property
    def is_at_top(self) -> bool:
        """Tell whether the top authority itself has to reply: a refusal is then the last word."""
        return self.found.level >= len(self.advice.path)

    @property
    def is_mine(self) -> bool:
        """Tell whether whoever is signed in has to reply."""
        addressee = Addressee(self.found.post, self.found.addressee_id)
        return addressee.is_met_by(current_actor(), self.agency.code)

    @property
    def is_carried_out_by_me(self) -> bool:
        """Tell whether whoever is signed in owns it, or is who it is addressed to."""
        owner = self.found.owner_id
        owns = owner is not None and is_or_replaces(current_actor(), self.agency.code, owner)
        return owns or self.is_mine

    @property
    def may_be_verified_by_me(self) -> bool:
        """Tell whether whoever is signed in neither wrote it nor carried it out."""
        found = self.found
        wrote = found.taken_by(*WORDING) | {found.author_id}
        did = found.taken_by(Step.ACCEPTED, Step.DONE) | {found.owner_id, found.addressee_id}
        return may_verify(current_actor().user_id, wrote, did)

    def may(self, permission: Permission) -> bool:
        """Tell whether whoever is signed in may do this in the agency."""
        return may(current_actor(), permission, self.agency.code)


def opened_recommendation(agency: str, recommendation_id: int) -> OpenedRecommendation:
    """Open a recommendation; raise UnknownRecommendationError where the actor may see none."""
    portal = runtime()
    now = portal.now()
    with portal.reading(current_actor()) as session:
        found = recommendation(session, agency, recommendation_id)
    advice = portal.advice(current_actor(), found.number, now)
    return OpenedRecommendation(found, portal.agencies.agency(agency), advice, now)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be done with a recommendation: its page, and when it is on offer."""

    name: str
    words: str
    permission: Permission
    state: State
    is_offered: Callable[[OpenedRecommendation], bool] = lambda _opened: True


OFFERS = (
    Offer(
        "reply_to_recommendation",
        to_translate("Répondre à la recommandation"),
        Permission.CARRY_OUT,
        State.SENT,
        lambda opened: opened.is_mine,
    ),
    Offer(
        "settle_refusal",
        to_translate("Trancher le refus"),
        Permission.DECIDE,
        State.REFUSED,
    ),
    Offer(
        "say_done",
        to_translate("Dire que c’est fait"),
        Permission.CARRY_OUT,
        State.ACCEPTED,
        lambda opened: opened.is_carried_out_by_me,
    ),
    Offer(
        "verify_execution",
        to_translate("Vérifier l’exécution"),
        Permission.VERIFY,
        State.DONE,
        lambda opened: opened.may_be_verified_by_me,
    ),
    Offer(
        "correct_recommendation",
        to_translate("Corriger le texte"),
        Permission.RECOMMEND,
        State.SENT,
    ),
)


def possible_with(opened: OpenedRecommendation) -> list[tuple[str, str]]:
    """Return what is on offer, as the names of its pages and what it is called."""
    return [
        (offer.name, gettext(offer.words))
        for offer in OFFERS
        if offer.state is opened.found.state
        and opened.may(offer.permission)
        and offer.is_offered(opened)
    ]
