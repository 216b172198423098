"""The name that a person keeps from the agency that now has their complaint stays masked there."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.features.information_requests.rules import Released
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.information_requests.asking_inside import ask, requests
from tests.features.transfers.transferred import transferred
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both

NAME = "Michel Gagnon"
SAID = f"M. {NAME} attend depuis mai."
STOPPED = "Ce texte peut dire qui porte plainte : « "


def handed_on(runtime: Runtime) -> str:
    """A complaint that the water board got from the parks, without who complains."""
    number = file(runtime, name=NAME, story=f"Je suis {NAME}, le sentier est fermé.").number
    transferred(runtime, number)
    return number


def test_a_level_of_the_next_agency_reads_the_story_masked(app: Flask, runtime: Runtime):
    number = handed_on(runtime)
    level = signed_in(app, runtime, "anne@eaux.example", Role.MANAGER, "water", "office")
    for path in (case_path(number, agency="water"), "/fr/gestion/water/file"):
        page = level.get(path).text
        assert number in page
        assert "Gagnon" not in page, path
    assert "sentier" in level.get(case_path(number, agency="water")).text


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("transferer", {"receiving": "desk", "reason": SAID}),
        ("demander-une-partie", {"receiving": "parks", "question": SAID}),
        ("renseignements", {"asked": "post:director", "within": "5", "question": SAID}),
    ],
)
def test_what_the_next_agency_types_stops_where_it_names_whom_it_is_not_told_of(
    app: Flask, runtime: Runtime, page: str, typed: dict[str, str]
):
    member(runtime, Role.MANAGER, "water", "director")
    number = handed_on(runtime)
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    answer = client.post(case_path(number, page, "water"), data={**typed, "version": "0"})
    assert answer.status_code == 422
    assert STOPPED in words(answer.text)


@on_both
@pytest.mark.parametrize("released", [(Released.STORY,), (Released.STORY, Released.NAME)])
def test_whoever_is_asked_inside_reads_the_story_masked(
    runtime: Runtime, released: tuple[Released, ...]
):
    member(runtime, Role.MANAGER, "water", "director")
    number = handed_on(runtime)
    ask(runtime, number, by=officer("water"), released=released)
    assert requests(runtime, number)[-1].shown == {
        "story": "Je suis […] […], le sentier est fermé."
    }
