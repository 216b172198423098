"""What is stored of releases, of drafts and their replays, and whom other rules would concern."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.orm import Session

from portal.agencies.registry import PORTAL_CODE, StoredRelease
from portal.complaints.every_feature import Features
from portal.complaints.records.complaint import AgencyReleaseRecord, ClockRecord, ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import AbsenceRecord, MembershipRecord
from portal.db.direct import Direct
from portal.domain.history import EntryKind
from portal.domain.time.clock import ANSWERING
from portal.domain.time.due_date import DueDate
from portal.releases.records import SettingsDraftRecord, SettingsReplayRecord

_R = AgencyReleaseRecord
_D = SettingsDraftRecord
_C = ComplaintRecord
_P = SettingsReplayRecord
_Numbers = tuple[ScalarSelect[Any], ...]


# Releases.


class Release(Struct, frozen=True):
    """A version of settings, in force now, once or never; `text` is what it was read from."""

    id: int
    agency: str
    rank: int
    settings: dict[str, Any]
    text: str | None
    digest: str
    source: str
    in_force: bool
    created_at: datetime
    in_force_from: datetime | None
    dates_to_move: bool
    published_by: int | None


def releases_of(session: Session, code: str) -> list[Release]:
    """Return every release of an agency, the newest first."""
    columns = [getattr(_R, name) for name in Release.__match_args__]
    rows = session.execute(select(*columns).where(_R.agency == code).order_by(_R.rank.desc()))
    return [Release(*row) for row in rows]


def release_in_force(session: Session, code: str) -> AgencyReleaseRecord | None:
    """Return the release of an agency that is in force, if there is one, to be changed."""
    return session.scalar(select(_R).where(_R.agency == code, _R.in_force))


def releases_at(session: Session, at: datetime) -> dict[str, int]:
    """Return the release of each agency that was in force at a moment, by its id.

    An agency that came later has none.
    """
    then = select(_R.agency, _R.id).where(_R.in_force_from <= at)
    return {row.agency: row.id for row in session.execute(then.order_by(_R.in_force_from, _R.id))}


def releases_reported(session: Session, end: datetime) -> dict[str, int]:
    """Return the release of each agency by which a period is reported that ended at a moment.

    It is the one then in force. What came before an agency's first release was counted under that
    one: no later one changes what is reported of it.
    """
    put_in_force = select(_R.agency, _R.id, (_R.in_force_from < end).label("is_then")).where(
        _R.in_force_from.is_not(None)
    )
    reported: dict[str, int] = {}
    for row in session.execute(put_in_force.order_by(_R.in_force_from, _R.id)):
        if row.is_then or row.agency not in reported:
            reported[row.agency] = row.id
    return reported


def settings_at(session: Session, agency: str, at: datetime) -> Mapping[str, Any]:
    """Return the settings of an agency in force at a moment; its first ones if it had none then."""
    known = select(_R.settings).where(_R.agency == agency, _R.in_force_from.is_not(None))
    then = known.where(_R.in_force_from < at).order_by(_R.in_force_from.desc(), _R.id.desc())
    first = known.order_by(_R.in_force_from, _R.id)
    return session.scalar(then.limit(1)) or session.scalar(first.limit(1)) or {}


def releases_in_force(session: Session) -> list[StoredRelease]:
    """Return every release in force, the portal's own included."""
    statement = select(_R).where(_R.in_force).order_by(_R.agency)
    return [_stored(record) for record in session.scalars(statement)]


def digests_in_force(session: Session) -> list[tuple[str, str, str | None]]:
    """Return the agency, digest and plugin of every release in force, the portal's own included."""
    columns = (_R.agency, _R.digest, _R.plugin)
    rows = session.execute(select(*columns).where(_R.in_force).order_by(_R.agency))
    return [(agency, digest, plugin) for agency, digest, plugin in rows]


def stored_release(session: Session, release_id: int) -> StoredRelease | None:
    """Return a release, in force or not, if there is one with this id."""
    record = session.get(_R, release_id)
    return _stored(record) if record is not None else None


