"""Agencies as people choose among them, the list of them, and what each promises in public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.auth.access import public
from portal.domain.routing import Suggestion
from portal.domain.text import Text
from portal.domain.time.promise import Promise, Stage
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import ON_AGENCY, shown_parts
from portal.pages.current import current_language, runtime
from portal.pages.languages import localized
from portal.pages.shown.agency import facts_now, shown_agency, suggested_category


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
    agencies = runtime().agencies
    return [
        _card(agencies.agency(suggestion.agency), suggestion.category, suggestion)
        for suggestion in runtime().suggested(words, current_language())
    ]


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
    return _card(agency)


def category_from(words: str, agency: str) -> str | None:
    """Return the category of this agency that the words lead to, if any."""
    most = len(runtime().agencies.in_force.agencies)
    return suggested_category(agency, words, current_language(), most)


def _card(
    agency: Agency, category: str | None = None, suggestion: Suggestion | None = None
) -> AgencyCard:
    category = category or agency.settings.default_category
    identity = agency.settings.agency
    consultation = agency.consult()
    category_found = (
        consultation.category(suggestion.category) if suggestion and suggestion.category else None
    )
    return AgencyCard(
        code=agency.code,
        name=agency.name,
        short_name=identity.short_name,
        mandate=identity.mandate.text,
        answer=consultation.allowance(facts_now(agency, category), Stage.ANSWER),
        is_sample=identity.sample,
        category=category_found.code if category_found else None,
        category_name=category_found.name if category_found else None,
        matched=suggestion.matched if suggestion else (),
        decided_at=suggestion.decided_at if suggestion else None,
    )


@localized(bp, fr="/organismes", en="/agencies")
@public
def agencies() -> ResponseReturnValue:
    """List every agency, or those that a topic of the home page calls for."""
    topics = {topic.code: topic for topic in runtime().agencies.portal.topics}
    topic = topics.get(request.args.get("sujet", ""))
    cards = suggested(topic.words) if topic else listed()
    return render_template("citizen/agencies.html", topic=topic, cards=cards)


@localized(bp, fr="/organismes/<code>", en="/agencies/<code>")
@public
def agency(code: str) -> ResponseReturnValue:
    """Show an agency's public commitment: mandate, times, channels, steps, recourses."""
    promising = public_agency(code, "citizen.agency")
    if not isinstance(promising, Agency):
        return promising
    return render_template(
        "citizen/agency.html",
        agency=promising,
        shown=shown_agency(promising),
        parts=shown_parts(ON_AGENCY, promising),
    )


def public_agency(code: str, page: str) -> Agency | ResponseReturnValue:
    """Return the agency, or where to go for one that was replaced: the same page of its heir."""
    asked_for = runtime().agencies.agency(code)
    if runtime().agencies.in_force.takes_complaints(code, runtime().now()):
        return asked_for
    return _led_to_heir(asked_for, page)


def _led_to_heir(old: Agency, page: str) -> ResponseReturnValue:
    """Lead from an agency that was replaced to the one that took its place, or name them all."""
    portal = runtime()
    places = {
        category.code: portal.agencies.heir_of(old.code, category.code, portal.now()).agency
        for category in old.settings.categories
    }
    successors = dict.fromkeys(places.values())
    if len(successors) == 1:
        return redirect(url_for(page, code=next(iter(successors))), 303)
    return render_template(
        "citizen/replaced.html",
        agency=old,
        successors=[
            (
                portal.agencies.agency(code),
                [
                    category
                    for category in old.configured.all_categories
                    if places.get(category.code) == code
                ],
            )
            for code in successors
        ],
    )
