"""What tests of the services look at: a complaint's row, history, clocks and letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.agencies.settings.schema import AgencySettings
from portal.complaints.proof.stored import verify_database
from portal.complaints.records.complaint import (
    ClockRecord,
    ComplaintRecord,
    EscalationRecord,
    IssueRecord,
)
from portal.complaints.records.message import (
    AttachmentRecord,
    HistoryEntryRecord,
    MessageRecord,
    NoticeRecord,
    OutboxRecord,
)
from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL, Actor, ActorKind, Membership
from portal.domain.complaint import Status
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.support import add_user, officer
from tests.support.unguarded import unguarded


def member(
    runtime: Runtime, role: Role = Role.OFFICER, agency: str = "parks", post: str | None = "office"
) -> Actor:
    """Add somebody of an agency and return them as an actor."""
    email = f"{role.value}.{post or 'nothing'}.{agency}@exemple.org"
    user_id = add_user(runtime, email, role, agency, post)
    return Actor(ActorKind.STAFF, email, user_id, (Membership(role, agency, post),))


def ruled_by(runtime: Runtime, agency: str = "parks", **settings: object) -> None:
    """Put other settings of an agency in force, as they stand in its file."""
    in_force = runtime.agencies.in_force.agencies
    before = in_force[agency]
    written = before.settings.model_dump(mode="json") | settings
    in_force[agency] = replace(before, settings=AgencySettings.model_validate(written))


def staffed(runtime: Runtime, agency: str = "parks") -> None:
    """Add somebody for every post on the agency's way up, and a head of the complaints service."""
    for step in runtime.agencies.agency(agency).settings.escalation:
        role = Role.TOP_AUTHORITY if step.top_authority else Role.MANAGER
        member(runtime, role, agency, step.to)
    member(runtime, Role.HEAD, agency, None)


def act(
    runtime: Runtime,
    number: str,
    what: Callable[..., Any],
    actor: Actor | None = None,
    seen_version: int | None = None,
    **told: Any,
) -> Any:
    """Let an actor, an officer of the complaint's agency by default, do something with it."""
    actor = actor or officer(complaint(runtime, number).agency)
    return runtime.change(actor, number, partial(what, **told), seen_version)


def complaint(runtime: Runtime, number: str) -> ComplaintRecord:
    """Return the complaint as it stands."""
    with runtime.reading(PORTAL) as session:
        return session.scalars(
            select(ComplaintRecord).where(ComplaintRecord.number == number)
        ).one()


def due(runtime: Runtime, number: str, kind: str = "answer") -> datetime:
    """Return when the complaint's latest clock of this kind runs out."""
    moment = clocks(runtime, number, kind)[-1].due_at
    assert moment is not None
    return moment


def status(runtime: Runtime, number: str) -> Status:
    """Return where the complaint is in its life."""
    return Status(complaint(runtime, number).status)


def history(runtime: Runtime, number: str) -> list[HistoryEntryRecord]:
    """Return the complaint's history in order."""
    return _of(runtime, number, HistoryEntryRecord, HistoryEntryRecord.seq)


def kinds(runtime: Runtime, number: str) -> list[str]:
    """Return the kinds of the complaint's history entries in order."""
    return [entry.kind for entry in history(runtime, number)]


def last(runtime: Runtime, number: str, kind: str) -> HistoryEntryRecord:
    """Return the last entry of this kind."""
    return [entry for entry in history(runtime, number) if entry.kind == kind][-1]


def clocks(runtime: Runtime, number: str, kind: str | None = None) -> list[ClockRecord]:
    """Return the complaint's clocks, of one kind or all, in the order in which they started."""
    found = _of(runtime, number, ClockRecord, ClockRecord.id)
    return [one for one in found if kind in (None, one.kind)]


def escalations(runtime: Runtime, number: str) -> list[EscalationRecord]:
    """Return the steps that the complaint climbed."""
    return _of(runtime, number, EscalationRecord, EscalationRecord.id)


def messages(runtime: Runtime, number: str) -> list[MessageRecord]:
    """Return what was written about the complaint."""
    return _of(runtime, number, MessageRecord, MessageRecord.id)


def issues(runtime: Runtime, number: str) -> list[IssueRecord]:
    """Return what the complaint is about, point by point."""
    return _of(runtime, number, IssueRecord, IssueRecord.rank)


def documents_of(runtime: Runtime, number: str) -> list[str]:
    """Return the names of the complaint's documents."""
    return [one.name for one in _of(runtime, number, AttachmentRecord, AttachmentRecord.id)]


def outbox_rows(runtime: Runtime) -> list[OutboxRecord]:
    """Return what is to be sent or was, the oldest first."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(OutboxRecord).order_by(OutboxRecord.id)))


def letters(runtime: Runtime, number: str | None = None) -> list[tuple[str, str]]:
    """Return the template and recipient of every letter, oldest first."""
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(select(OutboxRecord).order_by(OutboxRecord.id))
        return [
            (row.template, str(row.recipient))
            for row in rows
            if number in (None, row.params.get("number"))
        ]


def told(runtime: Runtime, number: str) -> list[tuple[str, str]]:
    """Return the kind and reader of every letter and of every notice about a complaint."""
    with runtime.reading(PORTAL) as session:
        rows = session.execute(
            select(NoticeRecord.kind, UserRecord.email)
            .join(UserRecord, UserRecord.id == NoticeRecord.user_id)
            .join(ComplaintRecord, ComplaintRecord.id == NoticeRecord.complaint_id)
            .where(ComplaintRecord.number == number)
            .order_by(NoticeRecord.id)
        )
        return letters(runtime, number) + [(kind, email) for kind, email in rows]


def templates(runtime: Runtime, number: str | None = None) -> list[str]:
    """Return the template of every letter, oldest first."""
    return [template for template, _ in letters(runtime, number)]


def history_holds(runtime: Runtime) -> bool:
    """Tell whether every chain of the database verifies."""
    with runtime.reading(PORTAL) as session:
        return verify_database(session, runtime.keyring).broken is None


def answer_before_checks(runtime: Runtime, number: str) -> None:
    """Make the answer one that was sent before answers were checked."""
    owner = complaint(runtime, number).id
    with unguarded(runtime), runtime.transaction() as session:
        chosen = (HistoryEntryRecord.complaint_id == owner, HistoryEntryRecord.kind == "answered")
        entry = session.scalars(select(HistoryEntryRecord).where(*chosen)).one()
        entry.facts = {fact: told for fact, told in entry.facts.items() if fact != "hints"}


def _of(runtime: Runtime, number: str, record: Any, order: Any) -> list[Any]:
    with runtime.reading(PORTAL) as session:
        statement = (
            select(record)
            .join(ComplaintRecord, ComplaintRecord.id == record.complaint_id)
            .where(ComplaintRecord.number == number)
        )
        return list(session.scalars(statement.order_by(order)))
