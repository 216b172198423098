"""What the desk decides is counted by the worker, found by, and told by the report."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from portal.commands.finder_report import _lines, _report
from portal.domain.actor import PORTAL
from portal.features.finder_evidence.queries import evidence_in_force
from portal.finder.evidence import LEAST_TEXTS
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import complaint
from tests.features.transfers.routed import desk, hand_over
from tests.pages.citizen.journeys import REPLY, at, begin, number_in, post
from tests.support import FixedClock

STORY = "La conduite qui alimente le chalet du sentier coule depuis lundi."
DECEMBER = datetime(2026, 12, 1, 15, tzinfo=UTC)


def filed_with_the_desk(app: Flask) -> str:
    """File by the finder's page, without choosing an agency; return the number."""
    client = app.test_client()
    draft = begin(client, mots="sentier fermé, conduite")
    post(client, draft, "organisme", organisme="desk")
    post(client, draft, "recit", recit=STORY)
    post(client, draft, "reponse", **REPLY)
    post(client, draft, "verifier")
    return number_in(client.get(at(draft, "envoyee")).text)


def test_the_finder_follows_the_desk_from_the_next_month_on(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    numbers = [filed_with_the_desk(app) for _ in range(LEAST_TEXTS)]
    aline = desk(app, runtime)
    for number in numbers:
        hand_over(aline, number, send="yes")
    assert {complaint(runtime, number).agency for number in numbers} == {"water"}

    Worker(runtime).run_once(clock.moment)
    assert runtime.read(PORTAL, evidence_in_force) == []

    clock.moment = DECEMBER
    Worker(runtime).run_once(DECEMBER)
    Worker(runtime).run_once(DECEMBER)
    (counted,) = runtime.agencies.in_force.decided
    assert (counted.agency, counted.through) == ("water", 202611)

    told = "\n".join(_lines(_report(runtime, None)))
    assert "2026-11              0 of 10, 0.0 % (0 to 28)" in told
    assert "decided by people    0 of 10" in told
    assert "chalet" not in told
