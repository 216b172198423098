"""Two versions beside each other speak as the forms do: no key, code or value of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.agencies.settings.reader import read_agency
from portal.pages.settings.compared import compared
from portal.pages.settings.forms import section_name
from portal.pages.settings.setting_names import BELOW, KEYS
from portal.runtime import Runtime
from tests.laws.setting_keys import EVERY_KEY
from tests.pages.office.people import words
from tests.pages.settings.pages import HOME, save
from tests.support.agencies import PARKS_YAML, TEN_DAYS

EVERYTHING = Path("tests/laws/every_setting.yaml")
CODE = re.compile(r"^[a-z]+(_[a-z]+)+$")


def settings(runtime: Runtime, text: str) -> Mapping[str, Any]:
    read, mistakes = read_agency(text, runtime.agencies.portal)
    assert read is not None, [str(mistake) for mistake in mistakes]
    return read.model_dump(mode="json")


def test_every_key_of_a_file_has_a_name(app: Flask):
    keys = {step for key in EVERY_KEY for step in key.split(".")}
    with app.test_request_context("/fr/organismes"):
        keys -= {key for key in keys if section_name(key) != key}
    assert sorted(keys - set(KEYS) - {key for _, key in BELOW}) == []


@pytest.mark.parametrize("path", ["/fr/organismes", "/en/agencies"])
def test_nothing_that_differs_is_told_by_a_key_or_a_code(app: Flask, runtime: Runtime, path: str):
    everything = settings(runtime, EVERYTHING.read_text(encoding="utf-8"))
    parks = settings(runtime, PARKS_YAML)
    known = {step for key in EVERY_KEY for step in key.split(".")} - {"code", "description"}
    with app.test_request_context(path):
        for before, after in (({}, everything), (parks, everything), (everything, parks)):
            for section, values in compared(before, after):
                assert section not in known
                for place, parts in values:
                    steps = place.split(" › ")
                    said = "".join(text for _, text in parts)
                    assert not known.intersection(steps) - {"source", "kind"}, place
                    assert not [step for step in steps if CODE.match(step)], place
                    assert said not in ("true", "false"), place
                    assert not re.search(r"\d (working|calendar) (day|hour)s?\b", said) or (
                        path.startswith("/en")
                    ), place


def test_a_length_and_a_subject_are_called_as_people_call_them(admin: FlaskClient):
    own = "    deadlines: {answer: {within: 5 working days, basis: Charte}}\n"
    changed = TEN_DAYS.replace("    theme: other\n", f"    theme: other\n{own}")
    save(admin, changed.replace("default_category: other", "default_category: trail"))
    page = words(admin.get(f"{HOME}/publication").text)
    assert "Réponse › Délai retiré : 20 ajouté : 10 jours ouvrables" in page
    english = words(admin.get("/en/settings/parks/publication").text)
    assert "Answer › Time allowed removed: 20 added: 10 working days" in english
    assert "working days" not in page.partition("Mot pour mot")[2]


def test_things_of_one_name_are_told_apart_by_what_the_file_calls_them(app: Flask):
    one = {"units": [{"code": "north", "name": {"fr": "Parcs", "en": "Parks"}}]}
    two = {"units": [{"code": "south", "name": {"fr": "Parcs", "en": "Parks"}}]}
    with app.test_request_context("/fr/organismes"):
        [(_, [(_, parts), *_])] = compared(one, two)
    assert [text for _, text in parts] == ["north", "south"]
