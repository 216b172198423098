"""Which requests for information somebody may read because they are asked, or were before."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import Actor
from portal.features.information_requests.records import InformationRequestRecord, RequestStepRecord

# Tables of their own, so that the criteria on what belongs to complaints are not added to them.
_OF = ComplaintRecord.__table__.alias("asked_of")
_STEP = RequestStepRecord.__table__.alias("asked_step")


def asked_of(actor: Actor, agency: str | None = None) -> ColumnElement[bool]:
    """Return what tells that a request was put to the actor, or to somebody they replace.

    `agency` is where, any of the actor's own if none is given. Whoever left it is asked no more.
    """
    codes = sorted(code for code in actor.agencies if agency in (None, code))
    if not codes:
        return false()
    return exists().where(
        _STEP.c.request_id == InformationRequestRecord.id,
        _OF.c.id == InformationRequestRecord.complaint_id,
        or_(*(_in(actor, code) for code in codes)),
    )


def _in(actor: Actor, agency: str) -> ColumnElement[bool]:
    people = {person for code, person in actor.replaced if code == agency} | {actor.user_id}
    posts = {one.post for one in actor.memberships if one.agency == agency}
    return and_(
        _OF.c.agency == agency,
        or_(
            _STEP.c.user_id.in_(sorted(one for one in people if one is not None)),
            _STEP.c.post.in_(sorted(one for one in posts if one is not None)),
        ),
    )
