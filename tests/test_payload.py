"""What is stored as JSON: parts that others declare are kept under their fields' own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.payload import Extensible, Payload


@dataclass(frozen=True, slots=True)
class Letter(Extensible):
    """What is written, and what others add to it."""

    body: str
    added: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp(Payload):
    """What is stuck on."""

    price: int = 0
    country: str = ""


@dataclass(frozen=True, slots=True)
class Seal(Payload):
    """What closes it."""

    wax: str = ""


def test_a_part_is_stored_beside_the_rest_and_read_by_its_kind():
    letter = Letter("Bonjour").having(Stamp(price=3), Seal("rouge"))
    assert letter.stored() == {"body": "Bonjour", "price": 3, "wax": "rouge"}
    read = Letter.read(letter.stored())
    assert read == letter
    assert (read.part(Stamp), read.part(Seal)) == (Stamp(price=3), Seal("rouge"))


def test_a_part_that_nobody_gave_is_as_by_default():
    assert Letter("Bonjour").part(Stamp) == Stamp()


def test_a_part_given_again_takes_the_place_of_the_one_before_and_of_no_other():
    letter = Letter("Bonjour").having(Stamp(price=3), Seal("rouge"))
    assert letter.having(Stamp(country="ca")).stored() == {
        "body": "Bonjour",
        "country": "ca",
        "wax": "rouge",
    }


def test_what_nobody_knows_any_more_is_kept():
    stored = {"body": "Bonjour", "perfume": "rose"}
    assert Letter.read(stored).stored() == stored
