"""How many drafts are begun and sent: plain counts, of which nothing leads back to anybody."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.records.message import DraftCountRecord
from portal.domain.actor import PORTAL
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.reporting.asked import Asked
from portal.reporting.live_figures import read_figures
from portal.reporting.six_criteria.computed import OWN
from portal.reporting.six_criteria.values import Values
from portal.runtime import Runtime
from tests.pages.citizen.journeys import STORY, begin, post, sent, to_check, to_reply
from tests.support import TUESDAY, FixedClock, file, on_both

TODAY = TUESDAY.date()


def counted(runtime: Runtime) -> set[tuple[str, str, int, int]]:
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(select(DraftCountRecord)).all()
        assert {row.day for row in rows} <= {TODAY}
        return {(row.cut, row.value, row.begun, row.sent) for row in rows}


def completion(app: Flask, runtime: Runtime) -> Values:
    with app.test_request_context("/fr/"):
        reading = read_figures(Asked.read({"periode": "2026-T4"}, TODAY), tuple(runtime.agencies))
        return next(own for own in OWN if own.code == "S2").values(reading)


@on_both
def test_who_begins_and_who_sends_is_counted_by_hand(
    app: Flask, client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    client.get("/fr/")
    begin(client)  # Words are typed on the home page, and no page of the draft is sent.
    assert counted(runtime) == set()
    sent(client)  # Parks, in French: sent.
    to_reply(client)  # Parks, in French: left before the last page.
    draft = begin(client)  # Looked for again, and no agency is chosen.
    post(client, draft, "organisme", mots="un nid de guêpes")
    draft = begin(client)  # Parks, then water, where it is left, its last page in English.
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    post(client, draft, "organisme", organisme="water")
    client.post(f"/en/complaint/{draft}/story", data={"recit": STORY})
    assert counted(runtime) == {
        ("all", "", 4, 1),
        ("language", "fr", 4, 1),
        ("language", "en", 1, 0),
        ("agency", "parks", 3, 1),
        ("agency", "water", 1, 0),
    }
    file(runtime)  # What the portal enters without a draft, and what the staff write, is not.
    told = completion(app, runtime)
    assert told["parks"] == Share(1, 3)
    assert told["water"] == Share(0, 1)
    assert told[TOTAL] == Share(1, 4)


def test_a_draft_is_sent_on_the_day_on_which_it_was_begun(
    client: FlaskClient, runtime: Runtime, clock: FixedClock
):
    clock.moment = TUESDAY + timedelta(hours=9)  # At 7 in the evening, in Montréal.
    draft = to_check(client)
    clock.moment = TUESDAY + timedelta(hours=17)  # After midnight there.
    assert post(client, draft, "verifier").status_code == 303
    assert ("all", "", 1, 1) in counted(runtime)


def test_looking_counts_nothing_nor_does_a_robot_that_keeps_no_cookie(
    app: Flask, client: FlaskClient, runtime: Runtime
):
    for address in ("/fr/", "/en/", "/fr/organismes/parks", "/sante", "/fr/plainte"):
        client.get(address)
    robot = app.test_client(use_cookies=False)
    draft = begin(robot)
    post(robot, draft, "organisme", organisme="parks")
    assert counted(runtime) == set()
