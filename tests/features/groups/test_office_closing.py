"""A group is closed in one go: what its page shows, refuses and keeps."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.domain.actor import PORTAL, complainant
from portal.domain.role import Role
from portal.features.groups import office as closing
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, last
from tests.features.groups.grouped import numbers
from tests.features.groups.pages import opened
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, signed_in, words
from tests.reporting.counted import cube, fed
from tests.support import file


def answered_group(officer: FlaskClient, runtime: Runtime, *every: str) -> str:
    place = opened(officer, *every)
    for number in every:
        act(runtime, number, casework.answer, body="Elle sera réparée.")
    return place


def shown(page: str) -> dict[str, str]:
    """Return the versions that the form of a page carries, as it sends them."""
    return dict(re.findall(r'name="(version-[\d-]+)" value="(\d+)"', page))


SAID = {"finding": "unfounded", "reasons_fr": "Voir la réponse."}


def test_a_group_is_closed_in_one_go_and_what_stays_open_is_listed_with_why(
    officer: FlaskClient, runtime: Runtime
):
    first, second, third = numbers(runtime)
    place = answered_group(officer, runtime, first, second)
    officer.post(f"{place}/ajouter", data={"plainte": third})
    assert f"{place}/fermer" in officer.get(place).text
    page = officer.get(f"{place}/fermer")
    assert shown(page.text).keys() == {f"version-{first}", f"version-{second}"}
    assert f"{third} · Au belvédère" in words(page.text)
    assert "Elle n’a pas encore sa réponse." in words(page.text)
    done = officer.post(f"{place}/fermer", data=SAID | shown(page.text))
    assert (done.status_code, done.headers["Location"]) == (303, place)
    assert [complaint(runtime, one).status for one in (first, second, third)] == [
        *("closed", "closed", "received"),
    ]
    group = words(officer.get(place).text)
    assert "Plaintes fermées : 2. Laissées ouvertes : 1." in group
    assert "2 plaintes fermées." in group


def test_what_is_given_to_all_is_given_to_each_and_counts_for_each(
    officer: FlaskClient, app: Flask, runtime: Runtime
):
    receipts = [file(runtime) for _ in range(2)]
    every = [receipt.number for receipt in receipts]
    place = answered_group(officer, runtime, *every)
    page = officer.get(f"{place}/fermer").text
    assert "Donné à chaque personne" in words(page)
    form = SAID | shown(page) | {"finding": "founded"}
    unsaid = officer.post(f"{place}/fermer", data=form)
    assert (unsaid.status_code, 'href="#remedies"' in unsaid.text) == (422, True)
    form["remedies"] = "apology"
    assert officer.post(f"{place}/fermer", data=form).status_code == 303
    for receipt in receipts:
        assert last(runtime, receipt.number, "closed").facts["remedied"] is True
        assert "Excuses" in followed_page(app, receipt)
    fed(runtime)
    with runtime.reading(PORTAL) as session:
        given = {cell[-1]: n for cell, n in cube(session).items() if cell[-2] == "remedied"}
    assert given == {1: 2}, given


def test_one_that_moved_meanwhile_is_named_with_why_and_the_others_are_closed(
    officer: FlaskClient, runtime: Runtime
):
    first, second, third = numbers(runtime)
    place = answered_group(officer, runtime, first, second, third)
    form = SAID | shown(officer.get(f"{place}/fermer").text)
    act(runtime, first, casework.add_note, body="Elle rappelle demain.")
    owner = complainant(complaint(runtime, second).id)
    act(runtime, second, write_message, owner, body="Et en hiver?", once=None)
    answer = officer.post(f"{place}/fermer", data=form)
    page = words(answer.text)
    assert answer.status_code == 409
    assert "2 plaintes ne sont pas fermées" in page
    assert f'href="{case_path(first)}">{first}</a>' in answer.text
    assert "La personne a écrit depuis la réponse" in page
    assert "Voir la réponse." in answer.text
    assert [complaint(runtime, one).is_open for one in (first, second, third)] == [
        *(True, True, False),
    ]
    again = SAID | shown(answer.text)
    assert officer.post(f"{place}/fermer", data=again).status_code == 303
    assert not complaint(runtime, first).is_open


def test_a_group_of_very_many_is_closed_some_at_a_time(
    officer: FlaskClient, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(closing, "MOST_CLOSED", 2)
    every = numbers(runtime)
    place = answered_group(officer, runtime, *every)
    page = officer.get(f"{place}/fermer")
    assert "1 autre plainte se ferme ensuite" in words(page.text)
    officer.post(f"{place}/fermer", data=SAID | shown(page.text))
    assert [complaint(runtime, one).is_open for one in every] == [False, False, True]
    assert "Fermer 1 plainte" in words(officer.get(place).text)


def test_nothing_is_closed_before_everything_is_said(officer: FlaskClient, runtime: Runtime):
    (first,) = numbers(runtime, 1)
    place = answered_group(officer, runtime, first)
    form = shown(officer.get(f"{place}/fermer").text)
    refused = officer.post(f"{place}/fermer", data=form | {"measure_fr": "Réparée en mai."})
    assert (refused.status_code, "Réparée en mai." in refused.text) == (422, True)
    for field in ("finding", "reasons_fr"):
        assert f'href="#{field}"' in refused.text
    assert complaint(runtime, first).status == "answered"
    nothing = officer.post(f"{place}/fermer", data=SAID)
    assert nothing.status_code == 409
    assert complaint(runtime, first).status == "answered"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_who_gathers_no_complaints_closes_no_group(
    app: Flask, officer: FlaskClient, runtime: Runtime, role: Role
):
    (first,) = numbers(runtime, 1)
    place = answered_group(officer, runtime, first)
    reader = signed_in(app, runtime, "luc@parcs.example", role, post="director")
    assert f"{place}/fermer" not in reader.get(place).text
    for send in (reader.get, reader.post):
        assert send(f"{place}/fermer").status_code == 403
    assert complaint(runtime, first).status == "answered"
