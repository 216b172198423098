"""Who of the agency may be asked about a complaint: not who is named in it, nor who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.people.staff import Member, Staff
from portal.complaints.queries.accounts import Candidate, candidates
from portal.complaints.work import Work
from portal.domain.escalation import Path
from portal.features.information_requests.rules import Asked


def workers(work: Work, agency: str, asked: Asked, barred: Collection[int] = ()) -> list[Member]:
    """Return who would have to answer: see `answering`."""
    return answering(work.session, work.staff, agency, asked, barred)


def answering(
    session: Session, staff: Staff, agency: str, asked: Asked, barred: Collection[int] = ()
) -> list[Member]:
    """Return who would have to answer: whoever is asked, or works in their place.

    Nobody does for somebody who is barred, nor does anybody who is.
    """
    if asked.user_id in barred:
        return []
    if asked.post is not None:
        working = staff.with_post(session, agency, asked.post)
    else:
        working = staff.working_as(session, agency, asked.user_id or 0)
    return [one for one in working if one.user_id not in barred]


def whom_to_ask(
    session: Session,
    agency: str,
    barred: Collection[int],
    path: Path,
    now: datetime,
) -> list[tuple[Asked, list[str]]]:
    """Return the posts, then the people, who may be asked; with the names of who answers.

    `barred` are those who may not: whom the complaint concerns, and whoever asks.
    """
    staff = Staff(now)
    people = candidates(session, agency)
    names = {one.user_id: one.name for one in people}
    every = [*(Asked(post=step.to) for step in path), *(Asked(one.user_id) for one in people)]
    answers = ((one, answering(session, staff, agency, one, barred)) for one in every)
    return [(one, [names[each.user_id] for each in found]) for one, found in answers if found]


def level_of(asked: Asked, people: Sequence[Candidate], path: Path) -> int:
    """Return the highest level of the way up that whoever is asked holds, 0 beside it."""
    own = next((one.posts for one in people if one.user_id == asked.user_id), ())
    posts = (asked.post,) if asked.post is not None else own
    return max((n for n, step in enumerate(path, start=1) if step.to in posts), default=0)
