"""Who complains, kept from whoever answers at a higher level until somebody released it to them.

The row filter keeps it from them. What was released, the portal reads for them, field by field; the
rest is masked wherever a text tells it: as it was filed, in messages, notes and answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace as with_changes
from functools import reduce
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, Person, with_texts_masked
from portal.complaints.queries.of_complaint import COMPLAINT_ID
from portal.complaints.queries.published import but_published, published_to
from portal.complaints.queries.withheld import (
    WITHHELD_IN_ROWS,
    hidden_from_agency,
    withheld_among,
)
from portal.complaints.queries.work_list_rows import IDS, Row, RowRead
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.records.people import IdentityReleaseRecord
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import find
from portal.domain.actor import Actor, without_loans
from portal.domain.handling.identity import CONTACTS, IdentityField, hidden_of
from portal.domain.masking import Hidden
from portal.domain.number import whole_number
from portal.domain.permissions import Permission, may_at_any_level


def knows_who_complains(actor: Actor, agency: str) -> bool:
    """Tell whether the actor reads who complains to `agency` without anybody's release."""
    return may_at_any_level(actor, Permission.SEE_COMPLAINTS, agency)


def knows_without_loans(actor: Actor, agency: str) -> bool:
    """Tell whether the actor reads it of every complaint: by what is their own, not lent."""
    lenders = {person for _, person in actor.replaced}
    return knows_who_complains(without_loans(actor, lenders), agency)


def unknown_among(session: Session, agency: str, complaint_ids: Collection[int]) -> frozenset[int]:
    """Return of which complaints of an agency whoever looks is not told who complains.

    What is lent to them tells it of none that the absent person is kept out of.
    """
    actor = session.info["actor"]
    if not complaint_ids or knows_without_loans(actor, agency):
        return frozenset()
    if not knows_who_complains(actor, agency):
        return frozenset(complaint_ids)
    told = find(session, _READABLE, ids=sorted(complaint_ids))
    return frozenset(complaint_ids).difference(id_ for (id_,) in told)


class Identity(Struct, frozen=True):
    """The people of a complaint, those whom its agency may read, what of them is `released`.

    A name that was held back from the agency is masked in its texts as well. What agencies have
    `published` is not.
    """

    people: Sequence[Person] = ()
    readable: Sequence[Person] = ()
    released: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()

    @property
    def shown(self) -> tuple[Person, ...]:
        """The people of the complaint as they may be known."""
        return tuple(self._shown(person) for person in self.readable)

    @property
    def hidden(self) -> Hidden:
        """What of it no text may say."""
        of_levels = hidden_of(self.people, self.released)
        hidden = of_levels | hidden_from_agency(self.people, self.readable)
        return replace(hidden, published=self.published)

    @property
    def name(self) -> str | None:
        """The name of whoever complains, if it may be known."""
        return next((person.name for person in self.shown if person.role == COMPLAINANT), None)

    def masked(self, text: str) -> str:
        """Return a text in which everything is masked that may not be known."""
        return self.hidden.masked(text)

    def _shown(self, person: Person) -> Person:
        kept = dict.fromkeys({IdentityField.NAME, *CONTACTS} - self.released)
        agreement = person.agreement and self.masked(person.agreement)
        return replace(person, **kept, agreement=agreement)


def with_identity_kept(file: CaseFile, identity: Identity, reader: int | None) -> CaseFile:
    """Return a complaint as its reader may see it, who has to be told who complains."""
    return with_changes(
        with_texts_masked(file, identity.masked, reader),
        people=identity.shown,
        is_identity_kept=IdentityField.NAME not in identity.released,
        released=identity.released,
    )


def with_identities_kept(session: Session, agency: str, rows: Sequence[Row]) -> list[Row]:
    """Return rows of a list with which `IDENTITIES` was read, as whoever looks may read them.

    What is withheld from the agency itself is read with `WITHHELD_IN_ROWS`.
    """
    unknown = unknown_among(session, agency, [row.id for row in rows])
    published = published_to(session)

    def kept(row: Row) -> Row:
        if row.id in unknown:
            return _row_kept(row, replace(row.of(IDENTITIES) or Identity(), published=published))
        withheld = replace(row.of(WITHHELD_IN_ROWS) or Hidden(), published=published)
        return row._replace(subject=withheld.masked(row.subject))

    return [kept(row) for row in rows]


def subjects_kept(session: Session, agency: str, subjects: Mapping[int, str]) -> dict[int, str]:
    """Return subjects of complaints of an agency, by their ids, as whoever looks may read them."""
    hidden = hidden_in(session, agency, subjects)
    return {
        id_: hidden[id_].masked(subject) if id_ in hidden else subject
        for id_, subject in subjects.items()
    }


def masking_of(session: Session, agency: str, complaint_ids: Sequence[int]) -> Callable[[str], str]:
    """Return what masks, in a text about complaints of an agency, who complains in any of them.

    It does as far as whoever looks may not know it, whether they see the complaint or not.
    """
    hidden = hidden_in(session, agency, complaint_ids)
    return reduce(Hidden.__or__, hidden.values(), Hidden()).masked


