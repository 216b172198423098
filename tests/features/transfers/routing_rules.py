"""Rules by which the desk lets the portal send on complaints that are alike."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from portal.complaints.planning import plan_filing
from portal.domain.actor import Actor
from portal.domain.complaint import draft_of
from portal.domain.routing import NewRule
from portal.features.transfers.actions_desk import route_complaint
from portal.features.transfers.records import RoutingRuleRecord
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.transfers.transferred import DESK, transferred
from tests.support import file

STORY = "La conduite fuit sous la piste du sentier."
RULE = NewRule(("conduite piste",))


def decided(runtime: Runtime, rule: NewRule | None = RULE, to: str = "water") -> str:
    """Return a complaint that agencies sent back and forth, until the desk decided."""
    number = file(runtime, story=STORY).number
    for agency in ("water", "parks"):
        transferred(runtime, number, agency)
    transferred(runtime, number, "desk")
    decide(runtime, number, rule, to)
    return number


def decide(
    runtime: Runtime, number: str, rule: NewRule | None, to: str = "water", by: Actor = DESK
) -> None:
    """Let the desk decide whose complaint it is, and which others go the same way."""
    draft = draft_of(complaint(runtime, number), None)
    plan = plan_filing(runtime.agencies.agency(to), draft, runtime.now())
    act = partial(route_complaint, plan=plan, reason="La conduite est en cause.", rule=rule)
    runtime.change(by, number, act)
    runtime.take_up_changes()


def rules(runtime: Runtime) -> list[RoutingRuleRecord]:
    """Return the rules that are kept."""
    with runtime.reading(DESK) as session:
        return list(session.scalars(select(RoutingRuleRecord)))
