"""Whatever one writes goes with its label, so that a page which cannot take it shows both.

A number without a space or a word in small letters looks like a choice: only its label tells that
somebody wrote it. Forms that are sent by GET carry none, which would stand in the address.
"""

from __future__ import annotations

import re
from html import escape

import orjson
import pytest
from flask import Flask

from portal.pages.own_fields import LABEL_PREFIX, LABELS_FIELD, is_left_out
from portal.runtime import Runtime
from tests.laws.browsers import Browsers
from tests.support.forms import Form, forms_of

LOOKED_FOR = re.compile(r"<form(?![^>]*method=\"post\")[^>]*>.*?</form>", re.DOTALL)
BARE = ("4185550199", "laval", "17")


@pytest.fixture
def browsers(app: Flask, runtime: Runtime) -> Browsers:
    # What stands in no state to be opened answers as it would to anybody, and is passed over.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Browsers(app, runtime)


def written(form: Form) -> set[str]:
    """Return the names of what one writes in a form, but a password and what nobody sees."""
    return {one.name for one in form.fields if one.is_typed and not is_left_out(one.name)}


def labelled(form: Form) -> set[str]:
    """Return the names of what goes with a label that is not empty."""
    carried = [one for one in form.fields if one.name.startswith(LABEL_PREFIX)]
    own = {one.name.removeprefix(LABEL_PREFIX) for one in carried if one.value.strip()}
    above = [one.value for one in form.fields if one.name == LABELS_FIELD]
    return own | {name for value in above for name, label in orjson.loads(value).items() if label}


def test_whatever_is_written_in_any_form_goes_with_its_label_and_none_stands_in_an_address(
    browsers: Browsers,
):
    bare, seen, asked = {}, 0, []
    for page, _, says in browsers.pages():
        for form in forms_of(says):
            seen += len(written(form))
            if lacking := written(form) - labelled(form):
                bare[page] = lacking
        asked += LOOKED_FOR.findall(says)
    assert bare == {}
    assert seen > 300
    assert len(asked) > 20
    assert [form for form in asked if f'name="{LABEL_PREFIX}' in form] == []


@pytest.mark.parametrize("text", BARE)
def test_one_word_or_a_bare_number_is_there_to_be_copied_under_its_label(app: Flask, text: str):
    typed = {"telephone": text, f"{LABEL_PREFIX}telephone": "Téléphone <de jour>", "voie": "email"}
    page = app.test_client().post("/fr/plainte/inconnu/coordonnees", data=typed)
    assert page.status_code in (404, 409, 410)
    shown = page.text[page.text.find("<main") :]
    assert f">\n{text}</textarea>" in shown
    assert f"{escape('Téléphone <de jour>')}</label>" in shown
    assert "email" not in shown
