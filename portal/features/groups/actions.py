"""What is done with a group: described, noted, shown to the public, led and given up.

What happens to a group moves its state, and is kept beside it as a step.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.events import Excluded
from portal.complaints.every_feature import Features
from portal.complaints.handling.identity_told import refuse_naming
from portal.complaints.queries.accounts import Member, members_who_may
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.steps import NewStep, is_said_again
from portal.complaints.records.steps import step_values
from portal.complaints.work import Work
from portal.domain.errors import IncompleteError, NotAllowedError, UnknownGroupError, required
from portal.domain.handling.lifecycle import state_after
from portal.domain.permissions import Permission, may
from portal.domain.text import Text
from portal.domain.typed import is_blank
from portal.features.groups.queries_answers import numbers_of, sendings_of, stop_sending
from portal.features.groups.queries_held import ever_gathered, group_that_has, group_to_change
from portal.features.groups.records import GroupRecord, GroupStepRecord
from portal.features.groups.rules import LONGEST_TITLE, TRANSITIONS, State, Step

# Steps: each use case holds its group, moves its state and keeps what happened.


def held_group(
    work: Work, group_id: int, permission: Permission, agency: str | None = None
) -> GroupRecord:
    """Return a group, held, in which the actor may do this.

    Raise UnknownGroupError where there is none, or none of `agency`, and for whoever is kept out
    of any complaint that it ever had.
    """
    group = group_to_change(work.session, group_id)
    if group is None or agency not in (None, group.agency):
        raise UnknownGroupError(group_id)
    if not may(work.actor, permission, group.agency):
        raise NotAllowedError(permission)
    return group


def take(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Take a step; raise TransitionNotAllowedError where the state does not allow it."""
    group.state = state_after(TRANSITIONS, State(group.state), step).value
    keep(work, group, step, text, **facts)


def keep(
    work: Work, group: GroupRecord, step: Step, text: str | None = None, **facts: object
) -> None:
    """Keep a step that was taken, with its text sealed."""
    work.session.add(
        GroupStepRecord(group_id=group.id, **step_values(work.actor, work.now, step, text, facts))
    )


class Described(Struct, frozen=True):
    """What a group is called, what it is about, and who answers for it: nobody's data.

    `others` are the numbers of complaints that are gathered next.
    """

    name: str
    description: str
    owner_id: int | None
    others: tuple[str, ...] = ()
    is_naming_meant: bool = False

    def require_complete(self, work: Work, agency: str, complaint_ids: Sequence[int]) -> None:
        """Raise IncompleteError without a name, or with an owner who may not lead these there."""
        missing = ["group_name"] if is_blank(self.name) else []
        members = who_may_lead(work.session, work.features, agency, complaint_ids)
        if self.owner_id not in {None, *(member.user_id for member in members)}:
            missing.append("group_owner")
        if missing:
            raise IncompleteError(*missing)

    def require_nobody_named(self, work: Work, numbers: Sequence[str]) -> None:
        """Raise IdentitySaidError where the name is that of somebody who complains, unless meant.

        Everybody who works with the group reads it, also who is not told who complains.
        """
        if not self.is_naming_meant:
            refuse_naming(self.name, whole_people(work.session, [*numbers, *self.others]))

    def is_written_in(self, group: GroupRecord) -> bool:
        """Tell whether a group says all of it already: the form was sent twice."""
        said = (group.name, group.description, group.owner_id)
        return said == (self.name.strip(), self.description.strip(), self.owner_id)

    def write_to(self, group: GroupRecord) -> None:
        """Write it to a group."""
        group.name, group.description = self.name.strip(), self.description.strip()
        group.owner_id = self.owner_id


def who_may_lead(
    session: Session, features: Features, agency: str, complaint_ids: Sequence[int]
) -> list[Member]:
    """Return who gathers in an agency and is kept out of none of these complaints."""
    members = members_who_may(session, Permission.GROUP, agency)
    excluded = frozenset[int]().union(*features.excluded(session, complaint_ids).values())
    return [member for member in members if member.user_id not in excluded]


def describe(work: Work, agency: str, group_id: int, described: Described) -> None:
    """Change what a group is called, what it is about, or who answers for it."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    described.require_complete(work, agency, ever_gathered(work.session, group_id))
    if described.is_written_in(group):
        return
    described.require_nobody_named(work, numbers_of(work.session, group_id))
    take(work, group, Step.CHANGED, group.name, owner=described.owner_id)
    described.write_to(group)


def note(work: Work, agency: str, group_id: int, body: str) -> None:
    """Add a note of the one investigation: only the agency sees it. Sent twice, it is kept once."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    noted = NewStep(Step.NOTED.value, work.actor.user_id, required(body, "body"))
    if not is_said_again(
        work.session, GroupStepRecord, GroupStepRecord.group_id == group.id, noted
    ):
        take(work, group, Step.NOTED, noted.body)


def publish(
    work: Work,
    agency: str,
    group_id: int,
    title: Text,
    *,
    is_read: bool,
    is_naming_meant: bool = False,
) -> None:
    """Show a group to the public by its title in both languages, once the head has read it.

    Raise IdentitySaidError where it names somebody who complains in the group, unless that is
    said to be another word.
    """
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    titles = {"group_title_fr": title.fr.strip(), "group_title_en": (title.en or "").strip()}
    missing = [name for name, text in titles.items() if not 0 < len(text) <= LONGEST_TITLE]
    if not is_read:
        missing.append("is_read")
    if missing:
        raise IncompleteError(*missing)
    if group.published_at and [group.title_fr, group.title_en] == [*titles.values()]:
        return
    if not is_naming_meant:
        people = whole_people(work.session, numbers_of(work.session, group_id))
        refuse_naming("\n".join(titles.values()), people)
    take(work, group, Step.PUBLISHED, "\n".join(titles.values()))
    group.title_fr, group.title_en = titles.values()
    group.published_at = group.published_at or work.now


def unpublish(work: Work, agency: str, group_id: int) -> None:
    """Show a group to the public no more; whoever follows it is still told."""
    group = held_group(work, group_id, Permission.PUBLISH_GROUP, agency)
    take(work, group, Step.UNPUBLISHED)
    group.published_at = None


# Whoever is kept out of one of its complaints leads it no more.


def give_up_group(event: Excluded) -> None:
    """Take the group of a complaint from those whom it concerns, and stop what they were sending.

    Their letters to its other complaints leave no more: somebody else looks at them, and sends.
    """
    work = event.work
    group = group_that_has(work.session, event.complaint.id)
    if group is None:
        return
    take_from(work, group, work.staff.excluded)
    for answer_id in sendings_of(work.session, group.id, work.staff.excluded):
        stop_sending(work.session, group.id, answer_id)


def take_from(work: Work, group: GroupRecord, excluded: Collection[int]) -> None:
    """Let nobody answer for a group whom one of its complaints concerns; its steps tell of it."""
    if group.owner_id in excluded:
        group.owner_id = None
        keep(work, group, Step.CHANGED, group.name, owner=None)
