"""What is late is late everywhere: in the list, its size, the page and the top authority's number.

An answer that is late stays so until it is given: at every level, and after the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework, escalation
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import ruled_by, staffed
from tests.pages.office.people import case_path, change, complaint, let_dates_pass, signed_in, words
from tests.support import FixedClock, file, on_both

AGENCY = "water"
LATE = re.compile(r"\d+ jours? (?:ouvrables? )?de retard")


class Everywhere:
    """The pages that tell what is late, to somebody who sees them all."""

    def __init__(self, client: FlaskClient, clock: FixedClock) -> None:
        self._client, self._clock = client, clock

    def _page(self, path: str) -> str:
        answer = self._client.get(path)
        assert answer.status_code == 200, path
        return words(answer.text)

    def late(self, number: str) -> dict[str, bool]:
        """Return where the only complaint of the agency is late."""
        shown = self._page(f"/fr/gestion/{AGENCY}/file?vue=en-retard")
        every = self._page(f"/fr/gestion/{AGENCY}/file?vue=equipe")
        return {
            "size": "En retard 1" in every,
            "view": number in shown,
            "row": LATE.search(every) is not None,
            "page": LATE.search(self._page(case_path(number, agency=AGENCY))) is not None,
            "number": "En retard aujourd’hui 1" in self._page(f"/fr/gestion/{AGENCY}/direction"),
        }

    def days(self, number: str) -> set[str]:
        """Return by how many days it is late, as the list and the page tell it."""
        paths = f"/fr/gestion/{AGENCY}/file?vue=en-retard", case_path(number, agency=AGENCY)
        return {match[0] for path in paths for match in LATE.finditer(self._page(path))}


def _run_out(runtime: Runtime, clock: FixedClock, number: str) -> None:
    due_at = complaint(runtime, number).due_at
    assert due_at is not None
    clock.moment = due_at + timedelta(days=3)


def _fresh(_runtime: Runtime, _clock: FixedClock, _number: str) -> None:
    return


def _passed(runtime: Runtime, clock: FixedClock, number: str) -> None:
    """Its date passed, and the worker did not come by."""
    _run_out(runtime, clock, number)


def _above(runtime: Runtime, clock: FixedClock, number: str) -> None:
    due_at = complaint(runtime, number).due_at
    assert due_at is not None
    clock.moment = due_at
    let_dates_pass(runtime)
    clock.moment += timedelta(days=1)


def _after_the_last(runtime: Runtime, clock: FixedClock, number: str) -> None:
    for _ in runtime.agencies.agency(AGENCY).settings.escalation:
        _run_out(runtime, clock, number)
        let_dates_pass(runtime)


def _passed_up(runtime: Runtime, _clock: FixedClock, number: str) -> None:
    change(runtime, number, escalation.pass_to_top, AGENCY, question="Payer?", opinion="Oui.")


def _answered_late(runtime: Runtime, clock: FixedClock, number: str) -> None:
    _above(runtime, clock, number)
    change(runtime, number, casework.answer, AGENCY, body="Voici.")


def _not_closed(runtime: Runtime, clock: FixedClock, number: str) -> None:
    change(runtime, number, casework.answer, AGENCY, body="Voici.")
    _run_out(runtime, clock, number)
    let_dates_pass(runtime)


Life = Callable[[Runtime, FixedClock, str], None]
IS_LATE: dict[Life, bool] = {
    _fresh: False,
    _passed_up: False,
    _passed: True,
    _above: True,
    _after_the_last: True,
    _answered_late: False,
    _not_closed: True,
}


@on_both
@pytest.mark.parametrize("life", IS_LATE, ids=lambda life: life.__name__)
def test_what_is_late_is_so_everywhere(app: Flask, runtime: Runtime, clock: FixedClock, life: Life):
    staffed(runtime, AGENCY)
    number = file(runtime, AGENCY).number
    life(runtime, clock, number)
    client = signed_in(
        app, runtime, "haut@eaux.example", Role.TOP_AUTHORITY, agency=AGENCY, post="president"
    )
    everywhere = Everywhere(client, clock)
    told = everywhere.late(number)
    assert set(told.values()) == {IS_LATE[life]}, told
    assert len(everywhere.days(number)) == IS_LATE[life]


def test_after_the_last_date_the_page_says_what_is_owed_and_which_recourse_opened(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    staffed(runtime, AGENCY)
    number = file(runtime, AGENCY).number
    change(runtime, number, casework.record_first_contact, AGENCY)
    _after_the_last(runtime, clock, number)
    page = words(signed_in(app, runtime, agency=AGENCY).get(case_path(number, agency=AGENCY)).text)
    assert "toutes les dates promises sont passées, la première le" in page
    assert "L’autre recours est ouvert, et la page de suivi de la personne le dit." in page


def _promised(runtime: Runtime, first: str, then: str) -> None:
    """Promise an answer within one time at the first level, and within another one above."""
    written = runtime.agencies.agency(AGENCY).settings.model_dump(mode="json")
    deadlines = written["deadlines"] | {}
    deadlines["answer"] = deadlines["answer"] | {"within": first}
    above = [step | ({"within": then} if step["within"] else {}) for step in written["escalation"]]
    ruled_by(runtime, AGENCY, deadlines=deadlines, escalation=above)


UNITS = {"10 working days": "ouvrables", "14 calendar days": "civils"}
LATE_IN = {
    "ouvrables": re.compile(r"\d+ jours? ouvrables? de retard"),
    "civils": re.compile(r"\d+ jours? civils? de retard"),
}


@on_both
@pytest.mark.parametrize("life", [_passed, _above, _after_the_last], ids=lambda life: life.__name__)
@pytest.mark.parametrize("first", UNITS)
def test_what_is_late_is_so_in_the_days_that_were_promised(
    app: Flask, runtime: Runtime, clock: FixedClock, first: str, life: Life
):
    staffed(runtime, AGENCY)
    _promised(runtime, first, next(other for other in UNITS if other != first))
    number = file(runtime, AGENCY).number
    life(runtime, clock, number)
    client = signed_in(
        app, runtime, "haut@eaux.example", Role.TOP_AUTHORITY, agency=AGENCY, post="president"
    )
    paths = [f"/fr/gestion/{AGENCY}/file?vue=en-retard", case_path(number, agency=AGENCY)]
    if life is not _passed:
        paths.append(f"/fr/gestion/{AGENCY}/direction")
    for path in paths:
        page = words(client.get(path).text)
        told = {unit for unit, pattern in LATE_IN.items() if pattern.search(page)}
        assert told == {UNITS[first]}, path
