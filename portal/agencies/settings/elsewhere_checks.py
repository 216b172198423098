"""Checks of the bodies outside the portal: each has a kind, and each kind one general body."""

from __future__ import annotations

from collections.abc import Iterator

from portal.agencies.files.places import MISSING, Mistake, Place
from portal.agencies.settings.identity_checks import was_verified
from portal.words.catalogue import sentence


def check_elsewhere(root: Place) -> Iterator[Mistake]:
    """Yield what is wrong between the fields of the bodies outside the portal."""
    for body in root.at("elsewhere").items:
        if body.keys and not body.at("kind").is_there:
            yield body.at("kind").mistake(MISSING)
        yield from was_verified(body.at("verified_on"))
        yield from facts_have_a_source(body)
    yield from one_is_general(root)


def facts_have_a_source(body: Place) -> Iterator[Mistake]:
    """Yield a mistake for a delay or a telephone number of which nobody says where it was seen."""
    told = any(body.at(key).is_said for key in ("delay", "phone"))
    for key in ("verified_on", "source"):
        if told and not body.at(key).is_there:
            yield body.at(key).mistake(
                sentence("manque : un délai ou un téléphone se vérifie auprès d’une source")
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
