"""Invented answers on their way: one waits for a second reader, one came back, one settled."""

from __future__ import annotations

from functools import partial
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.accounts import actor_of
from portal.complaints.events import AnswerContent
from portal.complaints.letters.holding import confirm
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.records.message import HeldMessageRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.demo import stories
from portal.demo.transfers import file_one
from portal.domain.actor import PORTAL, Actor, Role
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.text import Language
from portal.features.second_reading.actions import send_back
from portal.features.settling.actions import Contact, Settlement, settle
from portal.runtime import Runtime

_READ = 2
_IN_PROGRESS = (Status.TAKEN_IN_CHARGE.value, Status.UNDER_REVIEW.value)


def answer_some(runtime: Runtime, seed: int) -> int:
    """Leave answers on their way in the agencies that have them read; return how many."""
    random = Random(seed)
    return sum(
        _answer_in(runtime, agency, random)
        for agency in runtime.agencies
        if agency.settings.second_reader is not None
    )


def _answer_in(runtime: Runtime, agency: Agency, random: Random) -> int:
    """Confirm two answers, of which one comes back with a remark, and settle a new complaint."""
    wanted = agency.settings.second_reader
    assert wanted is not None
    with runtime.reading(PORTAL) as session:
        author, reader = (
            _member(session, agency, role, runtime) for role in (Role.OFFICER, Role.HEAD)
        )
    if author is None or reader is None:
        return 0
    # As its author sees them: some of these complaints concern one of the staff.
    with runtime.reading(author) as session:
        complaints = [
            complaint
            for complaint in _complaints(session, agency, _IN_PROGRESS)
            if wanted.reads(complaint[2])
        ]
        new = _complaints(session, agency, (Status.RECEIVED.value,))
    with runtime.reading(reader) as session:
        readable = {complaint[0] for complaint in _complaints(session, agency, _IN_PROGRESS)}
    complaints = [complaint for complaint in complaints if complaint[0] in readable][:_READ]
    # Few complaints are invented about what this agency has read: it gets what is missing.
    code = next(iter(wanted.categories), None)
    while len(complaints) < _READ:
        receipt = file_one(runtime, agency, random, runtime.now(), code)
        complaints.append((receipt.number, "fr", code or ""))
    for rank, (number, language, _) in enumerate(complaints):
        _confirm(runtime, number, author, stories.answer(language, random))
        if rank == 1:
            _send_back(runtime, number, reader, agency)
    for number, language, _ in new[:1]:
        _settle(runtime, number, author, language, random)
    return len(complaints) + len(new[:1])


def _confirm(runtime: Runtime, number: str, author: Actor, body: str) -> None:
    content = AnswerContent(body, tells=False)
    how = partial(confirm, content=content, hold=runtime.config.hold)
    runtime.change(author, number, how)


def _send_back(runtime: Runtime, number: str, reader: Actor, agency: Agency) -> None:
    with runtime.reading(PORTAL) as session:
        held = HeldMessageRecord
        of_complaint = select(held.id).join(
            ComplaintRecord, ComplaintRecord.id == held.complaint_id
        )
        held_id = session.scalars(of_complaint.where(ComplaintRecord.number == number)).one()
    remark = stories.remark(agency.settings.agency.languages[0])
    runtime.change(reader, number, partial(send_back, held_id=held_id, remark=remark))


def _settle(
    runtime: Runtime, number: str, author: Actor, language: Language, random: Random
) -> None:
    with runtime.reading(PORTAL) as session:
        issues = select(IssueRecord.id).join(
            ComplaintRecord, ComplaintRecord.id == IssueRecord.complaint_id
        )
        ids = session.scalars(issues.where(ComplaintRecord.number == number)).all()
    reasons = stories.reasons(language)
    findings = tuple(IssueFinding(issue_id, Finding.SETTLED, reasons) for issue_id in ids)
    agreed = Settlement(stories.answer(language, random), Contact.PHONE, findings)
    runtime.change(author, number, partial(settle, agreed=agreed))


def _complaints(
    session: Session, agency: Agency, statuses: tuple[str, ...]
) -> list[tuple[str, Language, str]]:
    complaint = ComplaintRecord
    statement = (
        select(complaint.number, complaint.language, complaint.category)
        .where(
            complaint.agency == agency.code,
            complaint.status.in_(statuses),
            complaint.level == 1,
            complaint.parent_id.is_(None),
            complaint.reprisal_due_at.is_(None),
        )
        .order_by(complaint.id.desc())
    )
    rows = session.execute(statement)
    return [(row.number, "en" if row.language == "en" else "fr", row.category) for row in rows]


def _member(session: Session, agency: Agency, role: Role, runtime: Runtime) -> Actor | None:
    user = session.scalars(
        select(UserRecord)
        .join(MembershipRecord)
        .where(MembershipRecord.agency == agency.code, MembershipRecord.role == role.value)
        .order_by(UserRecord.id)
        .limit(1)
    ).first()
    return None if user is None else actor_of(session, user, runtime.now())
