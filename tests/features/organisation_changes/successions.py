"""Merges and splits of the agencies of the tests: the parks are taken over by the water board."""

from __future__ import annotations

from datetime import date

from portal.domain.actor import PORTAL
from portal.domain.succession import Succession
from portal.features.organisation_changes import actions as agency_changes
from portal.features.organisation_changes.actions import change_agencies
from portal.features.organisation_changes.rules import plan_merge, plan_rename, plan_split
from portal.runtime import Runtime

TODAY = date(2026, 11, 24)
APRIL = date(2027, 4, 1)


def merge(runtime: Runtime, on: date = TODAY, old: str = "parks", into: str = "water") -> int:
    """Keep a merge until its day and carry it out if that has come; return the change."""
    plan = plan_merge(runtime.agencies, old, into, on, runtime.now())
    return keep(runtime, plan, on)


def split(runtime: Runtime, on: date = TODAY) -> int:
    """Split the parks: trails go to the desk, all else to the water board."""
    chosen = {"trail": ("desk", None)}
    plan = plan_split(runtime.agencies, "parks", chosen, "water", on, runtime.now())
    return keep(runtime, plan, on)


def keep(runtime: Runtime, plan: Succession, on: date) -> int:
    """Keep a plan and carry it out if its day has come; return the change."""
    with runtime.transaction() as session:
        kept = agency_changes.keep_succession(session, plan, on, PORTAL, runtime.now())
    runtime.take_up_changes()
    change_agencies(runtime, runtime.now())
    return kept.id


def rename(
    runtime: Runtime, on: date = APRIL, actor: object = PORTAL, agency: str = "parks"
) -> None:
    """Keep another name of the parks, or of another agency, until its day."""
    plan = plan_rename(runtime.agencies, agency, "Nature", "Wild: nature", "N", on, runtime.now())
    begins = runtime.agencies.agency(agency).first_moment(on)
    with runtime.transaction() as session:
        agency_changes.keep_rename(session, plan, begins, actor, runtime.now())  # type: ignore[arg-type]
    runtime.take_up_changes()
