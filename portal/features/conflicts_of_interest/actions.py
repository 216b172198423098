"""Whoever a complaint names has nothing to do with it: found, said by a colleague, or by themself.

The portal excludes the staff the moment they are named (`domain/naming`). Closing comes first: it
hurts nobody; what follows from it the worker does within seconds, and a wrong match is quickly
lifted by somebody else.

Then the complaint is somebody else's, higher up if need be: the level of whoever is excluded counts
as vacant. Where nobody else works there, the complaint is one step higher at once, and its promised
date stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from portal.complaints import entries
from portal.complaints.events import (
    ComplainantQuoted,
    Excluded,
    HandingOn,
    NobodyInside,
    ReachesAgency,
)
from portal.complaints.features import Closing
from portal.complaints.handling.escalation import hand_up, holders, one_step_up, tell_of_vacancy
from portal.complaints.letters import letters
from portal.complaints.letters.holding import stop
from portal.complaints.letters.letters import notify
from portal.complaints.planning import Added, Filing
from portal.complaints.queries.case_file import CaseFile
from portal.complaints.queries.search import filed_texts, texts_of, texts_of_filing
from portal.complaints.queries.staff import Member, without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, excluded_from, require
from portal.db.engine import Database
from portal.db.row_filter import as_the_portal
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, NotAllowedError, required
from portal.domain.naming import names_somebody
from portal.domain.permissions import Permission
from portal.domain.role import Role
from portal.features.conflicts_of_interest import rules
from portal.features.conflicts_of_interest.letters import (
    CONFLICT_AT_TOP,
    CONFLICT_NOTED,
    CONFLICT_OF_WRITER,
    NOBODY_INSIDE,
    STEPPED_BACK,
)
from portal.features.conflicts_of_interest.queries import (
    agencies_of_other_parts,
    complaints_to_follow_up,
    conflict_with,
    conflicts_to_follow_up,
    delete_notices,
    enter_refused_opening,
    ever_excluded,
    has_acted,
    have_registered,
    noted_people,
    roles_of,
    staff_names,
)
from portal.features.conflicts_of_interest.records import ConflictRecord, key_of, of_person
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime
from portal.words.letters.about_dates import PassedUp, RecourseOpened
from portal.words.letters.to_staff import PassedToYou

REASON = "conflict_lifted"
"""The kind of text that says why somebody was let back in."""


class Origin(StrEnum):
    """How it is known that a complaint concerns a member of staff."""

    FOUND = "found"
    DECLARED = "declared"
    OWN = "own"


_BY_WHOM = (
    (Role.TOP_AUTHORITY, frozenset({Role.AUDITOR})),
    (Role.HEAD, frozenset({Role.TOP_AUTHORITY, Role.AUDITOR})),
)
_BY_THE_SERVICE = frozenset({Role.HEAD, Role.TOP_AUTHORITY, Role.AUDITOR, Role.INTAKE})


# Whom the texts of a complaint name.


def exclude_at_filing(connection: Connection, filing: Filing) -> Added | None:
    """Exclude from a new complaint each of the staff whom it names: they never see it."""
    draft, content = filing.draft, filing.content
    texts = texts_of_filing(draft.story, draft.answers, content.wish, content.when_where)
    named = people_named_in(connection, filing.plan.agency.code, texts)
    rows = [_found_row(user_id, filing.now) for user_id in sorted(named)]
    return Added(rows={ConflictRecord: rows}) if rows else None


def exclude_by_message(event: ComplainantQuoted) -> None:
    """Exclude whom a text of the complainant's names, whoever of the staff took it down."""
    exclude_named(event.work, event.complaint, event.message.body)


def exclude_receivers(event: HandingOn) -> None:
    """Exclude whoever of the agency that gets the complaint is named in it."""
    texts = texts_of(event.work.session, event.complaint)
    exclude_named(event.work, event.complaint, *texts, agency=event.plan.agency.code)


def exclude_at_agency(event: ReachesAgency) -> None:
    """Exclude whoever is named of an agency that is about to read the complaint, or a part."""
    texts = texts_of(event.work.session, event.about or event.complaint)
    exclude_named(event.work, event.complaint, *event.said, *texts, agency=event.agency)


def closing(session: Session, file: CaseFile) -> Closing | None:
    """Return what excludes whoever reads what names them, unless somebody let them back in.

    It was written before they came to the agency, for instance, and is noticed now.
    """
    reader = session.info["actor"]
    if reader.user_id in file.concerned:
        return None
    written = _written(session, file)
    if not names_somebody("\n".join(written), reader.name):
        return None
    # Whether others bear the surname is asked only where it stands there.
    with as_the_portal(session):
        named = people_named_in(session.connection(), file.complaint.agency, written)
    return _exclude_named_anywhere if reader.user_id in named else None


