"""Who of the agency may be asked about a complaint, who is, and who is told what becomes of it.

Whoever a complaint concerns is not asked, in person nor by their post; nor does anybody ask
themself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import Candidate, candidates
from portal.complaints.queries.staff import Member, Staff
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.handling.escalation import Path
from portal.features.information_requests.queries import record_of_clock, steps_of
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import Asked


def whom_to_ask(
    session: Session, agency: str, excluded: Collection[int], path: Path, now: datetime
) -> list[tuple[Asked, list[str]]]:
    """Return the posts, then the people, who may be asked; with the names of who answers.

    `excluded` are those who may not: whom the complaint concerns, and whoever asks.
    """
    staff = Staff(now)
    people = candidates(session, agency)
    names = {person.user_id: person.name for person in people}
    choices = [
        *(Asked(post=step.to) for step in path),
        *(Asked(person.user_id) for person in people),
    ]
    offered = ((asked, answering(session, staff, agency, asked, excluded)) for asked in choices)
    return [
        (asked, [names[member.user_id] for member in members])
        for asked, members in offered
        if members
    ]


def answering(
    session: Session, staff: Staff, agency: str, asked: Asked, excluded: Collection[int] = ()
) -> list[Member]:
    """Return who would have to answer: whoever is asked, or works in their place.

    Nobody does for somebody who is excluded, nor does anybody who is.
    """
    if asked.user_id in excluded:
        return []
    if asked.post is not None:
        working = staff.with_post(session, agency, asked.post)
    else:
        working = staff.working_as(session, agency, asked.user_id or 0)
    return [member for member in working if member.user_id not in excluded]


def level_of(asked: Asked, people: Sequence[Candidate], path: Path) -> int:
    """Return the highest level of the way up that whoever is asked holds, 0 beside it."""
    own = next((person.posts for person in people if person.user_id == asked.user_id), ())
    posts = (asked.post,) if asked.post is not None else own
    return max((n for n, step in enumerate(path, start=1) if step.to in posts), default=0)


def asked_members(work: Work, request: InformationRequestRecord, agency: str) -> list[Member]:
    """Return everybody at work to whom a request was put, the first ones first, each once."""
    members = {
        member.user_id: member
        for step in steps_of(work.session, request.id)
        for member in answering(work.session, work.staff, agency, Asked(step.user_id, step.post))
    }
    return list(members.values())


def now_asked(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> list[Member]:
    """Return who works as whoever has the request that a clock is of."""
    request = record_of_clock(work.session, clock.id)
    if request is None:
        return []
    step = steps_of(work.session, request.id)[-1]
    asked = Asked(step.user_id, step.post)
    return answering(work.session, work.staff, complaint.agency, asked)


def askers(
    work: Work, complaint: ComplaintRecord, request: InformationRequestRecord
) -> list[Member]:
    """Return who is told what becomes of a request: who asked, else who has the complaint."""
    asker = Asked(user_id=request.asked_by or 0)
    working = answering(work.session, work.staff, complaint.agency, asker)
    return working or work.staff.in_charge(work.session, complaint)
