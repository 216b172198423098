"""A name and a number that the person withholds are masked where a text tells them to an agency."""

from __future__ import annotations

import zipfile
from functools import partial
from io import BytesIO

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.complaints.queries.search_rebuild import begin_rebuild, rebuild_some
from portal.domain.actor import complainant
from portal.domain.masking import MASK
from portal.domain.role import Role
from portal.features.transfers import actions as proposals
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.joint_answers.asked_parts import begun
from tests.features.transfers.transferred import ALL, propose, transferred
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both
from tests.support.searching import ids_matching

NAME, MAIL = "Paule Quirion", "p.quirion@exemple.org"
STORY = f"Je suis {NAME}, 418 555-0777 ({MAIL}). Le sentier est fermé depuis mai."
TOLD = ("Quirion", "Paule", "555-0777", MAIL)
WATER = officer("water")


def told(runtime: Runtime) -> str:
    """A complaint whose story, and a message, say who complains."""
    number = file(runtime, name=NAME, email=MAIL, story=STORY).number
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(write_message, body=f"Ici {NAME}.", once=None))
    return number


def withheld(runtime: Runtime, way: str) -> str:
    """Give a complaint, or a part of it, to another agency with its texts alone."""
    number = told(runtime)
    if way == "part":
        return begun(runtime, number, "story")
    transferred(runtime, number, "water", "messages")
    return number


def found(runtime: Runtime, word: str, agency: str = "water") -> int:
    with runtime.reading(officer(agency)) as session:
        return len(ids_matching(session, runtime.keyring, word))


BOTH_WAYS = pytest.mark.parametrize("way", ["transfer", "part"])


@BOTH_WAYS
@pytest.mark.parametrize(
    ("role", "post"), [(Role.OFFICER, None), (Role.HEAD, None), (Role.MANAGER, "office")]
)
def test_no_page_of_the_other_agency_tells_what_was_withheld(
    app: Flask, runtime: Runtime, way: str, role: Role, post: str | None
):
    number = withheld(runtime, way)
    runtime.change(WATER, number, partial(casework.add_note, body=f"{NAME} a rappelé."))
    client = signed_in(app, runtime, "anne@eaux.example", role, "water", post)
    for path in (case_path(number, agency="water"), "/fr/gestion/water/file?vue=equipe"):
        page = client.get(path)
        assert (page.status_code, number in page.text) == (200, True), path
        assert not [one for one in TOLD if one in page.text], path
    assert "Le sentier est ferm" in client.get(case_path(number, agency="water")).text


@BOTH_WAYS
def test_who_gets_name_and_contact_reads_the_story_as_it_is(app: Flask, runtime: Runtime, way: str):
    number = told(runtime)
    if way == "part":
        number = begun(runtime, number, "story", "name", "contact")
    else:
        transferred(runtime, number, "water", *ALL)
    page = signed_in(app, runtime, "anne@eaux.example", agency="water").get(
        case_path(number, agency="water")
    )
    assert NAME in page.text
    assert "555-0777" in words(page.text)
    assert MASK not in page.text
    assert found(runtime, "Quirion") == 1


@on_both
@BOTH_WAYS
def test_no_withheld_word_finds_it(runtime: Runtime, way: str):
    number = withheld(runtime, way)
    runtime.change(WATER, number, partial(casework.add_note, body=f"{NAME} a rappelé."))
    assert found(runtime, "sentier") == found(runtime, "rappelé") == 1
    assert found(runtime, "Quirion") == 0
    with runtime.transaction() as session:
        begin_rebuild(session)
        rebuild_some(session, runtime.keyring)
    assert found(runtime, "sentier") == 1
    assert found(runtime, "Quirion") == 0


@on_both
def test_a_name_that_is_released_later_is_read_and_found(runtime: Runtime):
    number = withheld(runtime, "transfer")
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(proposals.release_later, fields=["name"]))
    assert found(runtime, "Quirion") == 1
    assert found(runtime, "rappelé") == 0


def test_the_agency_that_was_told_reads_it(app: Flask, runtime: Runtime):
    number = told(runtime)
    begun(runtime, number, "story")
    page = signed_in(app, runtime, "luc@parcs.example").get(case_path(number)).text
    assert all(one in words(page) for one in TOLD)


@BOTH_WAYS
def test_the_ready_file_of_the_other_agency_does_not_tell_it(
    app: Flask, runtime: Runtime, way: str
):
    number = withheld(runtime, way)
    client = signed_in(app, runtime, "anne@eaux.example", Role.HEAD, "water")
    answer = client.post(case_path(number, "dossier", "water"))
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    assert any("Le sentier est ferm" in text for text in texts)
    assert not [one for one in TOLD for text in texts if one in text]


def test_the_person_reads_before_choosing_what_is_masked(app: Flask, runtime: Runtime):
    receipt = file(runtime, name=NAME, email=MAIL, story=STORY)
    propose(runtime, receipt.number)
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    page = words(client.get(f"/fr/suivi/{receipt.number}/transfert").text)
    assert "le portail les remplace par « […] »" in page