def _written(session: Session, file: CaseFile) -> list[str]:
    """Return what the complainant wrote, also what the agency of the reader may not read."""
    if file.withheld:
        return texts_of(session, file.complaint)
    messages = [message.body for message in file.messages if message.from_citizen]
    return [*filed_texts(file.complaint.story, file.complaint.answers), *messages]


def _exclude_named_anywhere(work: Work, complaint: ComplaintRecord) -> None:
    exclude_named(work, complaint, *texts_of(work.session, complaint))


def concerned(
    session: Session, complaint_id: int, agency: str, story: str, complainant: str
) -> frozenset[int]:
    """Return whom a complaint concerns: as it is noted, and as its story says it.

    Who was let back in is none of them, though the story names them. What may be the name of the
    `complainant` in what somebody else tells of them names none either.
    """
    noted = noted_people(session, complaint_id)
    with as_the_portal(session):
        found = people_named_in(session.connection(), agency, [story], complainant)
        named = found - noted.keys()
    return named | {user_id for user_id, is_excluded in noted.items() if is_excluded}


def people_named_in(
    connection: Connection, agency: str, texts: Iterable[str], besides: str = ""
) -> frozenset[int]:
    """Return who of the agency, or of the whole portal, is named, in whole or by the surname.

    Nobody is by what may be the name of somebody else, `besides`, whom the texts speak of as well.
    """
    written = "\n".join(text for text in texts if text)
    return staff_names(connection, agency).named_in(written, besides) if written else frozenset()


def exclude_named(
    work: Work, complaint: ComplaintRecord, *texts: str, agency: str | None = None
) -> None:
    """Exclude whom these texts name, unless somebody let them back in before.

    `agency` is whose staff is looked for, where the complaint is about to be in its hands. So is
    that of every agency which has the whole, or a part of it, whatever it may read: each from what
    their own agency has.
    """
    here = {complaint.id: agency or complaint.agency}
    for owner, code in (here | agencies_of_other_parts(work.session, complaint)).items():
        with as_the_portal(work.session):
            named = people_named_in(work.session.connection(), code, texts)
            new = named - ever_excluded(work.session, owner) if named else frozenset()
        for user_id in sorted(new):
            delete_notices(work.session, owner, user_id)
            _add(work, owner, user_id, Origin.FOUND)
        if owner == complaint.id:
            work.staff.excluded.update(new)


def exclude_from_other_parts(
    work: Work, complaint: ComplaintRecord, user_id: int, origin: Origin
) -> None:
    """Exclude somebody from what of the same complaint their other agencies have.

    What follows from it there the worker does, as for whom it finds.
    """
    for other_id, code in agencies_of_other_parts(work.session, complaint).items():
        with as_the_portal(work.session):
            is_there = bool(roles_of(work.session, code, user_id))
        if is_there and user_id not in ever_excluded(work.session, other_id):
            _add(work, other_id, user_id, origin)


def _add(work: Work, complaint_id: int, user_id: int, origin: Origin) -> None:
    """Note that a complaint is closed to somebody, who knows of it if they had to do with it."""
    row = _found_row(user_id, work.now) | {"origin": origin.value}
    if origin is Origin.OWN or has_acted(work.session, complaint_id, user_id):
        row["told_at"] = work.now
    work.session.add(ConflictRecord(complaint_id=complaint_id, **row))


def _found_row(user_id: int, now: datetime) -> dict[str, Any]:
    return {**of_person(user_id), "origin": Origin.FOUND.value, "at": now}


# Said by a colleague or by themself, and undone.


