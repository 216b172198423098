"""Limits on contact in the portrait: by agency, and a few hidden from whoever does not see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.domain.actor import Actor, complainant
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.contact_limits import actions as limits
from portal.features.contact_limits.actions import Limit, end_limits
from portal.features.contact_limits.rules import Means
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, member
from tests.reporting.figures import HIDDEN, block, count, rows, signed_in, title, whole
from tests.support import FixedClock, file, on_both

QUARTER = "/fr/portrait?periode=2026-T4"


def limited(runtime: Runtime, head: Actor, agency: str = "parks") -> str:
    number = file(runtime, agency).number
    said = Limit((Means.WEEKLY,), "Quarante appels.", Allowance(1, Unit.MONTHS))
    act(runtime, number, limits.limit_contact, head, limit=said)
    return number


def reviewed(runtime: Runtime, number: str, goes_on: bool) -> None:
    citizen = complainant(complaint(runtime, number).id)
    act(runtime, number, limits.ask_review, citizen, why="Je n’ai injurié personne.")
    top = member(runtime, Role.TOP_AUTHORITY, post="president")
    act(runtime, number, limits.review, top, goes_on=goes_on, reasons="Vu.")


@pytest.fixture
def head(runtime: Runtime) -> Actor:
    return member(runtime, Role.HEAD, post=None)


@pytest.fixture(autouse=True)
def something(runtime: Runtime) -> None:
    """Something is counted, so that the page is not empty."""
    count(runtime, ("parks", "2026-11", "received", 0, 9))


@on_both
def test_what_became_of_limits_is_counted_by_agency(
    app: Flask, runtime: Runtime, head: Actor, clock: FixedClock
):
    numbers = [limited(runtime, head) for _ in range(4)]
    water = member(runtime, Role.HEAD, "water", None)
    limited(runtime, water, "water")
    act(runtime, numbers[0], limits.lift, head, reason="Excuses reçues.")
    reviewed(runtime, numbers[1], goes_on=False)
    citizen = complainant(complaint(runtime, numbers[2]).id)
    act(runtime, numbers[2], limits.ask_review, citizen, why="C’est injuste.")
    page = whole(signed_in(app, runtime, Role.AUDITOR), QUARTER)
    table = {row[0]: row[1:] for row in rows(page, "limites")}
    assert table["RDP"] == ["2", "4", "0", "1", "2", "1"]
    assert table["Ensemble"] == ["3", "5", "0", "1", "2", "1"]
    assert title(page, "limites") == "3 limites de contact en vigueur"
    clock.moment += timedelta(days=60)
    end_limits(runtime, clock.moment)
    count(runtime, ("parks", "2027-01", "received", 0, 9))
    head_of_parks = signed_in(app, runtime, Role.HEAD, "parks")
    table = {row[0]: row[1:] for row in rows(whole(head_of_parks, QUARTER), "limites")}
    assert table["RDP"] == ["0", "4", "0", "1", "2", "1"]
    page = whole(head_of_parks, "/fr/portrait?periode=2027-T1")
    table = {row[0]: row[1:] for row in rows(page, "limites")}
    assert table["RDP"] == ["0", "0", "2", "0", "0", "0"]
    assert title(page, "limites") == "Aucune limite de contact en vigueur"


def test_a_few_are_hidden_from_whoever_does_not_see_limits_and_none_is_not(
    app: Flask, runtime: Runtime, head: Actor
):
    for _ in range(4):
        limited(runtime, head)
    page = whole(signed_in(app, runtime), QUARTER)
    table = {row[0]: row[1:] for row in rows(page, "limites")}
    assert table["RDP"] == [HIDDEN, HIDDEN, "0", "0", "0", "0"]
    assert table["Ensemble"][:2] == [HIDDEN, HIDDEN]
    assert title(page, "limites") == "Quelques limites de contact en vigueur"
    assert "le nombre est masqué" in block(page, "limites")


def test_many_are_shown_but_no_total_gives_a_few_away(app: Flask, runtime: Runtime, head: Actor):
    for _ in range(5):
        limited(runtime, head)
    water = member(runtime, Role.HEAD, "water", None)
    limited(runtime, water, "water")
    page = whole(signed_in(app, runtime), QUARTER)
    by_name = {row[0]: row[1] for row in rows(page, "limites")}
    assert list(by_name.values()).count(HIDDEN) >= 2
    assert "1" not in by_name.values()


def test_what_was_only_proposed_or_declined_is_no_limit(app: Flask, runtime: Runtime, head: Actor):
    said = Limit((Means.WEEKLY,), "Quarante appels.", Allowance(1, Unit.MONTHS))
    for _ in range(2):
        number = file(runtime).number
        act(runtime, number, limits.limit_contact, limit=said)
    act(runtime, number, limits.decide, head, is_agreed=False, reason="Non.")
    page = whole(signed_in(app, runtime, Role.AUDITOR), QUARTER)
    assert "is-empty" in block(page, "limites")


def test_the_public_is_shown_none_of_it(app: Flask, runtime: Runtime, head: Actor):
    limited(runtime, head)
    assert 'id="limites"' not in whole(app.test_client(), "/fr/statistiques")
