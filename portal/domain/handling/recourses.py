"""Where several agencies' complainants can turn: each way once, with the agencies that name it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from msgspec import Struct

from portal.domain.handling.notices import Recourse
from portal.domain.text import Text

Way = TypeVar("Way")


class NamedRecourses(Struct, frozen=True):
    """Some recourses under the names of all the agencies that name exactly these together."""

    agencies: tuple[Text, ...]
    recourses: tuple[Recourse, ...]


def recourses_once(named: Iterable[tuple[Text, Iterable[Recourse]]]) -> list[NamedRecourses]:
    """Return each recourse of some agencies once: what one alone names first, then what is shared.

    Two are the same where a reader could not tell them apart.
    """
    return [NamedRecourses(*group) for group in each_once(named, as_read)]


def each_once(
    named: Iterable[tuple[Text, Iterable[Way]]], as_told: Callable[[Way], Hashable]
) -> list[tuple[tuple[Text, ...], tuple[Way, ...]]]:
    """Return the ways of some agencies by who names them, each once, in the order first named.

    Those that fewer agencies name come first.
    """
    by_way: dict[Hashable, tuple[Way, list[Text]]] = {}
    for agency, ways in named:
        for way in ways:
            _way, agencies = by_way.setdefault(as_told(way), (way, []))
            if agency not in agencies:
                agencies.append(agency)
    groups: dict[tuple[Text, ...], list[Way]] = {}
    for way, agencies in by_way.values():
        groups.setdefault(tuple(agencies), []).append(way)
    ordered = sorted(groups.items(), key=lambda group: len(group[0]))
    return [(agencies, tuple(ways)) for agencies, ways in ordered]


def as_read(recourse: Recourse) -> Hashable:
    """Return all that a reader is told of a recourse."""
    return (
        *(recourse.body, recourse.how, recourse.deadline),
        *(recourse.link, recourse.link_en, recourse.phone),
    )
