"""Texts that were offered: of one complaint, and all that may be published by now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import all_as, belonging, columns_of
from portal.complaints.queries.public_marks import mark_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.reads import AnySelect, Read
from portal.domain.time.periods import Period
from portal.features.open_texts.records import OpenTextRecord
from portal.reporting.vintages.freezing import published_on
from portal.reporting.vintages.queries import published_periods

_T, _C = OpenTextRecord, ComplaintRecord
MARK = "open_texts"
PUBLIC_MARKS = (mark_of(MARK),)


class OfferedText(Struct, frozen=True):
    """A text that its person offered, and what was made of it."""

    id: int
    agreed_at: datetime
    quarter: str
    read_at: datetime | None
    text: str | None


_OF_ONE: AnySelect = belonging(_T, columns_of(OfferedText, _T))

OFFERED: CaseRead[tuple[OfferedText, ...]] = CaseRead(
    (_OF_ONE,), all_as(OfferedText), masked=lambda rows, _masking: rows
)
"""Whether the text of a complaint was offered: what stands in it names nobody."""

OWN: FollowedRead[tuple[OfferedText, ...]] = FollowedRead((_OF_ONE,), all_as(OfferedText))
"""The same, for whoever offered it."""


WAITING = Read(
    (
        select(_T.id, _C.number)
        .join(_C, _C.id == _T.complaint_id)
        .where(_C.agency == bindparam("agency"), _T.read_at.is_(None)),
    ),
    lambda rows: [number for (number,) in rows],
)
"""The numbers of an agency's complaints of which a text waits to be read over."""


def readable_from(offer: OfferedText) -> date:
    """Return the day from which everybody may read what is published of it."""
    quarter = Period.parse(offer.quarter)
    assert quarter is not None, "a quarter is kept as it is written"
    return published_on(quarter)


def is_readable(session: Session, offer: OfferedText) -> bool:
    """Tell whether everybody may read it by now: its quarter is published."""
    return offer.text is not None and offer.quarter in map(str, published_periods(session))


class OpenText(Struct, frozen=True):
    """A text that everybody may read: of which agency and subject, closed in which quarter."""

    quarter: str
    agency: str
    theme: str
    language: str
    text: str


def offered(session: Session, complaint_id: int) -> OpenTextRecord | None:
    """Return what was offered of a complaint, under its lock."""
    return session.scalar(select(_T).where(_T.complaint_id == complaint_id))


def open_texts(session: Session, published: Collection[Period]) -> list[OpenText]:
    """Return all that may be read by now, of these published quarters, in no order of coming."""
    columns = (_T.quarter, _C.agency, _C.theme, _C.language, _T.text)
    rows = session.execute(
        select(*columns)
        .join(_C, _C.id == _T.complaint_id)
        .where(_T.text.is_not(None), _T.quarter.in_(sorted(map(str, published))))
    )
    found = [
        OpenText(quarter, agency, theme, language, text or "")
        for quarter, agency, theme, language, text in rows
    ]
    return sorted(found, key=lambda one: (one.quarter, one.text))
