"""Agencies as people choose among them: what each handles, why it is proposed, how fast it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.domain.promise import Promise, Stage
from portal.domain.text import Text
from portal.finder import Suggestion
from portal.pages.current import current_language, runtime
from portal.pages.shown.agency import facts_now


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """One agency in a list; `category` and `matched` say why the finder proposes it."""

    code: str
    name: Text
    short_name: str | None
    mandate: Text
    answer: Promise
    is_sample: bool
    category: str | None = None
    category_name: Text | None = None
    matched: tuple[str, ...] = ()
    decided_at: datetime | None = None


def suggested(words: str) -> list[AgencyCard]:
    """Return a card for each agency that the words call for, best first."""
    if not words:
        return []
    return [_suggested(one) for one in runtime().suggested(words, current_language())]


def listed() -> list[AgencyCard]:
    """Return a card for each agency that takes complaints, but the intake desk, by its name."""
    agencies = runtime().agencies
    desk, taking = agencies.portal.portal.intake_desk, agencies.taking_complaints(runtime().now())
    return in_alphabetical_order(card_of(agency) for agency in taking if agency.code != desk)


def in_alphabetical_order(cards: Iterable[AgencyCard]) -> list[AgencyCard]:
    """Return the cards by the name that the page shows, whatever its accents."""
    return sorted(cards, key=lambda card: folded(card.name.in_(current_language())))


def card_of(agency: Agency) -> AgencyCard:
    """Return the card of an agency whose categories nobody asked about."""
    return _card(agency, agency.settings.default_category)


def category_from(words: str, agency: str) -> str | None:
    """Return the category of this agency that the words lead to, if any."""
    found = runtime().suggested(words, current_language(), most=len(_codes()))
    return next((one.category for one in found if one.agency == agency), None)


def _codes() -> dict[str, Agency]:
    return runtime().agencies.in_force.agencies


def _suggested(one: Suggestion) -> AgencyCard:
    agency = runtime().agencies.agency(one.agency)
    return _card(agency, one.category or agency.settings.default_category, one)


def _card(agency: Agency, category: str, one: Suggestion | None = None) -> AgencyCard:
    who = agency.settings.agency
    asked = agency.consult()
    found = asked.category(one.category) if one and one.category else None
    return AgencyCard(
        code=agency.code,
        name=agency.name,
        short_name=who.short_name,
        mandate=who.mandate.text,
        answer=asked.allowance(facts_now(agency, category), Stage.ANSWER),
        is_sample=who.sample,
        category=found.code if found else None,
        category_name=found.name if found else None,
        matched=one.matched if one else (),
        decided_at=one.decided_at if one else None,
    )
