"""What the complaints service asks of somebody of the agency, and what they are shown for it.

Whoever is asked often belongs to the unit complained about: they are shown what the service
releases, field by field, and never what was told of reprisals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.complaints.queries.case_file import Person
from portal.domain.handling.identity import CONTACTS, IdentityField, hidden_of
from portal.domain.history import EntryKind
from portal.domain.masking import Hidden
from portal.domain.typed import is_whole_number

COMPLAINANT = "complainant"

REQUEST = "request"
"""The kind of the texts of a request: read inside the agency alone."""


class Released(StrEnum):
    """Something of the complaint that may be shown to whoever is asked."""

    SUBJECT = "subject"
    STORY = "story"
    NAME = "name"
    CONTACT = "contact"


HIDDEN = frozenset({Released.NAME, Released.CONTACT})
"""What is shown to nobody where whoever complains asked that it stay hidden."""

BY_DEFAULT = (Released.SUBJECT, Released.STORY)
"""What is shown unless the service chooses otherwise: not who complains, nor how to reach them."""


class Ending(StrEnum):
    """Why a request ended without an answer."""

    WITHDRAWN = "withdrawn"
    ANSWERED = "complaint_answered"
    CLOSED = "complaint_closed"
    HANDED_ON = "complaint_handed_on"
    KEPT_OUT = "kept_out"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: one person of the agency, or whoever works at a post of its way up."""

    user_id: int | None = None
    post: str | None = None

    def __str__(self) -> str:
        """Return what `read` reads."""
        return f"post:{self.post}" if self.post is not None else f"person:{self.user_id}"

    @classmethod
    def read(cls, written: str) -> Asked | None:
        """Return who is meant, or None if nobody is."""
        kind, _, value = written.partition(":")
        if kind == "person" and is_whole_number(value):
            return cls(user_id=int(value))
        return cls(post=value) if kind == "post" and value else None


def fields_beside(people: Iterable[Person], released: Collection[Released]) -> list[IdentityField]:
    """Return what whoever is asked is shown of who complains, of what the agency itself knows."""
    fields = {Released.NAME: (IdentityField.NAME,), Released.CONTACT: tuple(CONTACTS)}
    chosen = [field for part in released for field in fields.get(part, ())]
    complainants = [person for person in people if person.role == COMPLAINANT]
    return [field for field in chosen if any(getattr(one, field) for one in complainants)]


def shown(
    subject: str,
    story: str,
    people: Iterable[Person],
    everybody: Sequence[Person],
    released: Collection[Released],
    published: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Return what whoever is asked is shown, by its code.

    `people` are those whom the agency knows. What is not released of them, and what is kept from
    the agency itself of `everybody`, is masked where the texts tell it; not what agencies have
    `published`.
    """
    complainants = [person for person in people if person.role == COMPLAINANT]
    names = [person.name for person in complainants if person.name]
    ways = [way for person in complainants for way in _ways(person) if way]
    told = [*names] if Released.NAME in released else []
    told += ways if Released.CONTACT in released else []
    hidden = _hidden(everybody, told, released, published)
    words = {
        Released.SUBJECT: hidden.masked(subject),
        Released.STORY: hidden.masked(story),
        Released.NAME: "\n".join(names),
        Released.CONTACT: "\n".join(ways),
    }
    return {part.value: words[part] for part in Released if part in released and words[part]}


def _hidden(
    everybody: Sequence[Person],
    told: Collection[str],
    released: Collection[Released],
    published: frozenset[str],
) -> Hidden:
    """Return what the texts keep from whoever is asked."""
    fields = {
        *([IdentityField.NAME] if Released.NAME in released else ()),
        *(CONTACTS if Released.CONTACT in released else ()),
    }
    return Hidden(
        [person.name for person in everybody if person.name not in told],
        [way for person in everybody for way in _ways(person) if way not in told],
        hidden_of((), fields).shapes,
        published,
    )


def _ways(person: Person) -> tuple[str | None, ...]:
    """Return the ways in which somebody is reached."""
    return person.email, person.phone, person.address


# What the history tells.


@dataclass(frozen=True, slots=True)
class InformationRequested(EntryFacts, kind=EntryKind.INFORMATION_REQUESTED):
    """Somebody inside the agency is asked a question, and may read this for it."""

    to: int | None
    post: str | None
    last_day: date
    released: Sequence[str]


@dataclass(frozen=True, slots=True)
class InformationMissed(EntryFacts, kind=EntryKind.INFORMATION_MISSED):
    """Nobody answered such a question by its day; it went up where a level is left."""

    request: int
    level: int | None = None
    post: str | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class InformationGiven(EntryFacts, kind=EntryKind.INFORMATION_GIVEN):
    """Such a question was answered."""

    request: int
    in_time: bool


@dataclass(frozen=True, slots=True)
class InformationEnded(EntryFacts, kind=EntryKind.INFORMATION_ENDED):
    """Such a question ended without an answer."""

    request: int
    why: str