def _stored(record: AgencyReleaseRecord) -> StoredRelease:
    return StoredRelease(record.id, record.agency, record.settings, record.plugin)


class Marks(Struct, frozen=True):
    """What tells, by being another, that something moved.

    `in_force` is of what all processes follow: releases, and what features put in force. `public`
    is of all that everybody may see, what is in force included; `inside` of all that is told of
    complaints besides, in their history.
    """

    in_force: tuple[int, ...]
    public: tuple[int, ...]
    inside: tuple[int, ...]


def marks_now(connection: Connection, features: Features) -> Marks:
    """Return the marks as they are (one query)."""
    in_force = tuple(mark for part in features.in_force for mark in part.marks)
    [row] = _asking(in_force, features.public_marks).rows(connection)
    inside = tuple(map(int, row))
    return Marks(inside[: 1 + len(in_force)], inside[:-1], inside)


@lru_cache
def _asking(in_force: _Numbers, public: _Numbers) -> Direct:
    """Return what asks for the newest release, for these marks, and for the newest entry."""
    newest, told = (
        select(func.coalesce(func.max(record.id), 0)).scalar_subquery()
        for record in (_R, HistoryEntryRecord)
    )
    return Direct(select(newest, *in_force, *public, told))


def agencies_in_force(session: Session) -> Sequence[AgencyReleaseRecord]:
    """Return the releases in force of agencies, in the order of their codes."""
    agencies = (_R.in_force, _R.agency != PORTAL_CODE)
    return session.scalars(select(_R).where(*agencies).order_by(_R.agency)).all()


def texts_in_force(session: Session) -> dict[str, str]:
    """Return the text in force of every agency that has one, by its code."""
    statement = select(_R.agency, _R.text).where(_R.in_force, _R.agency != PORTAL_CODE)
    return {code: text for code, text in session.execute(statement) if text is not None}


def highest_rank(session: Session, code: str) -> int:
    """Return the rank of an agency's newest release, 0 without any."""
    return session.scalar(select(func.max(_R.rank)).where(_R.agency == code)) or 0


def release_text(session: Session, code: str, rank: int | None = None) -> str | None:
    """Return the text in force of an agency, or of the release of this rank, if there is one."""
    which = _R.in_force if rank is None else _R.rank == rank
    return session.scalar(select(_R.text).where(_R.agency == code, which))


def is_taken_up(session: Session, code: str, text: str) -> bool:
    """Tell whether a release of an agency holds exactly this text."""
    same = select(_R.id).where(_R.agency == code, _R.text == text).limit(1)
    return session.scalar(same) is not None


def releases_moving_dates(session: Session) -> Sequence[AgencyReleaseRecord]:
    """Return the releases by which open complaints still get later dates, the oldest first."""
    return session.scalars(select(_R).where(_R.dates_to_move).order_by(_R.id)).all()


def release_to_change(session: Session, release_id: int) -> AgencyReleaseRecord:
    """Return a release as it is stored now, to be changed."""
    return session.get_one(_R, release_id, populate_existing=True)


def releases_received_under(
    session: Session, agency: str, release_id: int
) -> Sequence[AgencyReleaseRecord]:
    """Return a release, and those under which the open complaints of its agency came in."""
    received_under = select(_C.release_id).where(_C.agency == agency, _C.is_open).distinct()
    wanted = _R.id.in_(received_under) | (_R.id == release_id)
    return session.scalars(select(_R).where(wanted)).all()


# Drafts, and their replays.


class Draft(Struct, frozen=True):
    """What is being prepared: its text, right or not yet, and who changed it last."""

    text: str
    base_release_id: int | None
    edited_by: int | None
    edited_at: datetime
    version: int
    before_by: int | None


def draft_of(session: Session, agency: str) -> Draft | None:
    """Return the draft of an agency's settings, if there is one."""
    columns = [getattr(_D, name) for name in Draft.__match_args__]
    row = session.execute(select(*columns).where(_D.agency == agency)).one_or_none()
    return Draft(*row) if row is not None else None


def locked_draft(session: Session, agency: str) -> SettingsDraftRecord | None:
    """Return the draft of an agency as it is now, kept from others until the transaction ends."""
    return session.get(_D, agency, populate_existing=True, with_for_update=True)


