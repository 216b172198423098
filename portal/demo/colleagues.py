"""Invented work among colleagues: information asked for, and answers that somebody else reads.

In some agencies one request waits, one is late, one is answered. Of answers on their way one waits
for a second reader, one came back, and one complaint was settled.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.events import AnswerContent
from portal.complaints.letters.holding import confirm
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.records.message import HeldMessageRecord, HistoryEntryRecord
from portal.demo import stories
from portal.demo.between_agencies import file_one
from portal.demo.people import holder_of_post, holder_of_role
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.contact import Contact
from portal.domain.role import Role
from portal.domain.text import Language
from portal.features.information_requests.actions import ask, give
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import BY_DEFAULT, Asked
from portal.features.second_reading.actions import send_back
from portal.features.settling.actions import Settlement, settle
from portal.runtime import Runtime

_ONE_AGENCY_IN = 3
_LONG_AGO = timedelta(days=21)
_READ = 2
_IN_PROGRESS = (Status.TAKEN_IN_CHARGE.value, Status.UNDER_REVIEW.value)


def ask_some(runtime: Runtime) -> int:
    """Ask whoever holds the second level of one agency in three; return how many requests."""
    agencies = [agency for agency in runtime.agencies if len(agency.settings.escalation) > 1]
    return sum(_ask_in(runtime, agency) for agency in agencies[1::_ONE_AGENCY_IN])


def answer_some(runtime: Runtime, seed: int) -> int:
    """Leave answers on their way in the agencies that have them read; return how many."""
    random = Random(seed)
    return sum(
        _answer_in(runtime, agency, random)
        for agency in runtime.agencies
        if agency.settings.second_reader is not None
    )


def _ask_in(runtime: Runtime, agency: Agency) -> int:
    """Ask about the oldest complaint in progress long ago, and about the two newest today."""
    first, second = (step.to for step in agency.settings.escalation[:2])
    now = runtime.now()
    with runtime.reading(PORTAL) as session:
        complaints = _in_progress(session, agency.code)
    officer = holder_of_post(runtime, agency.code, first)
    asked = holder_of_post(runtime, agency.code, second)
    if officer is None or asked is None or len(complaints) < _ONE_AGENCY_IN:
        return 0
    (oldest, since), *_, (last, _), (newest, _) = complaints
    _ask(runtime, agency, officer, second, oldest, max(since, now - _LONG_AGO))
    _ask(runtime, agency, officer, second, last, now)
    _ask(runtime, agency, officer, second, newest, now)
    with runtime.reading(PORTAL) as session:
        of_newest = InformationRequestRecord.number == newest
        request_id = session.scalars(select(InformationRequestRecord.id).where(of_newest)).one()
    answer = partial(
        give, request_id=request_id, body=stories.INFORMATION.in_(_language(agency)), by=asked
    )
    runtime.change(PORTAL, newest, answer)
    return _ONE_AGENCY_IN


def _ask(
    runtime: Runtime, agency: Agency, officer: Actor, post: str, number: str, at: datetime
) -> None:
    with runtime.reading(PORTAL) as session:
        chosen = select(ComplaintRecord.category).where(ComplaintRecord.number == number)
        category = session.scalars(chosen).one()
    asking = partial(
        ask,
        asked=Asked(post=post),
        question=stories.QUESTION_INSIDE.in_(_language(agency)),
        within=agency.configured.promise("information_request", category).allowance,
        released=BY_DEFAULT,
        # Somebody invented may be called like a word of it.
        is_naming_meant=True,
    )
    runtime.change(officer, number, asking, now=at)


def _language(agency: Agency) -> Language:
    return agency.settings.agency.languages[0]


def _in_progress(session: Session, agency: str) -> list[tuple[str, datetime]]:
    """Return complaints with the moment after which something may happen, the longest ago first."""
    complaint, latest = ComplaintRecord, func.max(HistoryEntryRecord.at)
    statement = (
        select(complaint.number, latest.label("at"))
        .join(HistoryEntryRecord, HistoryEntryRecord.complaint_id == complaint.id)
        .where(complaint.agency == agency, complaint.status.in_(_IN_PROGRESS))
        .group_by(complaint.id, complaint.number)
        .order_by(latest, complaint.id)
    )
    return [(row.number, row.at) for row in session.execute(statement)]


def _answer_in(runtime: Runtime, agency: Agency, random: Random) -> int:
    """Confirm two answers, of which one comes back with a remark, and settle a new complaint."""
    wanted = agency.settings.second_reader
    assert wanted is not None
    author = holder_of_role(runtime, agency.code, Role.OFFICER)
    reader = holder_of_role(runtime, agency.code, Role.HEAD)
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
    remark = stories.REMARK.in_(_language(agency))
    runtime.change(reader, number, partial(send_back, held_id=held_id, remark=remark))


def _settle(
    runtime: Runtime, number: str, author: Actor, language: Language, random: Random
) -> None:
    with runtime.reading(PORTAL) as session:
        issues = select(IssueRecord.id).join(
            ComplaintRecord, ComplaintRecord.id == IssueRecord.complaint_id
        )
        ids = session.scalars(issues.where(ComplaintRecord.number == number)).all()
    reasons = stories.reasons(Finding.SETTLED, language)
    findings = tuple(IssueFinding(issue_id, Finding.SETTLED, reasons) for issue_id in ids)
    agreed = Settlement(stories.answer(language, random, Finding.SETTLED), Contact.PHONE, findings)
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
        )
        .order_by(complaint.id.desc())
    )
    rows = session.execute(statement)
    return [(row.number, "en" if row.language == "en" else "fr", row.category) for row in rows]
