"""Whoever the history says was told of something is exactly who was written to, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from portal.complaints.handling import casework, escalation
from portal.domain.role import Role
from portal.features.conflicts_of_interest.actions import declare
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, complaint, history, member, told
from tests.features.absences.absent import away
from tests.pages.office.people import case_path, sign_in, words
from tests.support import FixedClock, file

# By which letters and notices the people are written to whom an entry of this kind names.
BY = {
    "passed_to_top": {"passed_to_you"},
    "date_missed": {"date_missed"},
    "post_vacant": {"post_vacant", "nobody_in_charge"},
}
STAFF = {
    Role.OFFICER: "office",
    Role.HEAD: None,
    Role.MANAGER: "director",
    Role.TOP_AUTHORITY: "president",
    Role.ADMINISTRATOR: None,
}


def as_whom(kind: str, email: str) -> str:
    """Return as what the history names whoever has this address."""
    role = email.partition(".")[0]
    if role == "top_authority" and kind == "passed_to_top":
        return "top"
    return {"head": "head", "administrator": "administrators"}.get(role, "in_charge")


def untrue(runtime: Runtime, number: str, step: Callable[[], object]) -> list[object]:
    """Let a step be taken; return what it says of whom it told that is not so."""
    seen, before = len(history(runtime, number)), told(runtime, number)
    step()
    written = told(runtime, number)
    for letter in before:
        written.remove(letter)
    wrong: list[object] = []
    for entry in history(runtime, number)[seen:]:
        if entry.kind in BY:
            readers = {as_whom(entry.kind, who) for by, who in written if by in BY[entry.kind]}
            if set(entry.facts["told"]) != readers:
                wrong.append((entry.kind, entry.facts["told"], sorted(readers)))
    return wrong


@pytest.mark.parametrize("missing", [None, *STAFF])
@pytest.mark.parametrize("how", ["never there", "away", "kept out"])
@pytest.mark.parametrize("way", ["passed to the top", "late"])
def test_of_a_complaint_that_goes_up(
    runtime: Runtime, clock: FixedClock, way: str, how: str, missing: Role | None
):
    people = {
        role: member(runtime, role, post=post)
        for role, post in STAFF.items()
        if role is not missing or how != "never there"
    }
    number = file(runtime).number
    act(runtime, number, casework.record_first_contact)
    if missing and how == "away":
        away(runtime, people[missing].name)
    if missing and how == "kept out":
        act(runtime, number, declare, user_id=people[missing].user_id)
    wrong = []
    passing = partial(escalation.pass_to_top, question="Rembourser?", opinion="")
    if way == "passed to the top" and missing is not Role.TOP_AUTHORITY:
        wrong += untrue(runtime, number, partial(act, runtime, number, passing))
    for _ in range(3):
        clock.moment = complaint(runtime, number).due_at or clock.moment
        wrong += untrue(runtime, number, partial(run_clocks, runtime, clock.moment))
    assert {entry.kind for entry in history(runtime, number)} >= {"date_missed"}
    assert wrong == []


def test_the_page_names_the_top_authority_and_why_levels_were_passed(app: Flask, runtime: Runtime):
    for role, post in STAFF.items():
        member(runtime, role, post=post)
    number = file(runtime).number
    act(runtime, number, escalation.pass_to_top, question="Rembourser?", opinion="")
    client = app.test_client()
    sign_in(client, "officer.office.parks@exemple.org")
    page = words(client.get(case_path(number)).text)
    assert (
        "Palier 3 : Présidente. Passé sans arrêt, parce que la question va directement à la plus "
        "haute autorité : Directrice. Avis adressé à : la plus haute autorité."
    ) in page
    assert ".." not in page
