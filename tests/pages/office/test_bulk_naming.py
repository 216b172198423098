"""A note for several complaints names none of those who complain in them, unless it is meant."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.domain.errors import IdentitySaidError
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, messages
from tests.pages.office.people import signed_in, words
from tests.support import file, on_both

NAMING = "Mme Beauséjour a rappelé."
PATH = "/fr/gestion/parks/file/ensemble"


@pytest.fixture
def both(runtime: Runtime) -> list[str]:
    names = ("Solange Beauséjour", "Luc Côté")
    return [file(runtime, name=name).number for name in names]


def notes(runtime: Runtime, numbers: list[str]) -> list[str]:
    return [one.body for number in numbers for one in messages(runtime, number)]


@on_both
def test_no_use_case_adds_it(runtime: Runtime, both: list[str]):
    note = partial(casework.add_note_to_each, body=NAMING, numbers=both)
    for number in both:
        with pytest.raises(IdentitySaidError):
            act(runtime, number, note)
    assert notes(runtime, both) == []
    act(runtime, both[0], casework.add_note_to_each, body=NAMING, numbers=both[:1])
    assert notes(runtime, both) == [NAMING]


def test_the_page_stops_and_goes_on_once_it_is_meant(app: Flask, runtime: Runtime, both: list[str]):
    client = signed_in(app, runtime)
    form: dict[str, object] = {"faire": "note", "plainte": both, "body": NAMING}
    form |= {f"version-{number}": complaint(runtime, number).version for number in both}
    stopped = client.post(PATH, data=form)
    assert stopped.status_code == 422
    assert "Ce texte peut dire qui porte plainte : « Mme Beauséjour a rappelé. »" in words(
        stopped.text
    )
    assert NAMING in stopped.text
    assert notes(runtime, both) == []
    assert client.post(PATH, data={**form, "named": "yes"}).status_code == 303
    assert notes(runtime, both) == [NAMING, NAMING]


def test_what_names_nobody_is_asked_nothing(app: Flask, runtime: Runtime, both: list[str]):
    form: dict[str, object] = {"faire": "note", "plainte": both, "body": "À côté du lac."}
    form |= {f"version-{number}": complaint(runtime, number).version for number in both}
    assert signed_in(app, runtime).post(PATH, data=form).status_code == 303
