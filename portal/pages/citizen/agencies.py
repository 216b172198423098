"""Agencies as people choose among them, the list of them, and what each promises in public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.agencies.settings.shared import Topic
from portal.auth.access import public
from portal.domain.routing import Suggestion
from portal.domain.text import Text
from portal.domain.time.promise import Promise, Stage
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import ON_AGENCY, shown_parts
from portal.pages.current import current_language, runtime
from portal.pages.forms import typed_line
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.pages.shown.agency import facts_now, shown_agency
from portal.pages.shown.agency_order import here_first, is_elsewhere


class AgencyCard(Struct, frozen=True):
    """One agency in a list; `category` and `matched` say why the finder proposes it."""

    code: str
    name: Text
    short_name: str | None
    mandate: Text
    answer: Promise
    is_sample: bool
    is_of_country: bool = True
    everyday: Text | None = None
    category: str | None = None
    category_name: Text | None = None
    matched: tuple[str, ...] = ()
    decided_at: datetime | None = None


class Answer(Struct, frozen=True):
    """What the portal says to what was typed: cards of agencies, best first.

    `others` are those that nobody needs to look at, since one stands out or none seems to answer.
    `elsewhere` is the kind of body that answers where none of them does. Where the first is clear,
    nothing outside the portal is named. `rivals` are two between which one question decides.
    """

    cards: Sequence[AgencyCard] = ()
    others: Sequence[AgencyCard] = ()
    elsewhere: str | None = None
    is_clear: bool = False
    rivals: Sequence[AgencyCard] = ()

    @property
    def every(self) -> list[AgencyCard]:
        """All the cards, best first."""
        return [*self.cards, *self.others]


MOST_SHOWN = 3
"""How many agencies stand open where none stands out; the others are folded."""
NEITHER = "aucun"
"""What is said of two agencies between which one was asked: it is neither."""


def answer_to(words: str, rather: str = "", place: str = "") -> Answer:
    """Return what the portal says to somebody's words; nothing to none.

    `rather` is what they said when asked between two: the code of one, or NEITHER; `place` is what
    they typed where a place is asked for.
    """
    if not words:
        return Answer()
    found = runtime().found(words, current_language(), place=place)
    agencies = runtime().agencies
    cards = [_card(agencies.agency(one.agency), one) for one in found.suggestions]
    if found.elsewhere:
        return Answer((), cards, found.elsewhere)
    if found.is_clear:
        return Answer(cards[:1], cards[1:], is_clear=True)
    rivals = cards[:2] if found.rivals and all(card.everyday for card in cards[:2]) else []
    return _between(rivals, cards, rather)


def _between(rivals: Sequence[AgencyCard], cards: Sequence[AgencyCard], rather: str) -> Answer:
    """Return the answer to who was asked between two: the one, what comes after, or both."""
    if rivals and rather == NEITHER:
        return Answer(cards[2:], rivals)
    chosen = [card for card in rivals if card.code == rather]
    if chosen:
        return Answer(chosen, [card for card in cards if card not in chosen], is_clear=True)
    shown = len(rivals) or MOST_SHOWN
    return Answer(cards[:shown], cards[shown:], rivals=rivals)


def listed() -> list[AgencyCard]:
    """Return a card for each agency that may be chosen, by its name."""
    return [_card(agency) for agency in to_choose()]


def to_choose() -> list[Agency]:
    """Return each agency that takes complaints, but the intake desk; those elsewhere come last."""
    portal = runtime().agencies.portal
    desk, taking = portal.portal.intake_desk, runtime().agencies.taking_complaints(runtime().now())
    chosen = (agency for agency in taking if agency.code != desk)
    return here_first(chosen, portal.calendar.country)


def _card(agency: Agency, suggestion: Suggestion | None = None) -> AgencyCard:
    identity, consultation = agency.settings.agency, agency.consult()
    portal = runtime().agencies.portal
    suggested_code = suggestion.category if suggestion else None
    category = consultation.category(suggested_code) if suggested_code else None
    facts = facts_now(agency, suggested_code or agency.settings.default_category)
    return AgencyCard(
        code=agency.code,
        name=agency.name,
        short_name=identity.short_name,
        mandate=identity.mandate.text,
        answer=consultation.allowance(facts, Stage.ANSWER),
        is_sample=identity.sample,
        is_of_country=not is_elsewhere(agency, portal.calendar.country),
        everyday=identity.everyday.text if identity.everyday else None,
        category=category.code if category else None,
        category_name=category.name if category else None,
        matched=suggestion.matched if suggestion else (),
        decided_at=suggestion.decided_at if suggestion else None,
    )


def _topics() -> dict[str, Topic]:
    return {topic.code: topic for topic in runtime().agencies.portal.topics}


def _read_topic(typed: str) -> str:
    return typed if typed in _topics() else ""


@localized(bp, fr="/organismes", en="/agencies")
@public
@kept(sujet=_read_topic)
def agencies() -> ResponseReturnValue:
    """List every agency, or those that a topic of the home page calls for."""
    topic = _topics().get(request.args.get("sujet", ""))
    return _list_page(_of_topic(topic) if topic else listed(), topic=topic)


@localized(bp, fr="/organismes", en="/agencies", methods=["POST"], endpoint="agencies_looked_for")
@public
def look_for_agency() -> ResponseReturnValue:
    """List the agencies whose name or task has the words looked for, which no address shows."""
    sought = typed_line("cherche")
    return _list_page([card for card in listed() if _is_called(card, sought)], sought=sought)


def _list_page(
    cards: Sequence[AgencyCard], *, topic: Topic | None = None, sought: str = ""
) -> ResponseReturnValue:
    here = [card for card in cards if card.is_of_country]
    abroad = [card for card in cards if not card.is_of_country]
    return render_template(
        "citizen/agencies.html", topic=topic, sought=sought, cards=here, abroad=abroad
    )


def _of_topic(topic: Topic) -> list[AgencyCard]:
    """Return the agencies of a topic: nobody typed its words, so that none is a reason."""
    every = {card.code: card for card in listed()}
    if topic.agencies:
        return [every[code] for code in topic.agencies if code in every]
    found = [card.code for card in answer_to(topic.words).every] if topic.words else list(every)
    return [every[code] for code in found if code in every and every[code].is_of_country]


def _is_called(card: AgencyCard, sought: str) -> bool:
    """Tell whether every word that is looked for stands in what an agency is called or does."""
    texts = (card.name, card.mandate, *([card.everyday] if card.everyday else []))
    told = folded(" ".join([card.short_name or "", *(f"{each.fr} {each.en}" for each in texts)]))
    return all(word in told for word in folded(sought).split())


@localized(bp, fr="/organismes/<code>", en="/agencies/<code>")
@public
@kept()
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
    """Return the agency; for one that was replaced, lead to the same page of its heir.

    Where several took its place, name them all.
    """
    portal = runtime()
    old, now = portal.agencies.agency(code), portal.now()
    if portal.agencies.in_force.takes_complaints(code, now):
        return old
    heirs = {
        category.code: portal.agencies.heir_of(code, category.code, now).agency
        for category in old.settings.categories
    }
    successors = dict.fromkeys(heirs.values())
    if len(successors) == 1:
        return redirect(url_for(page, code=next(iter(successors))), 303)
    taken_over = {
        successor: [
            category
            for category in old.configured.all_categories
            if heirs.get(category.code) == successor
        ]
        for successor in successors
    }
    return render_template(
        "citizen/replaced.html",
        agency=old,
        successors=[
            (portal.agencies.agency(successor), categories)
            for successor, categories in taken_over.items()
        ],
    )
