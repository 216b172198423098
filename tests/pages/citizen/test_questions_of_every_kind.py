import io

import pytest
from flask.testing import FlaskClient

from portal.agencies.settings.categories import QuestionSettings
from portal.runtime import Runtime
from tests.pages.citizen.journeys import STORY, at, begin, post

LABEL = {"fr": "Une question", "en": "A question"}
NB = "\N{NO-BREAK SPACE}"
CHOICES = [{"code": "a", "label": {"fr": "Un", "en": "One"}}]
CHOICES += [{"code": "b", "label": {"fr": "Deux", "en": "Two"}}]

KINDS = [
    ("text", {}, {"q-x": "abc"}, "abc"),
    ("long text", {}, {"q-x": "abc"}, "abc"),
    ("choice", {"choices": CHOICES}, {"q-x": "b"}, "Deux"),
    ("several choices", {"choices": CHOICES}, {"q-x": ["a", "b"]}, "Un, Deux"),
    (
        "date",
        {},
        {"q-x-day": "1er", "q-x-month": "mars", "q-x-year": "2026"},
        "1er\xa0mars\xa02026",
    ),
    ("yes/no", {}, {"q-x": "no"}, "Non"),
    ("number", {}, {"q-x": "12,5"}, "12,50"),
]


def ask(runtime: Runtime, kind: str, **settings: object) -> None:
    """Make the first category of the parks ask one question of this kind."""
    runtime.notice_releases()
    question = QuestionSettings.model_validate(
        {"code": "x", "label": LABEL, "kind": kind, "required": True, **settings}
    )
    agency = runtime.agencies.agency("parks")
    first, *others = agency.settings.categories
    asking = first.model_copy(update={"questions": (question,)})
    changed = agency.settings.model_copy(update={"categories": (asking, *others)})
    in_force = runtime.agencies.in_force.agencies
    in_force["parks"] = type(agency)(changed, agency.release_id)


def at_the_questions(client: FlaskClient) -> str:
    draft = begin(client)
    post(client, draft, "organisme", organisme="parks", categorie="trail")
    post(client, draft, "recit", recit=STORY)
    return draft


@pytest.mark.parametrize(("kind", "settings", "typed", "words"), KINDS)
def test_a_question_is_asked_checked_and_read_back(
    client: FlaskClient, runtime: Runtime, kind: str, settings: dict, typed: dict, words: str
):
    ask(runtime, kind, **settings)
    draft = at_the_questions(client)
    asked = client.get(at(draft, "questions")).text
    assert 'id="q-x"' in asked
    assert "Une question" in asked
    mark = {"pour-sujet": "parks/trail"}
    assert client.post(at(draft, "questions"), data=mark).status_code == 422
    assert client.post(at(draft, "questions"), data={**mark, **typed}).status_code == 303
    reply = {"qui": "anonymous", "moyen": "none", "langue": "fr"}
    client.post(at(draft, "reponse"), data=reply)
    assert words in client.get(at(draft, "verifier")).text


def test_a_question_for_a_document_is_answered_by_one(client: FlaskClient, runtime: Runtime):
    ask(runtime, "file")
    draft = at_the_questions(client)
    mark = {"pour-sujet": "parks/trail"}
    response = client.post(at(draft, "questions"), data=mark)
    assert "Joignez un document en réponse à" in response.text
    file = (io.BytesIO(b"Un avis."), "avis.txt")
    response = client.post(at(draft, "questions"), data={**mark, "q-x": file})
    assert response.location == at(draft, "reponse")
    assert "avis.txt" in client.get(at(draft, "questions")).text


def test_a_refused_document_says_so_at_its_question(client: FlaskClient, runtime: Runtime):
    ask(runtime, "file")
    draft = at_the_questions(client)
    file = (io.BytesIO(b"GIF89a" + bytes(30)), "image.gif")
    form = {"pour-sujet": "parks/trail", "q-x": file}
    response = client.post(at(draft, "questions"), data=form)
    assert response.status_code == 422
    assert "image.gif ne convient pas" in response.text
