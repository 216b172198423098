"""Whether the agencies that are proposed serve where something happened, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from portal.agencies.settings.elsewhere import BodyKind
from portal.domain.text import Text
from portal.finder.territory.hearing import Place, places_asked, places_in
from portal.finder.territory.municipalities import plain_name
from portal.finder.territory.serving import Serves, serves
from portal.pages.citizen.agencies import AgencyCard, Answer
from portal.pages.current import current_language, runtime
from portal.pages.shown.before_filing import OtherBody, other_body

_TOWNS = frozenset(["ville", "municipalite", "village", "canton", "paroisse"])
"""What the name of an agency that is a municipality begins with."""


class Outside(Struct, frozen=True):
    """The place that the likeliest agency does not serve, and who receives complaints there.

    `is_here` tells that another agency that was found serves it. `towns` are those known to serve
    it outside the portal; where none is known and the agency is a town, `town_hall` is what holds
    for any, and `elsewhere` are general words.
    """

    place: str
    agency: Text
    elsewhere: Text | None
    is_here: bool
    towns: Sequence[OtherBody] = ()
    town_hall: OtherBody | None = None

    @property
    def municipality(self) -> str:
        """The name of the place without the postal code by which it was known."""
        return self.place.partition(" (")[0]


class Where(Struct, frozen=True):
    """What the page asks and says of the place; `is_unknown` where what was typed is no place."""

    typed: str = ""
    is_asked: bool = False
    is_unknown: bool = False
    outside: Outside | None = None


def placed(answer: Answer, words: str, typed: str) -> tuple[Answer, Where]:
    """Return an answer that proposes nobody outside their territory, and what to say of the place.

    The place is what was `typed` where it is asked for, and else what the words name. It is asked
    for where the likeliest agency has a territory; what was typed once stays to be corrected.
    """
    language = current_language()
    asked = places_asked(typed, language)
    places = asked or places_in(words, language)
    likeliest = next(iter(answer.cards), None)
    serving = {card.code: _serves(card, places) for card in answer.every}
    is_outside = likeliest is not None and serving[likeliest.code] is Serves.NO
    return (
        _by_place(answer, serving),
        Where(
            typed=typed or (places[0].name if is_outside else ""),
            is_asked=bool(typed) or (_has_territory(likeliest) and (is_outside or not places)),
            is_unknown=bool(typed) and not asked,
            outside=_outside(likeliest, places, serving) if likeliest and is_outside else None,
        ),
    )


def _by_place(answer: Answer, serving: Mapping[str, Serves]) -> Answer:
    """Return the answer with those that serve the place first, and those that do not folded."""
    if Serves.NO not in {serving[card.code] for card in answer.cards}:
        return answer
    here = [card for card in answer.others if serving[card.code] is Serves.YES]
    kept = [card for card in answer.cards if serving[card.code] is not Serves.NO]
    proposed = sorted([*kept, *here], key=lambda card: serving[card.code] is not Serves.YES)
    codes = {card.code for card in proposed}
    folded = [card for card in answer.every if card.code not in codes]
    return Answer(proposed, folded, answer.elsewhere)


def _outside(
    likeliest: AgencyCard, places: Sequence[Place], serving: Mapping[str, Serves]
) -> Outside:
    territory = runtime().agencies.agency(likeliest.code).settings.territory
    elsewhere = territory.elsewhere.text if territory and territory.elsewhere else None
    towns = _towns_of(places[0])
    is_hall_told = bool(places[0].names) and not towns and _is_town(likeliest)
    return Outside(
        place=places[0].name,
        agency=likeliest.name,
        elsewhere=elsewhere,
        is_here=Serves.YES in serving.values(),
        towns=towns,
        town_hall=_any_town_hall() if is_hall_told else None,
    )


def _towns_of(place: Place) -> list[OtherBody]:
    return [
        other_body(body)
        for body in runtime().agencies.portal.elsewhere
        if not place.names.isdisjoint(map(plain_name, body.serves))
    ]


def _is_town(card: AgencyCard) -> bool:
    """Tell whether an agency is a municipality itself, so that another one is what is meant."""
    return plain_name(card.name.fr).partition(" ")[0] in _TOWNS


def _any_town_hall() -> OtherBody | None:
    """Return what settings say of any municipality, if they do."""
    bodies = runtime().agencies.portal.elsewhere
    general = (body for body in bodies if body.general and body.kind is BodyKind.MUNICIPALITY)
    body = next(general, None)
    return other_body(body) if body else None


def _serves(card: AgencyCard, places: Sequence[Place]) -> Serves:
    territory = runtime().agencies.agency(card.code).settings.territory
    return serves(territory, places) if territory else Serves.UNSAID


def _has_territory(card: AgencyCard | None) -> bool:
    if card is None:
        return False
    return runtime().agencies.agency(card.code).settings.territory is not None
