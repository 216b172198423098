"""Two tabs of one draft: the older replaces nothing that the newer kept without saying so."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.citizen.journeys import ANSWERS, REPLY, STORY, at, to_check
from tests.pages.office.people import words
from tests.support.forms import Sent, forms_of


def form_of(page: str) -> Sent:
    """Return what a browser sends of the form of a page that nobody touched."""
    return next(form for form in forms_of(page) if form.id == "formulaire").filled(())


def sent_with(client: FlaskClient, address: str, form: Sent, name: str, text: str) -> TestResponse:
    """Send a form with another text in one of its inputs."""
    changed = Sent(form)
    changed.setlist(name, [text])
    return client.post(address, data=changed)


PAGES = [
    ("recit", "recit", STORY),
    ("questions", "q-place", ANSWERS["q-place"]),
    ("reponse", "nom", REPLY["nom"]),
    ("precisions", "demande", ""),
]
NEWER, OLDER = "Les loups ont mangé la passerelle.", "La neige bloque le sentier."


@pytest.mark.parametrize(("page", "name", "before"), PAGES)
def test_the_older_tab_is_stopped_with_both_texts(
    client: FlaskClient, page: str, name: str, before: str
):
    address = at(to_check(client), page)
    older = form_of(client.get(address).text)
    assert older[name] == before
    assert sent_with(client, address, older, name, NEWER).status_code == 303
    stopped = sent_with(client, address, older, name, OLDER)
    assert stopped.status_code == 409
    assert "Ce brouillon a changé dans un autre onglet" in words(stopped.text)
    assert NEWER in words(stopped.text)
    again = form_of(stopped.text)
    assert again[name] == OLDER
    assert form_of(client.get(address).text)[name] == NEWER
    assert client.post(address, data=again).status_code == 303
    assert form_of(client.get(address).text)[name] == OLDER


@pytest.mark.parametrize(("page", "name", "before"), PAGES)
def test_what_replaces_nothing_goes_on(client: FlaskClient, page: str, name: str, before: str):
    address = at(to_check(client), page)
    first, second = (form_of(client.get(address).text) for _ in range(2))
    assert sent_with(client, address, first, name, NEWER).status_code == 303
    assert sent_with(client, address, second, name, NEWER).status_code == 303
    assert client.post(address, data=form_of(client.get(address).text)).status_code == 303


def test_finishing_later_replaces_nothing_either(client: FlaskClient):
    address = at(to_check(client), "recit")
    older = form_of(client.get(address).text)
    sent_with(client, address, older, "recit", NEWER)
    later = Sent(older)
    later.setlist("recit", [OLDER])
    later.add("plus-tard", "yes")
    assert client.post(address, data=later).status_code == 409
    assert form_of(client.get(address).text)["recit"] == NEWER
