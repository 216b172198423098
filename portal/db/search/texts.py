"""What an agency finds a complaint by: texts are added, and forgotten where it changes hands."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.db import driver
from portal.db.row_filter import as_the_portal
from portal.db.search.stems import Stem, indexed_stems
from portal.keyring import Keyring

_PADDED_TO = 16
"""Stems are filled up to a multiple of these: they tell less than the length of the text."""

_STEM_BYTES = 8
_ADD = {
    "sqlite": "INSERT INTO search_text(complaint_id, agency, place, words)"
    " VALUES (:complaint, :agency, 0, :words)",
    "postgresql": "INSERT INTO search_text(complaint_id, agency, place, words)"
    " VALUES (%(complaint)s, %(agency)s, 0, %(words)s)",
}
_ADD_AS = {
    "sqlite": "INSERT INTO search_text(id, complaint_id, agency, place, words)"
    " VALUES (:id, :complaint, :agency, 0, :words)",
    "postgresql": "INSERT INTO search_text(id, complaint_id, agency, place, words)"
    " VALUES (%(id)s, %(complaint)s, %(agency)s, 0, %(words)s)",
}
_FORGET = {
    "sqlite": (
        "DELETE FROM search_text WHERE complaint_id = :complaint AND place = 0",
        "UPDATE search_text SET place = 2 WHERE complaint_id = :complaint AND place = 1",
    ),
    "postgresql": (
        "DELETE FROM search_text WHERE complaint_id = %(complaint)s AND place = 0",
        "UPDATE search_text SET place = 2 WHERE complaint_id = %(complaint)s AND place = 1",
    ),
}


class Findable(Protocol):
    """A complaint, as far as words lead to it."""

    id: int
    agency: str
    language: str


def index_complaint(
    connection: Connection,
    complaint_id: int,
    agency: str,
    stems: Sequence[Stem],
    text_id: int | None = None,
) -> None:
    """Add a text by whose stems an agency can find a complaint that it has.

    It is the newest of all, unless a `text_id` says how old it is.
    """
    if stems:
        keyring: Keyring = connection.dialect.keyring  # type: ignore[attr-defined]  # see Database
        values: dict[str, Any] = {
            "complaint": complaint_id,
            "agency": agency,
            "words": sealed_words(keyring, complaint_id, agency, stems),
        }
        adding = _ADD if text_id is None else _ADD_AS
        own = {} if text_id is None else {"id": text_id}
        driver.execute(connection, adding[connection.dialect.name], values | own).close()


def index_more(
    session: Session, keyring: Keyring, complaint: Findable, text: str, agency: str | None = None
) -> None:
    """Make a complaint findable by the words of one more text, such as a message.

    `agency` is who finds it, where it is about to be in other hands.
    """
    stems = indexed_stems(keyring, complaint.language, text)
    owner = agency or complaint.agency
    with as_the_portal(session):
        index_complaint(session.connection(), complaint.id, owner, stems)


def forget_complaint(session: Session, complaint_id: int) -> None:
    """Make a complaint findable by no word: what a segment has of it goes with the segment."""
    with as_the_portal(session):
        connection = session.connection()
        for statement in _FORGET[connection.dialect.name]:
            driver.execute(connection, statement, {"complaint": complaint_id}).close()


def sealed_words(keyring: Keyring, complaint_id: int, agency: str, stems: Sequence[Stem]) -> bytes:
    """Return the stems of a text as its row keeps them."""
    count = len(stems) + -len(stems) % _PADDED_TO
    plain = struct.pack(f"<{len(stems)}Q", *stems).ljust(count * _STEM_BYTES, b"\0")
    return keyring.seal(plain, _place(complaint_id, agency))


def opened_words(
    keyring: Keyring, complaint_id: int, agency: str, words: bytes
) -> tuple[Stem, ...]:
    """Return the stems that a row keeps; where it was filled up stand zeros."""
    plain = keyring.open(words, _place(complaint_id, agency))
    return struct.unpack(f"<{len(plain) // _STEM_BYTES}Q", plain)


def _place(complaint_id: int, agency: str) -> str:
    return f"search_text.words {complaint_id} {agency}"