def hidden_in(
    session: Session, agency: str, complaint_ids: Collection[int]
) -> Mapping[int, Hidden]:
    """Return what texts of complaints may not say to whoever looks, by the ids of the complaints.

    They may say all of the others.
    """
    if not complaint_ids:
        return {}
    unknown = unknown_among(session, agency, complaint_ids)
    hidden = dict(withheld_among(session, set(complaint_ids) - unknown))
    if not unknown:
        return hidden
    values = {"ids": sorted(unknown), "reader": session.info["actor"].user_id}
    known: Mapping[int, Identity] = read_all(session, (IDENTITIES,), **values)[IDENTITIES]
    every = {id_: known.get(id_, Identity()).hidden for id_ in unknown}
    return hidden | {id_: but_published(session, one) for id_, one in every.items()}


def _row_kept(row: Row, identity: Identity) -> Row:
    return row._replace(subject=identity.masked(row.subject), person=identity.name)


def _identities(people: Rows, released: Rows) -> dict[int, Identity]:
    known: dict[int, list[tuple[bool, Person]]] = defaultdict(list)
    for complaint_id, is_readable, *person in people:
        known[complaint_id].append((is_readable, Person(*person)))
    fields: dict[int, set[str]] = defaultdict(set)
    for complaint_id, field in released:
        fields[complaint_id].add(field)
    return {id_: _identity(those, fields[id_]) for id_, those in known.items()}


def _identity(people: Collection[tuple[bool, Person]], released: Collection[str]) -> Identity:
    readable = tuple(person for is_readable, person in people if is_readable)
    return Identity(tuple(person for _, person in people), readable, frozenset(released))


# Tables of their own, so that nothing narrows them: they are read with complaints that are seen,
# and handed on as far as was released to whoever looks.
_WHO = PersonRecord.__table__.alias("who_complains").c
_OF = ComplaintRecord.__table__.alias("complained_of")
_TOLD = IdentityReleaseRecord.__table__.alias("told_who_complains").c
_FIELDS = (_WHO.role, _WHO.name, _WHO.email, _WHO.phone, _WHO.address, _WHO.agreement)


def _selects(of: ColumnElement[bool], told_of: ColumnElement[bool]) -> tuple[Any, ...]:
    # A part holds nobody of whom the agency is not told: its texts may name them all the same, so
    # those of the complaint that it is a part of are masked there, and never shown.
    is_its_own = _WHO.complaint_id == _OF.c.id
    is_told = or_(_WHO.kept_for.is_(None), _WHO.kept_for == _OF.c.agency)
    is_readable = and_(is_its_own, is_told).label("is_readable")
    people = (
        select(_WHO.id.label("by"), _OF.c.id.label("complaint_id"), is_readable, *_FIELDS)
        .where(_WHO.complaint_id.in_((_OF.c.id, _OF.c.parent_id)))
        .where(of)
    )
    released = select(_TOLD.id.label("by"), _TOLD.complaint_id, _TOLD.field)
    return people, released.where(told_of, _TOLD.user_id == bindparam("reader"))


IDENTITIES: RowRead[Identity] = RowRead(
    _selects(_OF.c.id.in_(IDS), _TOLD.complaint_id.in_(IDS)), _identities
)
"""Who complains in complaints, by their `ids`, and what of it the `reader` may know."""

IDENTITY: Read[Mapping[int, Identity]] = Read(
    _selects(_OF.c.id == COMPLAINT_ID, _TOLD.complaint_id == COMPLAINT_ID), _identities
)
"""Who complains in one complaint, and what of it the `reader` may know."""

_READABLE = select(PersonRecord.complaint_id).where(
    PersonRecord.complaint_id.in_(bindparam("ids", expanding=True))
)
_WHOLE = (
    select(_OF.c.number, *_FIELDS)
    .join(_OF, _OF.c.id == _WHO.complaint_id)
    .where(_OF.c.number.in_(bindparam("numbers", expanding=True)))
    .order_by(_WHO.id)
)


def whole_people(session: Session, numbers: Collection[str]) -> list[Person]:
    """Return the people of complaints with all that is known of them, for the portal to compare.

    Nothing of it is to be shown to whoever acts.
    """
    return [person for _, person in _whole_of_each(session, numbers)]


def people_besides(
    session: Session, numbers: Collection[str]
) -> Callable[[str | None], list[Person]]:
    """Return what returns the people of complaints, the whole of one number left out.

    They are as `whole_people` returns them: nothing of them is to be shown to whoever acts.
    """
    known = _whole_of_each(session, numbers)
    return lambda number: [
        person for of, person in known if number is None or of != whole_number(number)
    ]


def _whole_of_each(session: Session, numbers: Collection[str]) -> list[tuple[str, Person]]:
    rows = find(session, _WHOLE, numbers=sorted({*map(whole_number, numbers)}))
    return [(number, Person(*person)) for number, *person in rows]
