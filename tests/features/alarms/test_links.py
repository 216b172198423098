"""An alarm leads to where its own numbers can be read, and compares nothing across a break."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.figures.breaks import BreakKind
from portal.domain.role import Role
from portal.features.alarms.actions import respond_to_alarm
from portal.features.alarms.actions_watch import Watch
from portal.features.alarms.letters import CHANGES
from portal.features.alarms.rules import Step
from portal.features.recommendations.rules import State
from portal.releases.records import SeriesBreakRecord
from portal.runtime import Runtime
from tests.features.alarms.raised import alarms, receive_monthly, rule
from tests.features.recommendations.recommended import TITLE, recommend, team
from tests.pages.office.people import sign_in
from tests.reporting.figures import count, receive
from tests.support import add_user, file, on_both

HEAD, ANALYST = "head@links.example", "ana@links.example"
LINK = re.compile(r'<a href="([^"]*)">(Voir [^<]*)</a>')
ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def look(runtime: Runtime) -> int:
    return Watch(runtime).look(runtime.now())


def break_series(runtime: Runtime, kind: BreakKind, on_day: date, **about: object) -> None:
    """Note that something broke the series of parks."""
    row = SeriesBreakRecord(
        kind=kind.value,
        agency="parks",
        on_day=on_day,
        before={"agencies": ["forests"], **about},
        after={"agencies": ["parks"], **about},
        noted_at=runtime.now(),
    )
    with runtime.transaction() as session:
        session.add(row)


def signed_in(app: Flask, runtime: Runtime, who: str) -> FlaskClient:
    role, agency = (Role.HEAD, "parks") if who == HEAD else (Role.ANALYST, None)
    add_user(runtime, who, role, agency, None)
    client = app.test_client()
    sign_in(client, who)
    return client


def links(client: FlaskClient, alarm_id: int) -> list[tuple[str, str]]:
    page = client.get(f"/fr/gestion/parks/alertes/{alarm_id}").text
    return [(words, address.replace("&amp;", "&")) for address, words in LINK.findall(page)]


def row(client: FlaskClient, address: str, named: str) -> list[str]:
    """Return the cells of the row of a figure that begins with a name."""
    path, _, anchor = address.partition("#")
    page = client.get(path, follow_redirects=True).text
    figure = page[page.index(f'id="{anchor}"') :]
    rows = (TAG.sub("|", found) for found in ROW.findall(figure))
    cells = ([cell.strip() for cell in one.split("|") if cell.strip()] for one in rows)
    return next(one for one in cells if one and one[0].lower() == named.lower())


@pytest.mark.parametrize("who", [HEAD, ANALYST])
def test_a_rise_leads_to_the_months_that_it_compares(app: Flask, runtime: Runtime, who: str):
    rule(runtime, "rising_theme")
    # The year before is compared, and more than a quarter came in this one.
    months = ("2025-10", "2025-11", "2026-09", "2026-10")
    receive(runtime, *(("parks", month, "delay", 9) for month in months))
    receive(runtime, ("parks", "2026-11", "delay", 36))
    count(runtime, ("parks", "2026-11", "received", 0, 36))
    assert look(runtime) == 1
    client = signed_in(app, runtime, who)
    [(words, address)] = [one for one in links(client, alarms(runtime)[0].id) if "#" in one[1]]
    assert "mois par mois" in words
    assert row(client, address, "novembre 2026")[1] == "36"
    assert row(client, address, "novembre 2025")[1] == "9"


def test_an_analyst_is_told_where_a_recommendation_stands_and_opens_none(
    app: Flask, runtime: Runtime
):
    rule(runtime, "rising_theme")
    people = team(runtime)
    change = recommend(runtime, file(runtime).number, people.writer)
    receive_monthly(runtime, "parks", usual=1, now=20)
    assert look(runtime) == 1
    [alarm] = alarms(runtime)
    with runtime.acting(people.head) as work:
        respond_to_alarm(work, "parks", alarm.id, Step.MEASURE, "C’est en cours.", change)
    page = signed_in(app, runtime, ANALYST).get(f"/fr/gestion/parks/alertes/{alarm.id}").text
    assert f"Recommandation {change} : attend une réponse" in page.replace("\xa0", " ")
    assert TITLE not in page
    assert set(CHANGES) == set(State)


def test_late_answers_lead_to_the_table_of_answers_due(app: Flask, runtime: Runtime):
    rule(runtime, "missed_dates")
    count(
        runtime,
        ("parks", "2026-11", "answer_due_kept", 0, 10),
        ("parks", "2026-11", "answer_due_missed", 0, 20),
    )
    assert look(runtime) == 1
    client = signed_in(app, runtime, ANALYST)
    [(_, address)] = [one for one in links(client, alarms(runtime)[0].id) if "#dates" in one[1]]
    assert "30" in " ".join(row(client, address, "RDP"))


@on_both
@pytest.mark.parametrize(
    ("kind", "about", "day", "before"),
    [
        (BreakKind.ORGANISATION, {}, date(2026, 11, 5), None),
        (BreakKind.ORGANISATION, {}, date(2026, 9, 1), None),
        (BreakKind.ORGANISATION, {}, date(2026, 8, 1), ["2026-08", "2026-09", "2026-10"]),
        (BreakKind.SPLIT, {"categories": ["delay", "late"]}, date(2026, 10, 1), None),
        (BreakKind.SPLIT, {"categories": ["other", "rest"]}, date(2026, 10, 1), True),
        (BreakKind.DEADLINES, {}, date(2026, 10, 1), True),
    ],
)
def test_a_month_is_compared_with_nothing_from_before_a_break(
    runtime: Runtime, kind: BreakKind, about: dict[str, object], day: date, before: object
):
    rule(runtime, "rising_theme")
    receive_monthly(runtime, "parks", usual=3, now=20)
    break_series(runtime, kind, day, **about)
    assert look(runtime) == (0 if before is None else 1)
    if isinstance(before, list):
        assert alarms(runtime)[0].figures["months_before"] == before