def drafts_in_preparation(session: Session) -> list[tuple[str, str]]:
    """Return the drafts of agencies that nothing is in force of: code and text, by their codes."""
    in_force = select(_R.agency).where(_R.in_force)
    statement = select(_D.agency, _D.text).where(
        _D.base_release_id.is_(None), _D.agency.not_in(in_force)
    )
    return [(code, text) for code, text in session.execute(statement.order_by(_D.agency))]


def replay_record(session: Session, agency: str) -> SettingsReplayRecord | None:
    """Return the replay that was asked for last in an agency, if any was."""
    return session.get(_P, agency)


def next_replay(session: Session) -> SettingsReplayRecord | None:
    """Return the replay that waits longest, if any is left to do."""
    return session.scalars(select(_P).where(~_P.is_done).order_by(_P.asked_at)).first()


def keep_step(session: Session, job: SettingsReplayRecord, step: Mapping[str, object]) -> bool:
    """Keep a step, unless the replay was asked for anew or another worker was here."""
    ours = update(_P).where(*_as_asked(job), _P.reached == job.reached).values(**step)
    return bool(session.execute(ours).rowcount)  # type: ignore[attr-defined]


def forget_replay(session: Session, job: SettingsReplayRecord) -> None:
    """Forget a replay, unless it was asked for anew."""
    session.execute(delete(_P).where(*_as_asked(job)))


def _as_asked(job: SettingsReplayRecord) -> tuple[ColumnElement[bool], ...]:
    return _P.agency == job.agency, _P.asked_at == job.asked_at


def forget_staff(session: Session, agency: str) -> None:
    """Forget who was to work in an agency, or be away from it."""
    for ours in (AbsenceRecord, MembershipRecord):
        session.execute(delete(ours).where(ours.agency == agency))


# Open complaints.


def open_complaints(
    session: Session, agency: str, *, categories: Collection[str] = (), unit: str | None = None
) -> int:
    """Count the open complaints of an agency, only those of some `categories` or of a `unit`.

    They keep the rules they were received under.
    """
    counted = select(func.count()).select_from(_C).filter_by(agency=agency, is_open=True)
    if categories:
        counted = counted.where(_C.category.in_(categories))
    if unit is not None:
        counted = counted.filter_by(unit=unit)
    return session.scalar(counted) or 0


def open_complaints_by_unit(session: Session, agency: str) -> dict[str, int]:
    """Count the open complaints of each unit that has any."""
    theirs = select(_C.unit, func.count()).filter_by(agency=agency, is_open=True)
    counted = session.execute(theirs.group_by(_C.unit))
    return {unit: count for unit, count in counted if unit is not None}


def received_since(session: Session, agency: str, since: datetime) -> int:
    """Count the complaints that an agency received since a moment, parts of others' apart."""
    received = (_C.agency == agency, _C.received_at >= since, _C.parent_id.is_(None))
    return session.scalar(select(func.count()).select_from(_C).where(*received)) or 0


def promised_answers(session: Session, agency: str) -> Iterator[tuple[str, str, DueDate]]:
    """Yield the open complaints of an agency, subject and date promised, the soonest first.

    Those whose subject was changed since the promise are left out: it was counted by the days of
    another subject, and no clock moves because of that.
    """
    reclassified = exists().where(
        HistoryEntryRecord.complaint_id == _C.id,
        HistoryEntryRecord.kind == EntryKind.RECLASSIFIED.value,
        HistoryEntryRecord.at >= ClockRecord.started_at,
    )
    statement = (
        select(_C.number, _C.category, ClockRecord.explanation)
        .join(ClockRecord, ClockRecord.complaint_id == _C.id)
        .where(
            _C.agency == agency,
            _C.is_open,
            ClockRecord.kind.in_(ANSWERING),
            ClockRecord.pending,
            ~reclassified,
        )
        .order_by(_C.due_at, _C.id)
    )
    for number, category, explanation in session.execute(statement):
        yield number, category, DueDate.from_facts(explanation)
