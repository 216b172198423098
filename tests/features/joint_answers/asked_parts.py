"""Parts of complaints that other agencies answer, for tests of what becomes of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.complaints.planning import FilingPlan
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.conclusion import Finding
from portal.features.joint_answers.actions import agree as agree_to
from portal.features.joint_answers.actions import ask_part, plan_for_part
from portal.features.joint_answers.actions_ending import review_part
from portal.features.joint_answers.queries import Part, parts_of
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, issues
from tests.support import file, officer

REASON = "La conduite fuit encore."
ASKED = "La conduite qui longe la piste fuit-elle, et quand sera-t-elle réparée?"
ABOUT = "Leur conduite fuit sous la piste."
ALL = ("story", "name", "contact", "documents")


def filed(runtime: Runtime, *named: NamedAgency, **said: object) -> Receipt:
    """File a complaint that names other agencies too, each of which has its part of it."""
    return file(runtime, parts=[OtherAgencies(named)], **said)


def ask(
    runtime: Runtime,
    number: str,
    to: str = "water",
    asked: str = ASKED,
    actor: Actor | None = None,
) -> str:
    """Let an officer of the complaint's agency ask another for a part; return its number."""
    plan = plan_of(runtime, number, to, asked)
    told = {"to": runtime.agencies.agency(to), "asked": asked, "plan": plan}
    actor = actor or officer(complaint(runtime, number).agency)
    runtime.change(actor, number, partial(ask_part, **told))
    return parts(runtime, number)[-1].number


def agree(runtime: Runtime, number: str, *fields: str) -> str:
    """Let the complainant say what may be read, so that the last part begins; return its number."""
    part = parts(runtime, number)[-1]
    owner = complainant(complaint(runtime, number).id)
    told = {"part_id": part.id, "fields": fields}
    plan = plan_of(runtime, number, part.agency, part.asked)
    runtime.change(owner, number, partial(agree_to, plan=plan, **told))
    return part.number


def begun(runtime: Runtime, number: str, *fields: str, to: str = "water") -> str:
    """Ask another agency for a part and let it begin; return the part's number."""
    ask(runtime, number, to)
    return agree(runtime, number, *fields)


def answer(runtime: Runtime, number: str, body: str) -> None:
    """Let an officer of the agency that has it answer a complaint, or a part of one."""
    actor = officer(complaint(runtime, number).agency)
    runtime.change(actor, number, partial(casework.answer, body=body))


def plan_of(runtime: Runtime, number: str, to: str, asked: str) -> FilingPlan:
    """Return what an agency promises for a part."""
    whole = complaint(runtime, number)
    return plan_for_part(runtime.agencies, whole, to, asked, None, runtime.now())


def parts(runtime: Runtime, number: str) -> tuple[Part, ...]:
    """Return the parts of a complaint in order."""
    with runtime.reading(PORTAL) as session:
        return parts_of(session, complaint(runtime, number).id)


def owner(runtime: Runtime, number: str) -> Actor:
    """Return the complainant of a complaint as an actor."""
    return complainant(complaint(runtime, number).id)


def review(runtime: Runtime, number: str, part: str, why: str = REASON, **more: Any) -> None:
    """Let the complainant ask for the review of one part's answer."""
    act(runtime, part, review_part, owner(runtime, number), reason=why, **more)


def close(runtime: Runtime, number: str) -> None:
    """Close a complaint, or a part of one, as an officer of the agency that has it."""
    found = tuple(
        casework.IssueFinding(one.id, Finding.UNFOUNDED, "Voir la réponse.", "", criteria)
        for one in issues(runtime, number)
        for criteria in [("no_harm",) if complaint(runtime, number).agency == "water" else ()]
    )
    act(runtime, number, casework.close, findings=found)
