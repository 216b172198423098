"""Checks of the bodies outside the portal: each has a kind, and each kind one general body."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.agencies.files.places import MISSING, Mistake, Place
from portal.agencies.settings.identity_checks import was_verified
from portal.agencies.settings.sources import UNKNOWN, first_day
from portal.words.catalogue import sentence

COMPARED = ("verified_on", "source", "source_of", "source_from")
"""What a body says together of its comparison: on which day, with what, whose, and from when."""


def check_elsewhere(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the bodies outside the portal."""
    for body in root.at("elsewhere").items:
        if body.keys and not body.at("kind").is_there:
            yield body.at("kind").mistake(MISSING)
        yield from was_verified(body.at("verified_on"))
        yield from facts_have_a_source(body)
        yield from source_came_first(body)
    yield from one_is_general(root)


def facts_have_a_source(body: Place) -> Iterator[Mistake]:
    """Yield a mistake for each part that is missing of where and when something was seen.

    A body says all of it or nothing; nothing is not enough for a delay or a telephone number.
    """
    told = any(body.at(key).is_said for key in ("delay", "phone", *COMPARED))
    for key in COMPARED:
        if told and not body.at(key).is_there:
            yield body.at(key).mistake(
                sentence("manque : dites le jour, la source, de qui elle est et de quand")
            )


def source_came_first(body: Place) -> Iterator[Mistake]:
    """Yield a mistake if the copy is from after the day when somebody compared with it."""
    try:
        copied = first_day(body.at("source_from").text or UNKNOWN)
        compared = date.fromisoformat(body.at("verified_on").text or "")
    except ValueError:
        return  # the schema says so
    if copied is not None and copied > compared:
        yield body.at("source_from").mistake(
            sentence("est après le jour de la comparaison, « verified_on »")
        )


def one_is_general(root: Place) -> Iterator[Mistake]:
    """Yield a mistake for each body that is general where another of its kind is."""
    first: dict[str, Place] = {}
    for body in root.at("elsewhere").items:
        kind, general = body.at("kind").text, body.at("general")
        if general.value is not True or kind is None:
            continue
        other = first.setdefault(kind, general)
        if other is not general:
            yield general.mistake(
                sentence(
                    "la ligne %(line)s a déjà le cas général de « %(kind)s »",
                    line=other.node.line,
                    kind=kind,
                )
            )
