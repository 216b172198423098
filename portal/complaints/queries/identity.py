"""Who complains, kept from whoever answers at a higher level until somebody released it to them.

The row filter keeps it from them. What was released, the portal reads for them, field by field; the
rest is masked wherever a text tells it: as it was filed, in messages, notes and answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace as with_changes
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, Person, masked_texts
from portal.complaints.queries.of_complaint import columns_of
from portal.complaints.queries.work_list_rows import Row
from portal.complaints.records.complaint import COMPLAINANT, PersonRecord
from portal.complaints.records.identity import IdentityReleaseRecord
from portal.db.reads import Read, read_all
from portal.db.row_filter import as_the_portal
from portal.domain.actor import Actor
from portal.domain.handling.identity import CONTACTS, IdentityField
from portal.domain.masking import without_identity
from portal.domain.permissions import Permission, may_at_any_level

_P, _R = PersonRecord, IdentityReleaseRecord
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)


def knows_who_complains(actor: Actor, agency: str) -> bool:
    """Tell whether the actor reads who complains to `agency` without anybody's release."""
    return may_at_any_level(actor, Permission.SEE_COMPLAINTS, agency)


class Identity(Struct, frozen=True):
    """The people of a complaint, those whom its agency may read, what of them is `released`."""

    people: Sequence[Person] = ()
    readable: Sequence[Person] = ()
    released: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[Person, ...]:
        """The people of the complaint as they may be known."""
        return tuple(self._shown(person) for person in self.readable)

    @property
    def name(self) -> str | None:
        """The name of whoever complains, if it may be known."""
        return next((person.name for person in self.shown if person.role == COMPLAINANT), None)

    def masked(self, text: str) -> str:
        """Return a text in which everything is masked that may not be known."""
        return without_identity(
            text,
            self._kept(*{IdentityField.NAME} - self.released),
            self._kept(*CONTACTS - self.released),
        )

    def masked_in(self, value: Any) -> Any:
        """Return a value, as it is kept as JSON, with each of its texts masked."""
        if isinstance(value, str):
            return self.masked(value)
        if isinstance(value, Mapping):
            return {key: self.masked_in(part) for key, part in value.items()}
        return [self.masked_in(part) for part in value] if isinstance(value, list) else value

    def _shown(self, person: Person) -> Person:
        kept = dict.fromkeys({IdentityField.NAME, *CONTACTS} - self.released)
        agreement = person.agreement and self.masked(person.agreement)
        return replace(person, **kept, agreement=agreement)

    def _kept(self, *fields: str) -> list[str | None]:
        return [getattr(person, field) for field in fields for person in self.people]


def with_identity_kept(session: Session, file: CaseFile) -> CaseFile:
    """Return a complaint as whoever looks may read it, who has to be told who complains."""
    complaint = file.complaint
    identity = identities(session, complaint.agency, [complaint.id])[complaint.id]
    masked = identity.masked
    return with_changes(
        file,
        complaint=replace(
            complaint,
            subject=masked(complaint.subject),
            story=masked(complaint.story),
            answers=identity.masked_in(complaint.answers),
        ),
        people=identity.shown,
        issues=masked_texts(file.issues, masked, "text", "reasons", "measure"),
        messages=masked_texts(file.messages, masked, "body"),
        added={read: read.masked(rows, masked) for read, rows in file.added.items()},
        is_identity_kept=IdentityField.NAME not in identity.released,
    )


def rows_with_identity_kept(session: Session, agency: str, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of an agency's list as whoever looks may read them."""
    known = identities(session, agency, [row.id for row in rows]) if rows else {}
    return [
        row._replace(subject=known[row.id].masked(row.subject), person=known[row.id].name)
        for row in rows
    ]


def subjects_kept(session: Session, agency: str, subjects: Mapping[int, str]) -> dict[int, str]:
    """Return subjects of complaints of an agency, by their ids, as whoever looks may read them."""
    if not subjects or knows_who_complains(session.info["actor"], agency):
        return dict(subjects)
    known = identities(session, agency, subjects)
    return {id_: known[id_].masked(subject) for id_, subject in subjects.items()}


def identities(session: Session, agency: str, ids: Collection[int]) -> Mapping[int, Identity]:
    """Return who complains in complaints that `agency` has, and what of it whoever looks may know.

    A name that was held back from the agency is masked in its texts as well.
    """
    reader = session.info["actor"].user_id
    with as_the_portal(session):
        read = read_all(session, (_PEOPLE, _RELEASED), ids=list(ids), reader=reader)
    people: Mapping[int, list[_KeptPerson]] = read[_PEOPLE]
    released: Mapping[int, set[str]] = read[_RELEASED]
    return {id_: _identity(people.get(id_, ()), released.get(id_, ()), agency) for id_ in ids}


_KeptPerson = tuple[str | None, Person]
"""Somebody in a complaint, and the only agency that may read it, if there is such a one."""


def _identity(people: Collection[_KeptPerson], released: Collection[str], agency: str) -> Identity:
    readable = tuple(person for kept_for, person in people if kept_for in (None, agency))
    return Identity(tuple(person for _, person in people), readable, frozenset(released))


def _people(rows: Collection[Sequence[Any]]) -> dict[int, list[_KeptPerson]]:
    people = defaultdict(list)
    for complaint_id, kept_for, *person in rows:
        people[complaint_id].append((kept_for, Person(*person)))
    return people


def _fields(rows: Collection[Sequence[Any]]) -> dict[int, set[str]]:
    fields = defaultdict(set)
    for complaint_id, field in rows:
        fields[complaint_id].add(field)
    return fields


_PEOPLE = Read(
    (
        select(_P.id.label("by"), _P.complaint_id, _P.kept_for, *columns_of(Person, _P)).where(
            _P.complaint_id.in_(_IDS)
        ),
    ),
    _people,
)
_RELEASED = Read(
    (
        select(_R.id.label("by"), _R.complaint_id, _R.field).where(
            _R.complaint_id.in_(_IDS), _R.user_id == bindparam("reader")
        ),
    ),
    _fields,
)
