"""Who of the agency may be asked about a complaint, and who answers.

Whoever a complaint concerns is not asked, in person nor by their post; nor does anybody ask
themself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import candidates
from portal.complaints.queries.staff import Member, Staff
from portal.domain.handling.escalation import Path
from portal.features.information_requests.rules import Asked


def whom_to_ask(
    session: Session, agency: str, excluded: Collection[int], path: Path, now: datetime
) -> list[tuple[Asked, list[str]]]:
    """Return the posts, then the people, who may be asked; with the names of who answers.

    `excluded` are those who may not: whom the complaint concerns, and whoever asks.
    """
    staff = Staff(now).excluding(excluded)
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


def level_of(session: Session, agency: str, asked: Asked, path: Path) -> int:
    """Return the highest level of the way up that whoever is asked holds, 0 beside it."""
    people = {person.user_id: person.posts for person in candidates(session, agency)}
    posts = people.get(asked.user_id or 0, ()) if asked.post is None else (asked.post,)
    return max((n for n, step in enumerate(path, start=1) if step.to in posts), default=0)
