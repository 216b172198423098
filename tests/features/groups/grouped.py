"""Groups for tests: complaints about one cause, and those who gather and answer them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.features.groups import actions_answering, actions_gathering
from portal.features.groups.actions import Described
from portal.features.groups.queries_answers import written_answer
from portal.features.groups.records import (
    GroupAnswerPartRecord,
    GroupAnswerRecord,
    GroupComplaintRecord,
    GroupRecord,
    GroupStepRecord,
)
from portal.runtime import Runtime
from tests.complaints.cases import act, member
from tests.support import file

STORIES = (
    "La passerelle du sentier du Cormoran est brisée près du belvédère depuis juin.",
    "Passerelle brisée au sentier du Cormoran, le belvédère est devenu dangereux.",
    "Au belvédère du Cormoran, la passerelle brisée n’est toujours pas réparée.",
    "La passerelle brisée du Cormoran empêche de voir le belvédère en famille.",
    "Le belvédère du Cormoran est inaccessible, la passerelle est brisée.",
    "Encore la passerelle brisée du Cormoran : le belvédère reste fermé.",
)
OTHER_STORY = "La préposée du camping a refusé ma réservation de septembre."
ENGLISH = "The broken footbridge on the Cormorant trail near the lookout is dangerous."
NAME = "Passerelle du Cormoran"
TEXTS = {"fr": "La passerelle sera réparée en mai.", "en": "The footbridge will be fixed in May."}


@dataclass(frozen=True)
class Team:
    """Everybody whom a group concerns."""

    officer: Actor
    head: Actor
    manager: Actor


ODILE = "odile@exemple.org"
"""Somebody who wants to be told of a group."""


def team(runtime: Runtime, agency: str = "parks") -> Team:
    """Add an officer, a head and a manager to an agency."""
    return Team(
        member(runtime, agency=agency),
        member(runtime, Role.HEAD, agency, None),
        member(runtime, Role.MANAGER, agency, "director"),
    )


def numbers(runtime: Runtime, count: int = 3, **more: object) -> list[str]:
    """File complaints about one cause; return their numbers."""
    return [file(runtime, story=story, **more).number for story in STORIES[:count]]  # type: ignore[arg-type]


def opened(runtime: Runtime, actor: Actor, *gathered: str, name: str = NAME) -> int:
    """Open a group from the first complaint and add the others."""
    first, *others = gathered
    described = Described(name, "La passerelle est brisée.", actor.user_id, is_naming_meant=True)
    group: int = act(runtime, first, actions_gathering.open_group, actor, described=described)
    for one in others:
        act(runtime, one, actions_gathering.add, actor, group_id=group)
    return group


def draft(
    runtime: Runtime, actor: Actor, group: int, texts: dict[str, str] | None = None, **own: str
) -> None:
    """Write the answer of a group: the text for all, and what is special to complaints."""
    with runtime.acting(actor) as work:
        actions_answering.keep_texts(work, "parks", group, texts or TEXTS)
    if own:
        ids = {
            id_of(runtime, number.removeprefix("n").replace("_", "-")): text
            for number, text in own.items()
        }
        with runtime.acting(actor) as work:
            actions_answering.keep_own_texts(work, "parks", group, ids)


def seen(runtime: Runtime, group: int) -> str:
    """Return what says that every letter was looked at as it stands."""
    with runtime.reading(PORTAL) as session:
        answer = written_answer(session, group)
        assert answer is not None
        return answer.seal


def send(runtime: Runtime, actor: Actor, group: int) -> int:
    """Send the answer as it stands; return the number of the sending."""
    looked_at = seen(runtime, group)
    with runtime.acting(actor) as work:
        return actions_answering.send(work, "parks", group, looked_at)


def do(runtime: Runtime, actor: Actor, what: Any, group: int, **told: Any) -> Any:
    """Let an actor do something with a group of the parks."""
    with runtime.acting(actor) as work:
        return partial(what, **told)(work, "parks", group)


def stored(runtime: Runtime, group: int) -> GroupRecord:
    """Return the group as it stands."""
    with runtime.reading(PORTAL) as session:
        return session.get_one(GroupRecord, group)


def groups(runtime: Runtime) -> list[GroupRecord]:
    """Return every group, the oldest first."""
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(GroupRecord).order_by(GroupRecord.id)))


def gathered(runtime: Runtime, group: int, *, proposed: bool = False) -> list[str]:
    """Return the numbers of the complaints that are in a group, or proposed for it."""
    link = GroupComplaintRecord
    statement = (
        select(ComplaintRecord.number)
        .join(link, link.complaint_id == ComplaintRecord.id)
        .where(link.group_id == group, link.left_at.is_(None), link.is_proposed.is_(proposed))
    )
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(statement.order_by(ComplaintRecord.id)))


def steps(runtime: Runtime, group: int) -> list[GroupStepRecord]:
    """Return what happened to a group, in order."""
    step = GroupStepRecord
    with runtime.reading(PORTAL) as session:
        found = select(step).where(step.group_id == group).order_by(step.id)
        return list(session.scalars(found))


def parts(runtime: Runtime, answer: int) -> dict[str, tuple[str, str | None]]:
    """Return what became of each complaint's answer, by its number."""
    part = GroupAnswerPartRecord
    statement = (
        select(ComplaintRecord.number, part.state, part.why)
        .join(part, part.complaint_id == ComplaintRecord.id)
        .where(part.answer_id == answer)
    )
    with runtime.reading(PORTAL) as session:
        return {row.number: (row.state, row.why) for row in session.execute(statement)}


def answer_state(runtime: Runtime, answer: int) -> str:
    """Return where a sending is."""
    with runtime.reading(PORTAL) as session:
        return session.get_one(GroupAnswerRecord, answer).state


def group_letters(runtime: Runtime, template: str) -> list[str]:
    """Return to whom letters about groups were written."""
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(select(OutboxRecord).where(OutboxRecord.template == template))
        return sorted(str(row.recipient) for row in rows)


def id_of(runtime: Runtime, number: str) -> int:
    """Return the id of a complaint."""
    with runtime.reading(PORTAL) as session:
        found = select(ComplaintRecord.id).where(ComplaintRecord.number == number)
        return session.scalars(found).one()


def token_of(runtime: Runtime) -> str:
    """Return the secret of the one link that confirms an address."""
    with runtime.reading(PORTAL) as session:
        found = select(OutboxRecord).where(OutboxRecord.template == "group_confirm")
        return str(session.scalars(found).one().params["token"])
