"""The name that a person keeps from another agency is masked in its part for whoever is above."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.complaints.queries.identity import masking_of, whole_people
from portal.domain.masking import MASK
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.complaints.cases import complaint, member
from tests.features.joint_answers.asked_parts import begun
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both

NAME, MAIL = "Michel Gagnon", "m.gagnon@exemple.org"
STORY = f"Ici {NAME}."
TOLD = f"{STORY} Écrivez à {MAIL} : le sentier est fermé."
SAID = f"M. {NAME} attend depuis mai."
STOPPED = "Ce texte peut dire qui porte plainte : « "


@on_both
@pytest.mark.parametrize("fields", [("story",), ("story", "name")])
def test_a_name_is_masked_at_level_two_of_a_part(runtime: Runtime, fields: tuple[str, ...]):
    part = begun(runtime, file(runtime, story=STORY).number, *fields)
    with runtime.reading(officer("water", role=Role.MANAGER)) as session:
        masked = masking_of(session, "water", [complaint(runtime, part).id])
        assert masked(STORY) == f"Ici {MASK} {MASK}."


@on_both
def test_what_another_agency_types_is_compared_with_all_that_is_known(runtime: Runtime):
    part = begun(runtime, file(runtime, story=STORY).number, "story")
    people = runtime.read(officer("water"), whole_people, (part,))
    assert "Michel Gagnon" in {person.name for person in people}


def test_no_page_of_a_part_tells_a_level_who_complains(app: Flask, runtime: Runtime):
    number = file(runtime, name=NAME, email=MAIL, story=TOLD).number
    part = begun(runtime, number, "story")
    runtime.change(officer("water"), part, partial(casework.add_note, body=TOLD))
    level = signed_in(app, runtime, "anne@eaux.example", Role.MANAGER, "water", "office")
    for path in (case_path(part, agency="water"), "/fr/gestion/water/file"):
        page = level.get(path)
        assert (page.status_code, part in page.text) == (200, True), path
        assert not [one for one in ("Gagnon", MAIL) if one in page.text], path
    assert "sentier" in level.get(case_path(part, agency="water")).text


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("transferer", {"receiving": "desk", "reason": SAID}),
        ("renseignements", {"asked": "post:director", "within": "5", "question": SAID}),
    ],
)
def test_what_the_other_agency_types_stops_where_it_names_whom_it_is_not_told_of(
    app: Flask, runtime: Runtime, page: str, typed: dict[str, str]
):
    member(runtime, Role.MANAGER, "water", "director")
    part = begun(runtime, file(runtime, name=NAME, story=TOLD).number, "story")
    client = signed_in(app, runtime, "paul@eaux.example", agency="water")
    answer = client.post(case_path(part, page, "water"), data={**typed, "version": "0"})
    assert answer.status_code == 422
    assert STOPPED in words(answer.text)
