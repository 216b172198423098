"""A group as those see it who may not see all of its complaints."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import UnknownGroupError
from portal.domain.text import Text
from portal.features.conflicts_of_interest import actions as conflicts
from portal.features.groups import actions, actions_gathering
from portal.features.groups.queries import group_by_id, group_page, group_sizes
from portal.features.groups.queries_in_part import known_page, known_sizes, outline_by_id
from portal.features.groups.rules import State
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.features.groups.grouped import Team, do, draft, numbers, opened, send
from tests.journeys.steps import work
from tests.laws.going_up import go_up
from tests.pages.office.people import sign_in, without_token, words
from tests.support import FixedClock, file, on_both

NAME = "Plaintes de Solange Secret"
GROUPS = "/fr/gestion/parks/groupes"
BOTH = pytest.mark.parametrize("language", ["fr", "en"])
PLACE = {"fr": GROUPS, "en": "/en/office/parks/groups"}
WHY = {
    "fr": "Certaines de ses plaintes n’ont pas atteint votre palier",
    "en": "Some of its complaints have not reached your level",
}
FIGURE = {"fr": "Plaintes réunies ou proposées", "en": "Complaints gathered or proposed"}


def with_one_above(runtime: Runtime, clock: FixedClock, people: Team) -> tuple[int, str, str]:
    """A group of which one complaint went up to the manager, and another came since."""
    above = file(runtime, name="Solange Secret").number
    go_up(runtime, clock)
    below = file(runtime, name="Rose Discrète").number
    group = opened(runtime, people.officer, above, below, name=f"{NAME} et de Rose Discrète")
    do(runtime, people.officer, actions.note, group, body="Rose Discrète a rappelé.")
    return group, above, below


def browser_of(app: Flask, actor: Actor) -> FlaskClient:
    client = app.test_client()
    sign_in(client, actor.name)
    return client


def keep_out(runtime: Runtime, number: str, actor: Actor) -> None:
    runtime.change(PORTAL, number, partial(conflicts.declare, user_id=actor.user_id))


@on_both
def test_a_manager_does_not_find_a_group_of_which_nothing_reached_them(
    runtime: Runtime, people: Team
):
    group = opened(runtime, people.officer, *numbers(runtime))
    with runtime.reading(people.manager) as session:
        for _ in range(2):
            assert sum(group_sizes(session, "parks").values()) == 0
            assert group_page(session, "parks", State.OPEN, 1) == []
            with pytest.raises(UnknownGroupError):
                group_by_id(session, "parks", group)
    with runtime.reading(people.officer) as session:
        assert group_by_id(session, "parks", group).is_seen_whole


@on_both
def test_a_manager_is_told_of_it_by_figures_of_all(runtime: Runtime, people: Team):
    group = opened(runtime, people.officer, *numbers(runtime, 5))
    with runtime.reading(PORTAL) as session:
        coming = session.scalar(select(func.min(ComplaintRecord.received_at)))
    with runtime.reading(people.manager) as session:
        outline = outline_by_id(session, "parks", group)
        assert (outline.complaints, outline.waits_since) == (5, coming)
        assert not outline.is_whole
        assert known_sizes(session, "parks")[State.OPEN] == 1
        assert known_sizes(session, "water")[State.OPEN] == 0
        [row] = known_page(session, "parks", State.OPEN, 1)
        assert (row.name, row.owner_id, row.due_at, row.complaints) == ("", None, None, 5)
        with pytest.raises(UnknownGroupError):
            outline_by_id(session, "water", group)


@BOTH
def test_its_page_tells_a_manager_nothing_of_a_complaint(
    app: Flask, runtime: Runtime, people: Team, language: str
):
    of_it = numbers(runtime, 5)
    group = opened(runtime, people.officer, *of_it)
    do(runtime, people.officer, actions.note, group, body="Le pont est fermé.")
    client = browser_of(app, people.manager)
    page = client.get(f"{PLACE[language]}/{group}").text
    assert WHY[language] in words(page)
    assert f"{FIGURE[language]} 5" in words(page)
    kept = ("Cormoran", "Le pont", "brisée", people.officer.name, *of_it)
    for told in (page, client.get(f"{PLACE[language]}?vue=ouverts").text):
        assert [one for one in kept if one in told] == []
    assert f"{PLACE[language]}/{group}" in client.get(f"{PLACE[language]}?vue=ouverts").text


@BOTH
def test_a_manager_is_told_no_figure_that_tells_of_a_few_complaints_that_did_not_reach_them(
    app: Flask, runtime: Runtime, people: Team, language: str
):
    group = opened(runtime, people.officer, file(runtime).number)
    with runtime.reading(people.manager) as session:
        outline = outline_by_id(session, "parks", group)
        told = (outline.category, outline.complaints, outline.waits_since, outline.is_told)
        assert told == ("", 0, None, False)
    client = browser_of(app, people.manager)
    for path in (f"{PLACE[language]}/{group}", f"{PLACE[language]}?vue=ouverts"):
        page = client.get(path)
        assert page.status_code == 200
        told = words(page.text)
        assert [word for word in ("Sentier", "trail", "2026") if word in told] == []


@pytest.mark.parametrize("place", ["reponse", "fermer", "retirer/2026-000001", "envois/1"])
def test_nothing_else_of_it_opens(app: Flask, runtime: Runtime, people: Team, place: str):
    group = opened(runtime, people.officer, *numbers(runtime))
    draft(runtime, people.officer, group)
    send(runtime, people.officer, group)
    client = browser_of(app, people.manager)
    answer = client.get(f"{GROUPS}/{group}/{place}")
    assert answer.status_code in (403, 404)
    assert "Cormoran" not in answer.text


def test_a_manager_kept_out_of_one_finds_the_answer_of_a_group_that_does_not_exist(
    app: Flask, runtime: Runtime, people: Team
):
    first, *others = numbers(runtime)
    group = opened(runtime, people.officer, first, *others)
    client = browser_of(app, people.manager)
    keep_out(runtime, first, people.manager)
    unknown, answer = (client.get(f"{GROUPS}/{one}") for one in (group + 1, group))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    told, of_none = (
        without_token(one.text.replace(f"/groups/{number}", ""), f"/groupes/{number}")
        for one, number in ((answer, group), (unknown, group + 1))
    )
    assert told == of_none
    assert "Ouverts 0" in words(client.get(f"{GROUPS}?vue=ouverts").text)


@on_both
def test_a_manager_kept_out_of_one_that_came_later_finds_no_group_any_more(
    runtime: Runtime, clock: FixedClock, people: Team
):
    group, _above, _below = with_one_above(runtime, clock, people)
    kept = file(runtime).number
    act(runtime, kept, actions_gathering.add, people.officer, group_id=group)
    keep_out(runtime, kept, people.manager)
    with runtime.reading(people.manager) as session:
        with pytest.raises(UnknownGroupError):
            outline_by_id(session, "parks", group)
        assert known_page(session, "parks", State.OPEN, 1) == []


@on_both
def test_a_manager_whom_all_of_it_reached_sees_the_group(
    runtime: Runtime, clock: FixedClock, people: Team
):
    above = file(runtime).number
    go_up(runtime, clock)
    group = opened(runtime, people.officer, above)
    with runtime.reading(people.manager) as session:
        assert group_by_id(session, "parks", group).name
        [row] = known_page(session, "parks", State.OPEN, 1)
        assert row.is_whole
        assert row.due_at is not None


def test_a_manager_reads_of_a_group_the_complaint_that_reached_them_and_figures_of_all(
    app: Flask, runtime: Runtime, clock: FixedClock, people: Team
):
    group, above, below = with_one_above(runtime, clock, people)
    client = browser_of(app, people.manager)
    page = client.get(f"{GROUPS}/{group}").text
    assert above in page
    assert below not in page
    assert FIGURE["fr"] not in words(page)
    assert "Plainte ajoutée" not in words(page)
    assert "a rappelé" not in page
    case = client.get(f"/fr/gestion/parks/plaintes/{above}").text
    assert f"{GROUPS}/{group}" in case
    listed = client.get("/fr/gestion/parks/file?vue=equipe").text
    assert f"Groupe : {group}" in words(listed)
    for told in (page, case, listed, client.get(GROUPS).text):
        assert "Plaintes de" not in told
        assert "Solange" not in told
        assert "Rose" not in told
        assert "None" not in words(told)


@on_both
def test_whom_a_proposed_complaint_concerns_is_not_told_how_many_there_are(
    runtime: Runtime, clock: FixedClock, people: Team
):
    first, *_ = numbers(runtime, 5)
    keep_out(runtime, first, people.head)
    work(runtime, clock)
    with runtime.reading(PORTAL) as session:
        proposed = OutboxRecord.template == "group_proposed"
        recipients = set(session.scalars(select(OutboxRecord.recipient).where(proposed)))
    assert recipients == {people.officer.name}


@on_both
def test_whoever_is_kept_out_of_its_only_complaint_finds_no_group(runtime: Runtime, people: Team):
    number = file(runtime).number
    group = opened(runtime, people.officer, number)
    keep_out(runtime, number, people.head)
    with runtime.reading(people.head) as session:
        assert sum(group_sizes(session, "parks").values()) == 0
        with pytest.raises(UnknownGroupError):
            group_by_id(session, "parks", group)
    with pytest.raises(UnknownGroupError):
        do(runtime, people.head, actions.note, group, body="Encore?")
    title = Text("Passerelle", "Footbridge")
    with pytest.raises(UnknownGroupError):
        do(runtime, people.head, actions.publish, group, title=title, is_read=True)


@on_both
def test_the_agency_goes_on_reading_of_a_group_from_which_one_was_handed_on(
    runtime: Runtime, people: Team
):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second)
    do(runtime, people.officer, actions.note, group, body="Le pont est fermé.")
    with runtime.transaction() as session:
        complaint_by_number(session, second).agency = "water"
    with runtime.reading(people.officer) as session:
        assert "Le pont est fermé." in [
            step.body for step in group_by_id(session, "parks", group).steps
        ]
