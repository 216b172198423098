"""How soon reports were acted on: of all agencies together, and of five at least."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.reprisals.reported import acted, reported
from tests.reporting.figures import count, rows, signed_in, whole
from tests.support import FixedClock, file

QUARTER = "/fr/portrait?periode=2026-T4"
NAME = "L6. Représailles traitées en un jour"


def told_of(app: Flask, runtime: Runtime, address: str = QUARTER) -> list[str]:
    count(runtime, ("parks", "2026-11", "received", 0, 1000))
    page = whole(signed_in(app, runtime), address)
    return next(row for row in rows(page, "criteres") if row[0] == NAME)


def five_reports(runtime: Runtime, clock: FixedClock, n: int = 5) -> None:
    """Let so many report; the first is acted on a week later, the others at once."""
    head = member(runtime, Role.HEAD, "parks", None)
    numbers = [file(runtime).number for _ in range(n)]
    for number in numbers:
        reported(runtime, number)
    for number in numbers[1:]:
        acted(runtime, number, head)
    clock.moment += timedelta(days=7)
    acted(runtime, numbers[0], head)


def test_of_five_reports_it_is_told_how_many_were_acted_on_within_a_day(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    five_reports(runtime, clock)
    # Four of five at once: 80 %. Five of a thousand complaints.
    assert told_of(app, runtime)[1:3] == ["80 %, 5 pour 1 000 plaintes", "5"]


def test_of_four_reports_nothing_is_told(app: Flask, runtime: Runtime, clock: FixedClock):
    five_reports(runtime, clock, n=4)
    assert told_of(app, runtime)[1:3] == ["–", "–"]


def test_of_one_agency_nothing_is_told(app: Flask, runtime: Runtime, clock: FixedClock):
    five_reports(runtime, clock)
    assert told_of(app, runtime, f"{QUARTER}&organisme=parks")[1:3] == ["–", "–"]
