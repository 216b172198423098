"""Who complains, field by field: kept from whoever answers at a higher level until released."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from portal.domain.masking import contact_said, name_said


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


CONTACTS = frozenset({IdentityField.EMAIL, IdentityField.PHONE, IdentityField.ADDRESS})
"""The ways in which somebody is reached."""
