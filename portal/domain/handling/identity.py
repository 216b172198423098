"""Who complains, field by field: kept from whoever answers at a higher level until released."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from portal.domain.complaint import ReplyBy
from portal.domain.contact_shapes import Shape
from portal.domain.masking import Hidden, contact_said, name_said, name_shown, without_shapes


class IdentityField(StrEnum):
    """Something that tells who complains."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    DOCUMENTS = "documents"


class Identified(Protocol):
    """Somebody in a complaint, and how they are reached."""

    @property
    def name(self) -> str | None:
        """What they are called."""

    @property
    def email(self) -> str | None:
        """Their address for mail."""

    @property
    def phone(self) -> str | None:
        """Their telephone number."""

    @property
    def address(self) -> str | None:
        """Where they live."""


def identity_said(text: str, people: Sequence[Identified]) -> dict[IdentityField, str]:
    """Return what a text tells of who these people are, each with the place where it first does.

    A word of three letters of a name is enough: it may be another one, which whoever wrote it
    knows.
    """
    found: dict[IdentityField, str | None] = {
        IdentityField.NAME: name_said(text, (person.name for person in people)),
        IdentityField.EMAIL: contact_said(text, (person.email for person in people)),
        IdentityField.PHONE: contact_said(text, (person.phone for person in people)),
        IdentityField.ADDRESS: contact_said(text, (person.address for person in people)),
    }
    return {field: place for field, place in found.items() if place is not None}


def somebody_shown(text: str, people: Sequence[Identified]) -> str | None:
    """Return the first place of a text that tells who one of many people is, if any does."""
    ways = [getattr(person, field) for person in people for field in CONTACTS]
    return name_shown(text, (person.name for person in people)) or contact_said(text, ways)


CONTACTS = frozenset({IdentityField.EMAIL, IdentityField.PHONE, IdentityField.ADDRESS})
"""The ways in which somebody is reached."""

_NEEDED = {
    ReplyBy.PHONE: IdentityField.PHONE,
    ReplyBy.POST: IdentityField.ADDRESS,
}


def way_needed(reply_by: str) -> IdentityField | None:
    """Return what whoever answers has to know to reach them: nothing where the portal writes."""
    return _NEEDED.get(ReplyBy(reply_by))


SHAPES: Mapping[IdentityField, Shape] = {
    IdentityField.NAME: Shape.NAME,
    IdentityField.EMAIL: Shape.EMAIL,
    IdentityField.PHONE: Shape.PHONE,
    IdentityField.ADDRESS: Shape.ADDRESS,
}
"""What a field looks like where a text says it."""


def hidden_of(people: Sequence[Identified], released: Collection[str] = ()) -> Hidden:
    """Return what of these people no text is to say, but for the fields that were released.

    A number of theirs, such as that of a driver's licence, is no field: nobody releases it.
    """
    kept = [field for field in SHAPES if field not in released]
    return Hidden(
        [person.name for person in people if IdentityField.NAME in kept],
        [getattr(person, field) for field in kept if field in CONTACTS for person in people],
        frozenset({Shape.NUMBER, *(SHAPES[field] for field in kept)}),
    )


def fields_written(
    texts: Iterable[str], published: frozenset[str] = frozenset()
) -> set[IdentityField]:
    """Return which ways to reach somebody stand in texts, by how they are written.

    Those that agencies have `published` reach no person.
    """
    every = "\n".join(texts)
    return {
        field for field in CONTACTS if without_shapes(every, [SHAPES[field]], published) != every
    }
