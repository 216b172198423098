"""Notices to the staff become letters: one for each person, however much there is to tell.

One notice alone is a letter of its own; several are told in one. Warnings leave once a day, after
the agency has opened; anything else at once, and then not again for a while.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.agencies.registry import Registry
from portal.complaints.every_feature import Features
from portal.complaints.letters.apart import sealed_row
from portal.complaints.letters.left_to_others import is_alarm, leave_alarms, staff_of
from portal.complaints.letters.letters import mail_row
from portal.complaints.letters.readers import readable
from portal.complaints.queries.staff import Member
from portal.complaints.queries.waiting_letters import (
    facts_waiting,
    free_user,
    kinds_waiting,
    notices_of,
    opened_by,
    people_with_notices,
    running_among,
)
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import NoticeRecord, OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.work import Office
from portal.domain.actor import PORTAL
from portal.domain.time.calendar import WorkingCalendar, last_opening
from portal.words.letters.staff_parts import Notice
from portal.words.letters.to_staff import ApproachingDate, Digest
from portal.words.letters.writing import Wordings

log = structlog.get_logger()

WARNING = ApproachingDate.code
LISTED = 50
"""How many notices a letter lists; of the others it gives the number."""

PAUSE = timedelta(minutes=10)
"""How long nobody is told more, once they were told something: what comes meanwhile is gathered."""


class _Notice(Struct, frozen=True):
    """A notice on its way into a letter."""

    complaint_id: int
    clock_id: int | None
    kind: str
    params: Mapping[str, Any]
    place: int

    @property
    def urgency(self) -> tuple[int, str, str]:
        """What it is sorted by: the place of its kind, then the soonest day, then the number."""
        day = str(self.params.get("last_day") or "")
        return self.place, day, str(self.params["number"])


def tell_staff(office: Office, now: datetime, looking: Collection[str] = ()) -> int:
    """Put a letter for each person whom something waits for into the outbox; return how many.

    Whoever has warnings of an agency in `looking` waits for them: some more may come.
    """
    with office.reading(PORTAL) as session:
        people = people_with_notices(session)
    people_told = 0
    for person in people:
        # One transaction each: somebody who cannot be told must not hold back the others.
        try:
            with office.transaction(PORTAL) as session:
                people_told += _tell(session, office, person, now, looking)
        except Exception:
            log.exception("could not tell a member of staff", user=person)
    return people_told


def _tell(
    session: Session, office: Office, user_id: int, now: datetime, looking: Collection[str]
) -> bool:
    """Tell one person, whom no other worker tells meanwhile, what may be told now."""
    user = free_user(session, user_id)
    if user is None:
        return False
    if not user.is_active:
        _pass_on(session, office.features, user_id, now)
        return False
    # What a feature left behind that is switched off waits for it.
    places = office.features.letters.places
    kinds = places.keys() & _kinds_to_tell(session, office.agencies, user, now, looking)
    taken = _still_true(session, _take(session, user_id, kinds, places)) if kinds else []
    notices = _readable(session, office.features.letters, user_id, taken, now)
    read = set(map(id, notices))
    unread = [{"kind": one.kind, **one.params} for one in taken if id(one) not in read]
    leave_alarms(session, office.features, unread, user_id, now)
    if not notices:
        return False
    user.told_at = now
    if WARNING in kinds:
        user.warned_at = now
    notices = _joined(office.features.letters, notices)
    session.add(_letter(user, _first_of_each(notices), now))
    return True


def _kinds_to_tell(
    session: Session,
    agencies: Registry,
    user: UserRecord,
    now: datetime,
    looking: Collection[str],
) -> set[str]:
    kinds = kinds_waiting(session, user.id)
    if WARNING in kinds:
        codes = {str(facts["agency"]) for facts in facts_waiting(session, user.id, WARNING)}
        if codes.isdisjoint(looking) and _may_warn(agencies, codes, user, now):
            return kinds
        kinds.discard(WARNING)
    # After the machine's clock was set back, a letter of the future must not silence anybody.
    is_pause = user.told_at is not None and timedelta() <= now - user.told_at < PAUSE
    return set() if is_pause else kinds


def _may_warn(agencies: Registry, codes: Collection[str], user: UserRecord, now: datetime) -> bool:
    """Tell whether one of these agencies opened since this person's last warnings."""
    calendars = [agencies.agency(code).consult().calendar() for code in sorted(codes)]
    return any(_opened_unwarned(calendar, user.warned_at, now) for calendar in calendars)