def declare(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    """Exclude somebody of the agency from a complaint because it is about them.

    Raise IncompleteError for anybody else, and for whoever is excluded already.
    """
    require(work, complaint, Permission.DECLARE_CONFLICT)
    if user_id in work.staff.excluded or not roles_of(work.session, complaint.agency, user_id):
        raise IncompleteError("concerned")
    _exclude(work, complaint, user_id, Origin.DECLARED)


def step_back(work: Work, complaint: ComplaintRecord) -> None:
    """Let the actor withdraw from a complaint that concerns them: they see it no more."""
    require(work, complaint, Permission.STEP_BACK)
    if work.actor.user_id is None:
        raise NotAllowedError(Permission.STEP_BACK)
    _exclude(work, complaint, work.actor.user_id, Origin.OWN)


def let_back(work: Work, complaint: ComplaintRecord, user_id: int, reason: str) -> None:
    """Let somebody back in, for a reason that stays in the history.

    Raise NotAllowedError unless the actor is somebody else, whom they do not lead.
    """
    _require_may_let_back(work, complaint, user_id)
    conflict = conflict_with(work.session, complaint.id, user_id)
    if conflict is None or conflict.lifted_at is not None:
        raise IncompleteError("concerned")
    text = required(reason, "reason")
    conflict.lifted_at, conflict.lifted_by = work.now, work.actor.user_id
    conflict.followed_up_at = conflict.followed_up_at or work.now
    work.staff.excluded.discard(user_id)
    letters.record_text(
        work, complaint, rules.ConflictLifted(whom=key_of(work.keyring, user_id)), REASON, text
    )


def tell(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    """Note that somebody was told that a complaint concerns them: from now on the portal says so.

    Until then its number leads them nowhere, as one that does not exist. Raise NotAllowedError
    unless the actor could let them back in.
    """
    _require_may_let_back(work, complaint, user_id)
    conflict = conflict_with(work.session, complaint.id, user_id)
    if conflict is None or conflict.lifted_at is not None or conflict.told_at is not None:
        raise IncompleteError("concerned")
    conflict.told_at = work.now
    work.record(complaint, rules.ConflictTold(whom=key_of(work.keyring, user_id)))


def note_refused_opening(
    database: Database, user_id: int, agency: str, number: str, now: datetime
) -> None:
    """Keep that somebody asked for a complaint which does not open for them, or does not exist."""
    row = {"user_id": user_id, "agency": agency[:20], "number": number[:16], "at": now}
    database.enter(partial(enter_refused_opening, row=row))


def may_let_back(actor: Actor, agency: str, user_id: int, roles: Collection[Role]) -> bool:
    """Tell whether the actor is one of those who may let a person of these roles back in.

    It is asked of the actor without what whoever is kept out lends them.
    """
    if actor.user_id == user_id:
        return False
    own = {
        membership.role for membership in actor.memberships if membership.agency in (agency, None)
    }
    return bool(own & who_lets_back(roles))


def _require_may_let_back(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    require(work, complaint, Permission.LIFT_CONFLICT)
    roles = roles_of(work.session, complaint.agency, user_id)
    if not may_let_back(work.acting, complaint.agency, user_id, roles):
        raise NotAllowedError(Permission.LIFT_CONFLICT)


def who_lets_back(roles: Collection[Role]) -> frozenset[Role]:
    """Return who may let somebody with these roles back in: never whoever answers to them."""
    return next((by for role, by in _BY_WHOM if role in roles), _BY_THE_SERVICE)


def _exclude(work: Work, complaint: ComplaintRecord, user_id: int, origin: Origin) -> None:
    conflict = conflict_with(work.session, complaint.id, user_id) or ConflictRecord(
        complaint_id=complaint.id, **of_person(user_id)
    )
    delete_notices(work.session, complaint.id, user_id)
    is_known = origin is Origin.OWN or has_acted(work.session, complaint.id, user_id)
    _follow_up(work, complaint, {user_id: origin})
    # Last of all: the actor may be the one who from here on sees nothing of it.
    conflict.origin, conflict.at = origin.value, work.now
    conflict.declared_by = None if origin is Origin.OWN else work.actor.user_id
    conflict.followed_up_at, conflict.lifted_at, conflict.lifted_by = work.now, None, None
    conflict.told_at = work.now if is_known else None
    work.session.add(conflict)
    exclude_from_other_parts(work, complaint, user_id, origin)
    look_for_readers(work, complaint)


def follow_up_conflicts(runtime: Runtime, now: datetime) -> int:
    """Do what follows from the conflicts that were found; return in how many complaints."""
    return runtime.change_waiting(complaints_to_follow_up, _follow_up_found, now)


FOLLOW_UP = Job(
    "follow up conflicts",
    Place.KEEPING_OUT,
    each_run(follow_up_conflicts),
    counted="conflicts_followed_up",
)


def _follow_up_found(work: Work, complaint: ComplaintRecord) -> bool:
    """Do what follows from whom the portal found; return whether anything was left to do."""
    conflicts = conflicts_to_follow_up(work.session, complaint.id)
    for conflict in conflicts:
        conflict.followed_up_at = work.now
        # Whoever wrote down what names them knows of it; when it was filed, nobody was asked.
        if conflict.told_at is None and has_acted(work.session, complaint.id, conflict.user_id):
            conflict.told_at = work.now
    if conflicts:
        people = {conflict.user_id: Origin(conflict.origin) for conflict in conflicts}
        _follow_up(work, complaint, people)
        look_for_readers(work, complaint)
    return bool(conflicts)


def _follow_up(work: Work, complaint: ComplaintRecord, people: Mapping[int, Origin]) -> None:
    """Note whom the complaint concerns, take it from them, and tell who may let them back in."""
    work.staff.excluded.update(people)
    if complaint.assignee_id in people:
        complaint.assignee_id = None
    stop(work, complaint, of=people)
    work.features.happened(Excluded(work, complaint, people=frozenset(people)))
    for user_id, origin in people.items():
        whom = key_of(work.keyring, user_id)
        work.record(complaint, rules.ConflictNoted(whom=whom, origin=origin.value))
    heads = work.staff.heads(work.session, complaint.agency)
    leaders = heads or work.staff.top_authority(work.session, complaint.agency)
    others = [member for member in leaders if member.user_id != work.actor.user_id]
    if set(people.values()) == {Origin.OWN}:
        letters.to_members(work, complaint, others, STEPPED_BACK)
    elif have_registered(work.session, complaint.id, people):
        letters.to_members(work, complaint, others, CONFLICT_OF_WRITER)
    else:
        letters.to_members(work, complaint, others, CONFLICT_NOTED)
    if Status(complaint.status).is_unanswered:
        if not _is_closed_to_all(work, complaint):
            _step_over(work, complaint)
        _look_at_the_top(work, complaint, people)


def look_for_readers(work: Work, complaint: ComplaintRecord) -> None:
    """Have somebody decide who opens an unanswered complaint that excludes all who could.

    Where that is nobody either, whoever runs the portal is told, who may not open it.
    """
    if not Status(complaint.status).is_unanswered or not _is_closed_to_all(work, complaint):
        return
    agency = complaint.agency
    # Whoever just withdrew sees nothing of it any more: what follows is the portal's.
    with as_the_portal(work.session):
        work.features.happened(NobodyInside(replace(work, actor=PORTAL), complaint))
    if complaint.agency == agency:
        letters.to_members(work, complaint, _staff_of_portal(work), NOBODY_INSIDE)


def _is_closed_to_all(work: Work, complaint: ComplaintRecord) -> bool:
    return work.staff.is_closed_to_all(work.session, complaint.agency, work.advised.path)


def _staff_of_portal(work: Work) -> list[Member]:
    administrators = work.staff.with_role(work.session, None, Role.ADMINISTRATOR)
    auditors = work.staff.with_role(work.session, None, Role.AUDITOR)
    return [*administrators, *without(auditors, administrators)]


def _step_over(work: Work, complaint: ComplaintRecord) -> None:
    """Pass the complaint on if the only people who work at its level are excluded."""
    excluded, here = excluded_from(work, complaint), complaint.holder
    is_vacant, is_vacant_anyway = (
        here in staff.vacant_among(work.session, complaint.agency, [here], excluded)
        for staff in (work.staff, work.staff.excluding(()))
    )
    if not is_vacant or is_vacant_anyway:
        return
    up = one_step_up(work, complaint, excluded)
    if up is None:
        tell_of_vacancy(work, complaint, [here])
        return
    hand_up(work, complaint, up, "conflict")
    over = (here, *up.passed_over)
    escalated = entries.Escalated(level=up.level, post=up.step.to, why="conflict", over=over)
    work.record(complaint, escalated)
    tell_of_vacancy(work, complaint, (here, *up.vacant))
    notify(work, complaint, holders(work, complaint, up, excluded), PassedToYou(why="conflict"))
    letters.to_citizen(work, complaint, PassedUp(up.level))


def _look_at_the_top(work: Work, complaint: ComplaintRecord, people: Mapping[int, Origin]) -> None:
    """Where whoever has the last word is excluded, name the outside recourse and tell the portal.

    Nobody of the agency is left who could decide over them.
    """
    agency, top = complaint.agency, work.advised.path[-1].to
    everybody = work.staff.excluding(()).with_post(work.session, agency, top)
    if work.staff.with_post(work.session, agency, top) or not any(
        member.user_id in people for member in everybody
    ):
        return
    letters.to_members(work, complaint, _staff_of_portal(work), CONFLICT_AT_TOP)
    for recourse in work.advised.recourses[-1:]:
        work.record(complaint, entries.RecourseOpened(recourse=recourse.code))
        letters.to_citizen(work, complaint, RecourseOpened(recourse.code, "conflict"))
