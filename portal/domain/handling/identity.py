"""Who complains, field by field: kept from whoever answers at a higher level until released."""

from __future__ import annotations

from enum import StrEnum


class IdentityField(StrEnum):
    """Something that tells who complains."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    DOCUMENTS = "documents"


CONTACTS = frozenset({IdentityField.EMAIL, IdentityField.PHONE, IdentityField.ADDRESS})
"""The ways in which somebody is reached."""
