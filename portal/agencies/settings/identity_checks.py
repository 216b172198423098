"""Checks of who an agency or a body says it is: its names, and when that was verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from portal.agencies.files.places import Mistake, Place
from portal.agencies.settings.matching import folded
from portal.words.catalogue import sentence
from portal.words.small_words import SMALL_WORDS


def names_lead_somewhere(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for a name of everyday words alone: it would lead everybody to the agency.

    An acronym may be such a word, in its capitals.
    """
    bodies = [root.at("agency"), *root.at("agency", "successor_of").items]
    for body in bodies:
        for name in (body.at("short_name"), *body.at("aliases").items):
            words = folded(name.text).split() if name.text else []
            if words and not str(name.text).isupper() and all(map(_says_nothing, words)):
                yield name.mistake(
                    sentence(
                        "« %(name)s » est un mot de tous les jours, "
                        "qui mènerait ici n’importe quel texte",
                        name=str(name.text),
                    )
                )


def _says_nothing(word: str) -> bool:
    return len(word) == 1 or word in SMALL_WORDS


def category_names_differ(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each name, in either language, that another offered category has.

    Between two of one name nobody can choose; one that is retired is offered to nobody.
    """
    offered = [one for one in root.at("categories").items if one.at("retired").value is not True]
    for language in ("fr", "en"):
        seen: set[str] = set()
        for name in (category.at("name", language) for category in offered):
            words = folded(name.text) if name.text else ""
            if words in seen:
                yield name.mistake(
                    sentence(
                        "« %(name)s » est déjà le nom d’une autre catégorie", name=str(name.text)
                    )
                )
            seen.update(filter(None, [words]))


def facts_were_verified(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for a day of verification that is still to come, wherever one lives."""
    yield from was_verified(root.at("agency", "verified_on"))


def was_verified(verified: Place) -> Iterator[Mistake]:
    """Yield a mistake if this day of verification is still to come."""
    try:
        day = date.fromisoformat(verified.text or "")
    except ValueError:
        return  # the schema says so
    # The day may have begun already, east of the machine.
    if day > datetime.now(UTC).date() + timedelta(days=1):
        yield verified.mistake(sentence("est un jour à venir : dites quand les faits ont été vus"))


def territory_is_said_once(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for a territory of no place, and for each place that stands in it twice."""
    territory = root.at("territory")
    lists = (territory.at("municipalities").items, territory.at("postal").items)
    if territory.is_said and territory.keys and not any(lists):
        yield territory.mistake(
            sentence(
                "nommez des municipalités ou des débuts de codes postaux, sous %(setting)s",
                setting="municipalities, postal",
            )
        )
    for listing in lists:
        yield from _said_twice(listing)


def _said_twice(listing: Iterable[Place]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for place in listing:
        if place.text is None:
            continue
        # The star of « H2* » is no part of a word.
        name = place.text if place.text.endswith("*") else folded(place.text)
        if name in seen:
            yield place.mistake(sentence("« %(name)s » y est déjà", name=place.text))
        seen.add(name)
