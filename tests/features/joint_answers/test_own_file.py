"""A complainant's own file holds what each agency of a part said and promised."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.time.replay import replayed
from portal.features.joint_answers.rules import NamedAgency
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.features.joint_answers.asked_parts import ABOUT, filed, parts
from tests.features.joint_answers.own_recourses import OWN
from tests.features.joint_answers.third_agency import put_air_in_force
from tests.pages.office.people import case_path, signed_in, words

BOTH = pytest.mark.parametrize("language", ["fr", "en"])
PAGE = {"fr": "plainte.html", "en": "complaint.html"}
FILE = {"fr": "/fr/suivi/{}/dossier", "en": "/en/follow/{}/file"}
WATER = {"fr": "Service des eaux", "en": "Water board"}
TO_THEM = {"fr": "Personne plaignante, à : Service des eaux", "en": "Complainant, to: Water board"}
SUBJECT = {
    "fr": "Selon le sujet. Voici ce qui vaut pour « ",
    "en": "This depends on the subject. Here is what applies to “",
}
PIPES = "  - {code: pipes, name: {fr: Conduites, en: Pipes}, theme: other, words: [conduite]}\n"
SAID, ASKED, NOTED = "La fuite a repris ce matin.", "De quel côté de la piste?", "Il insiste."


def in_file(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def written_to_water(app: Flask, runtime: Runtime) -> tuple[FlaskClient, str]:
    """Let a complaint name the water board, which asks something, notes, and is written to."""
    receipt = filed(runtime, NamedAgency("water", ABOUT, ("story",)))
    [part] = parts(runtime, receipt.number)
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    typed = {"message": SAID, "a": str(part.id)}
    citizen.post(f"/fr/suivi/{receipt.number}/message", data=typed)
    act(runtime, part.number, casework.ask_complainant, body=ASKED)
    act(runtime, part.number, casework.add_note, body=NOTED)
    return citizen, receipt.number


@BOTH
def test_it_holds_the_thread_with_another_agency_and_how_that_one_counted(
    app: Flask, runtime: Runtime, language: str
):
    citizen, number = written_to_water(app, runtime)
    taken = citizen.post(FILE[language].format(number)).data
    page = words(in_file(taken, PAGE[language]))
    for told in (SAID, ASKED, TO_THEM[language]):
        assert told in page
    assert NOTED not in page
    counted = page.split("dates ont été comptées" if language == "fr" else "dates were counted")[1]
    assert WATER[language] in counted
    dates = json.loads(in_file(taken, "dates.json"))
    theirs = [date for date in dates if date.get("agency", {}).get(language) == WATER[language]]
    assert theirs
    assert len(theirs) < len(dates)
    assert all((replayed(date) is None) == (date["due_at"] is None) for date in theirs)


def test_the_file_of_the_agency_that_has_it_holds_none_of_that(app: Flask, runtime: Runtime):
    _citizen, number = written_to_water(app, runtime)
    made = signed_in(app, runtime).post(case_path(number, "dossier")).data
    page = words(in_file(made, PAGE["fr"]))
    assert SAID not in page
    assert ASKED not in page
    assert all("agency" not in date for date in json.loads(in_file(made, "dates.json")))


@BOTH
def test_the_page_says_for_which_subject_of_another_agency_its_ways_are(
    app: Flask, runtime: Runtime, agency_files: Path, language: str
):
    water = agency_files / "water.yaml"
    text = water.read_text("utf-8").replace("recourses: [ombuds]\n", OWN)
    water.write_text(text.replace("default_category", f"{PIPES}default_category"), "utf-8")
    put_air_in_force(runtime, agency_files)
    citizen, number = written_to_water(app, runtime)
    page = words(citizen.get(FILE[language].format(number)).text)
    assert SUBJECT[language] in page
