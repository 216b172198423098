"""No field of any form is without a limit: what is too long is refused, and is on the page.

Of texts, half a million letters are sent to every form that is served, whoever it is for. Of lines,
each field of each form that a portal shows where something is going on is filled past its limit.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient

from portal.pages.forms import LONGEST_OF_ANY_LINE, LONGEST_STORY
from portal.pages.oversized import LONGEST_TEXT
from portal.runtime import Runtime
from portal.words.typography import number_words
from tests.laws.browsers import Browsers
from tests.laws.served_forms import address_of, forms_served
from tests.support.forms import Form, forms_of

TEXT = "e" * 500_000
LINE = "é" * (LONGEST_OF_ANY_LINE + 1)
# 409 stops a form that another one of the walk made old, with its texts on the page.
REFUSED = (409, 413, 422)
# Of a name to look for, a list takes the beginning: 60 letters, which it shows. Why somebody cannot
# agree is not read where they do, as in a form whose first choices are taken.
CUT = {"nom-recherche", "accord-raison"}
# A settings file has a limit of its own, tried in tests/pages/settings.
OWN_LIMIT = {"settings.save"}


def test_no_form_takes_half_a_million_letters(app: Flask):
    wrong = {}
    for rule in forms_served(app):
        if rule.endpoint in OWN_LIMIT:
            continue
        answer = app.test_client().post(address_of(app, rule), data={"texte": TEXT})
        # A complainant is told how long a text may be there, not what is read at all.
        at_most = LONGEST_STORY if rule.endpoint.startswith("citizen.") else LONGEST_TEXT
        excess = number_words(len(TEXT) - at_most, "fr")
        says = f"Raccourcissez de {excess} caractères le texte" in answer.text
        if answer.status_code != 413 or not says or TEXT not in answer.text:
            wrong[rule.endpoint] = answer.status_code, says
    assert wrong == {}


Line = tuple[str, FlaskClient, str, Form, str]


def lines(browsers: Browsers) -> Iterator[Line]:
    """Yield every field of one line of every form: whose it is, where it goes, and its name."""
    seen = set()
    for page, client, says in list(browsers.pages()):
        for form in forms_of(says):
            address = form.action or page
            endpoint = browsers.takes(address.partition("?")[0])
            for field in form.fields if endpoint else ():
                is_line = field.is_typed and field.kind != "textarea" and field.name not in CUT
                if is_line and (endpoint, field.name) not in seen:
                    seen.add((endpoint, field.name))
                    yield str(endpoint), client, address, form, field.name


def test_no_field_of_one_line_takes_more_than_a_line(app: Flask, runtime: Runtime):
    # What stands in no state to be opened answers as it would to anybody, and is passed over.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    wrong, count = {}, 0
    for endpoint, client, address, form, name in lines(Browsers(app, runtime)):
        count += 1
        texts = [LINE if one.name == name else "Zouave" for one in form.fields if one.is_typed]
        answer = client.post(address, data=form.filled(texts, chosen=True))
        if answer.status_code not in REFUSED or LINE not in html.unescape(answer.text):
            wrong[f"{endpoint} {name}"] = answer.status_code
    assert wrong == {}
    assert count > 100
