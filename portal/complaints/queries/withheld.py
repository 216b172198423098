"""What a person keeps from the agency that has their complaint, where texts tell it all the same.

A transfer or a part holds nothing that the person withheld, but for texts: whoever reads them there
gets them without it, and by no word of it is the complaint found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import Person
from portal.complaints.queries.of_complaint import COMPLAINT_ID
from portal.complaints.queries.published import but_published
from portal.complaints.queries.work_list_rows import IDS, RowRead
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import as_the_portal
from portal.domain.handling.identity import CONTACTS, SHAPES, IdentityField, hidden_of
from portal.domain.masking import Hidden


def hidden_from_agency(people: Iterable[Person], told: Sequence[Person]) -> Hidden:
    """Return what no text may say where these people are known, and an agency was `told` of some.

    Somebody whom it knows wholly is hidden by nothing. One way to reach them stands for all.
    """
    withheld = [person for person in people if person not in told]
    known = _fields_of(told)
    return hidden_of(withheld, known) if withheld and known < SHAPES.keys() else Hidden()


def _fields_of(told: Iterable[Person]) -> set[IdentityField]:
    complainants = [person for person in told if person.role == COMPLAINANT]
    known = {field for field in SHAPES if any(getattr(one, field) for one in complainants)}
    return known | CONTACTS if known & CONTACTS else known


# Tables of their own, so that nothing narrows them: what is withheld is read to be masked.
_WHO, _KEPT = (PersonRecord.__table__.alias(name).c for name in ("withheld_of_whom", "is_withheld"))
_OF = ComplaintRecord.__table__.alias("withheld_in")
_PERSON = [getattr(_WHO, name) for name in Person.__match_args__]
_MAY_BE_WITHHELD = or_(
    _OF.c.parent_id.is_not(None),
    exists().where(_KEPT.complaint_id == _OF.c.id, _KEPT.kept_for.is_not(None)),
)
_IS_ITS_OWN = (_WHO.complaint_id == _OF.c.id).label("is_its_own")


def somebody_is_withheld(complaint: Any) -> ColumnElement[bool]:
    """Return whether a complaint has somebody who is kept from its agency."""
    return exists().where(_KEPT.complaint_id == complaint.id, _KEPT.kept_for != complaint.agency)


def _people(of: ColumnElement[bool]) -> tuple[Any, ...]:
    people = select(
        *(_WHO.id.label("by"), _OF.c.id.label("complaint_id"), _OF.c.agency, _IS_ITS_OWN),
        *(_WHO.kept_for, *_PERSON),
    ).where(_WHO.complaint_id.in_((_OF.c.id, _OF.c.parent_id)))
    return (people.where(_MAY_BE_WITHHELD, of),)


def _hidden(rows: Rows, agencies: Mapping[int, str] | None = None) -> dict[int, Hidden]:
    people: dict[int, list[Person]] = defaultdict(list)
    told: dict[int, list[Person]] = defaultdict(list)
    for complaint_id, agency, is_its_own, kept_for, *columns in rows:
        person = Person(*columns)
        people[complaint_id].append(person)
        reader = agencies[complaint_id] if agencies else agency
        if is_its_own and kept_for in (None, reader):
            told[complaint_id].append(person)
    every = {id_: hidden_from_agency(those, told[id_]) for id_, those in people.items()}
    return {id_: hidden for id_, hidden in every.items() if hidden}


WITHHELD: Read[Mapping[int, Hidden]] = Read(_people(_OF.c.id == COMPLAINT_ID), _hidden)
"""What texts of one complaint may not say to its agency, by its id; nothing where nothing is so."""

WITHHELD_IN_ROWS: RowRead[Hidden] = RowRead(_people(_OF.c.id.in_(IDS)), _hidden)
"""What texts of complaints, by their `ids`, may not say to the agency of each."""

_ROWS_IN: Read[Rows] = Read(_people(_OF.c.id.in_(IDS)), lambda rows: rows)


def withheld_among(session: Session, complaint_ids: Collection[int]) -> Mapping[int, Hidden]:
    """Return of complaints, by their ids, what is withheld from their agencies (one statement)."""
    read = read_all(session, (WITHHELD_IN_ROWS,), ids=sorted(complaint_ids))
    hidden: Mapping[int, Hidden] = read[WITHHELD_IN_ROWS]
    return {id_: but_published(session, one) for id_, one in hidden.items()}


def withheld_from(session: Session, agencies: Mapping[int, str]) -> Mapping[int, Hidden]:
    """Return what complaints keep from these agencies, which have them or are about to."""
    with as_the_portal(session):
        rows = read_all(session, (_ROWS_IN,), ids=sorted(agencies))[_ROWS_IN]
    return {id_: but_published(session, one) for id_, one in _hidden(rows, agencies).items()}
