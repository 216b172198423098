"""A text that nobody would see is no text: whoever sends one is asked to write it."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.citizen.journeys import begin, post

UNSEEN = "\u200b\u2060 \n\u3164"


def test_a_story_that_shows_nothing_is_asked_for(client: FlaskClient):
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    unseen, empty = (post(client, draft, "recit", recit=story) for story in (UNSEEN, ""))
    assert unseen.status_code == empty.status_code == 422
    assert unseen.text == empty.text
