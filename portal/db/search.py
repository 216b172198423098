"""Full-text search over encrypted complaints: what is stored are keyed hashes of word stems.

A word is folded (case, accents), stemmed in the complaint's language and hashed with the
installation's index key, so that the index tells nothing to somebody who has only the database.

Two terms more say whose a text is: its agency's, so that a word that is common elsewhere costs
nothing here, and its complaint's, so that it is found again when it is to be forgotten. Who may see
what is found is not left to them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

from sqlalchemy import BigInteger, Connection, Subquery, TextClause, text
from sqlalchemy.orm import Session

from portal.db import driver
from portal.db.row_filter import as_the_portal
from portal.keyring import Keyring
from portal.words.lexicon import stem_of

_WORD = re.compile(r"[^\W_]{2,40}")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_LANGUAGES = ("fr", "en")
_WORDS_AT_MOST = 800


def indexed_words(keyring: Keyring, language: str, *texts: str | None) -> str:
    """Return the hashed stems of `texts`, separated by spaces, each once."""
    words = dict.fromkeys(
        word for content in texts if content for word in _WORD.findall(_folded(content))
    )
    return " ".join({_hashed(keyring.index, language, w): None for w in [*words][:_WORDS_AT_MOST]})


def stems_of(keyring: Keyring, language: str, *texts: str | None) -> dict[str, str]:
    """Return each word of `texts` as it is written, by the hashed stem that the index has for it.

    A stem that stands there several times is the first of its words.
    """
    words: dict[str, str] = {}
    for written in (word for content in texts if content for word in _WORD.findall(content)):
        for word in _WORD.findall(_folded(written)):
            words.setdefault(_hashed(keyring.index, language, word), written)
    return words


def index_complaint(connection: Connection, complaint_id: int, agency: str, words: str) -> None:
    """Add hashed words by which an agency can find a complaint that it has."""
    if words:
        terms = f"{words} {_of_agency(agency)} {_of_complaint(complaint_id)}"
        statement = _INSERT[connection.dialect.name]
        driver.execute(connection, statement, {"id": complaint_id, "words": terms}).close()


class Findable(Protocol):
    """A complaint, as far as words lead to it."""

    id: int
    agency: str
    language: str


def index_more(
    session: Session, keyring: Keyring, complaint: Findable, text: str, agency: str | None = None
) -> None:
    """Make a complaint findable by the words of one more text, such as a message.

    `agency` is who finds it, where it is about to be in other hands.
    """
    words = indexed_words(keyring, complaint.language, text)
    with as_the_portal(session):
        index_complaint(session.connection(), complaint.id, agency or complaint.agency, words)


def forget_complaint(session: Session, complaint_id: int) -> None:
    """Make a complaint findable by no word."""
    connection = session.connection()
    statement = _FORGET_SQLITE if connection.dialect.name == "sqlite" else _FORGET_POSTGRESQL
    with as_the_portal(session):
        connection.execute(statement, {"id": complaint_id, "term": _of_complaint(complaint_id)})


def query_of(
    dialect: str, keyring: Keyring, typed: str, agencies: frozenset[str] | None
) -> str | None:
    """Return what asks the index for every word typed, in these agencies or in all.

    There is none without any word or any agency.
    """
    words = list(dict.fromkeys(_WORD.findall(_folded(typed))))[:20]
    if not words or agencies == frozenset():
        return None
    terms = [{_hashed(keyring.index, lang, word) for lang in _LANGUAGES} for word in words]
    if agencies is not None:
        terms.append({_of_agency(agency) for agency in agencies})
    if dialect == "sqlite":
        return " AND ".join("(" + " OR ".join(sorted(hashes)) + ")" for hashes in terms)
    return " & ".join(
        "(" + " | ".join(f"'{hashed}'" for hashed in sorted(hashes)) + ")" for hashes in terms
    )


def _of_agency(agency: str) -> str:
    """Return the term of an agency: letters and digits, and no hash."""
    return f"of{agency.encode().hex()}"


def _of_complaint(complaint_id: int) -> str:
    return f"id{complaint_id}"


def _folded(typed: str) -> str:
    plain = typed.casefold().replace("œ", "oe").replace("æ", "ae")
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))


@lru_cache(maxsize=100_000)
def _hashed(index_key: bytes, language: str, word: str) -> str:
    return Keyring({}, index_key, b"").hashed(stem_of(language, word), "search")[:14]


_FORGET_SQLITE: TextClause = text(
    "DELETE FROM complaint_search WHERE rowid IN"
    " (SELECT rowid FROM complaint_search WHERE complaint_search MATCH :term)"
)
_FORGET_POSTGRESQL: TextClause = text("DELETE FROM complaint_search WHERE complaint_id = :id")
# As the drivers take it: many file, and SQLAlchemy takes longer over a text than the database does.
_INSERT = {
    "sqlite": "INSERT INTO complaint_search(words, complaint_id) VALUES (:words, :id)",
    "postgresql": "INSERT INTO complaint_search(words, complaint_id)"
    " VALUES (array_to_tsvector(string_to_array(%(words)s, ' ')), %(id)s)",
}
_NEWEST = {
    "sqlite": "SELECT rowid AS place, complaint_id FROM complaint_search"
    " WHERE complaint_search MATCH :query ORDER BY place DESC LIMIT :most",
    "postgresql": "SELECT id AS place, complaint_id FROM complaint_search"
    " WHERE words @@ CAST(:query AS tsquery) ORDER BY place DESC LIMIT :most",
}
NEWEST_MATCHING: dict[str, Subquery] = {
    dialect: text(sql).columns(place=BigInteger, complaint_id=BigInteger).subquery("newest")
    for dialect, sql in _NEWEST.items()
}
"""The newest texts, at `most` so many, that a `query` finds, by the kind of the database.

Each row has the `complaint_id` of its text and its `place`: the newer, the greater. They are chosen
by the terms alone; who may see them is asked of these few: joined before, PostgreSQL would read all
that an agency has.
"""
