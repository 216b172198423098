"""Whoever tries a demonstration is five people at once: each begins where their sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.demo.complaints import make_complaints
from portal.demo.people import add_staff
from portal.demo.people_to_be import people_to_be
from portal.demo.to_follow import leave_to_follow
from portal.pages.office.entrance import PersonToBe, offer_people
from portal.runtime import Runtime


@pytest.fixture
def people(app: Flask, runtime: Runtime) -> Iterator[list[PersonToBe]]:
    add_staff(runtime)
    make_complaints(runtime, 400, seed=7)
    leave_to_follow(runtime)
    found = people_to_be(runtime)
    offer_people(app, found)
    yield found
    offer_people(app, ())


def test_they_are_a_citizen_and_four_of_the_staff(people: list[PersonToBe]):
    expected = [
        "A citizen",
        "An officer",
        "The head of the complaints service",
        "An administrator",
        "An analyst",
    ]
    assert [person.who.en for person in people] == expected


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_of_the_staff_signs_in_by_a_button_and_may_open_their_page(
    app: Flask, people: list[PersonToBe], language: str
):
    for person in people[1:]:
        visitor = app.test_client()
        assert visitor.post("/en/sign-in", data=_behind_button(visitor, person)).status_code == 303
        begins = visitor.get(person.begins.in_(language), follow_redirects=True)
        assert begins.status_code == 200


def test_the_citizens_page_has_their_number_and_waits_for_the_code_that_is_told(
    client: FlaskClient, people: list[PersonToBe]
):
    citizen = people[0]
    number, code = re.findall(r"\d{4}-\d{6}|[A-Z]{4}-\d{4}", citizen.does.en)
    for begins in (citizen.begins.fr, citizen.begins.en):
        assert f'value="{number}"' in client.get(begins).get_data(as_text=True)
    typed = {"numero": number, "code": code}
    assert client.post("/en/follow", data=typed).status_code == 303


def test_only_a_demonstration_offers_them(client: FlaskClient, runtime: Runtime):
    assert people_to_be(runtime) == []
    assert "people-to-be" not in client.get("/en/sign-in").get_data(as_text=True)


def _behind_button(visitor: FlaskClient, person: PersonToBe) -> dict[str, str]:
    page = visitor.get("/en/sign-in").get_data(as_text=True)
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    [button] = [form for form in forms if f">{person.who.en}</button>" in form]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', button))