def _opened_unwarned(calendar: WorkingCalendar, warned_at: datetime | None, now: datetime) -> bool:
    today = calendar.day_of(now)
    is_open = calendar.day_of(last_opening(now, calendar)) == today
    return is_open and (warned_at is None or calendar.day_of(warned_at) != today)


def _take(
    session: Session, user_id: int, kinds: Collection[str], places: Mapping[str, int]
) -> list[_Notice]:
    """Take a person's notices away: what one statement returns, no other worker can have."""
    notice = NoticeRecord
    taken = session.execute(
        delete(notice)
        .where(notice.user_id == user_id, notice.kind.in_(sorted(kinds)))
        .returning(notice.complaint_id, notice.clock_id, notice.kind, notice.params),
        execution_options={"synchronize_session": False},
    )
    notices = [
        _Notice(row.complaint_id, row.clock_id, row.kind, row.params, places[row.kind])
        for row in taken
    ]
    return sorted(notices, key=lambda notice: notice.urgency)


def _still_true(session: Session, notices: Sequence[_Notice]) -> list[_Notice]:
    """Leave out the warnings of clocks that no longer run."""
    warnings = [notice for notice in notices if notice.kind == WARNING]
    running = running_among(session, [notice.clock_id for notice in warnings])
    return [notice for notice in notices if notice.kind != WARNING or notice.clock_id in running]


def _readable(
    session: Session, letters: Wordings, user_id: int, notices: Sequence[_Notice], now: datetime
) -> list[_Notice]:
    """Leave out what its reader cannot open any more, unless it leads them elsewhere."""
    numbers = {str(notice.params["number"]) for notice in notices}
    opened = opened_by(session, user_id, numbers, now) if numbers else {}
    return [
        notice
        for notice in notices
        if readable(letters, [{"kind": notice.kind, **notice.params}], opened)
    ]


def _joined(letters: Wordings, notices: Sequence[_Notice]) -> list[_Notice]:
    """Return notices of which those of one kind about one thing are one that says it all."""
    joined: dict[tuple[Any, ...], _Notice] = {}
    for notice in notices:
        about = (notice.complaint_id, notice.params.get("recommendation"), notice.kind)
        first = joined.get(about)
        joined[about] = notice if first is None else _both(letters, first, notice)
    return list(joined.values())


def _both(letters: Wordings, first: _Notice, other: _Notice) -> _Notice:
    one, more = (letters.read(notice.kind, notice.params) for notice in (first, other))
    assert isinstance(one, Notice)
    assert isinstance(more, Notice)
    return replace(first, params={**first.params, **one.joined(more).facts()})


def _first_of_each(notices: Sequence[_Notice]) -> list[_Notice]:
    """Return of each complaint the most urgent notice: whoever opens it sees the rest.

    A recommendation has a page of its own.
    """
    first = {
        (notice.complaint_id, notice.params.get("recommendation")): notice
        for notice in reversed(notices)
    }
    return sorted(first.values(), key=lambda notice: notice.urgency)


def _pass_on(session: Session, features: Features, user_id: int, now: datetime) -> None:
    """Leave what waits for somebody who no longer signs in to whoever is answerable now."""
    for notice, complaint in notices_of(session, user_id):
        told = {"kind": notice.kind, **notice.params}
        if is_alarm(told):
            leave_alarms(session, features, [told], user_id, now)
            session.delete(notice)
            continue
        others = _answerable(session, features, notice, complaint, now)
        if others:
            notice.user_id = others[0].user_id
        else:
            session.delete(notice)


def _answerable(
    session: Session,
    features: Features,
    notice: NoticeRecord,
    complaint: ComplaintRecord,
    now: datetime,
) -> list[Member]:
    """Return who is answerable now for what somebody was to be told."""
    staff, agency = staff_of(session, features, complaint, now), complaint.agency
    if features.letters.is_request(notice.kind, notice.params):
        # Nobody else was asked: without an answer the request goes up by itself.
        return []
    if notice.params.get("recommendation"):
        return staff.heads(session, agency) or staff.administrators(session, agency)
    return staff.in_charge(session, complaint) or staff.administrators(session, agency)


def _letter(user: UserRecord, notices: Sequence[_Notice], now: datetime) -> OutboxRecord:
    first = notices[0]
    if len(notices) == 1:
        row = mail_row(first.kind, user.email, user.language, dict(first.params), now)
        return OutboxRecord(complaint_id=first.complaint_id, **row)
    digest = Digest(
        len(notices),
        Counter(str(notice.params["agency"]) for notice in notices),
        tuple({"kind": notice.kind, **notice.params} for notice in notices[:LISTED]),
    )
    row = sealed_row(digest.code, user.email, user.language, digest.facts(), now)
    return OutboxRecord(complaint_id=None, **row)
