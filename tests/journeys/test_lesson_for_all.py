"""A verified correction becomes a lesson for everybody, over HTTP: written, read, withdrawn."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.features.lessons.written import CHANGED, LEARNED, TITLE, verified
from tests.features.recommendations.recommended import team
from tests.journeys.browser import Browser
from tests.journeys.steps import work
from tests.support import FixedClock, RecordingMailer

OFFICE = {"fr": "/fr/gestion/parks/lecons", "en": "/en/office/parks/lessons"}
PUBLIC = {"fr": "/fr/lecons", "en": "/en/lessons"}
SEND = {"fr": "Envoyer à relire", "en": "Send to be read"}
READ = {"fr": "Envoyer ma relecture", "en": "Send my reading"}
WITHDRAW = {"fr": "Retirer la leçon", "en": "Withdraw the lesson"}
WARNED = {"fr": "un nom : « Gagnon »", "en": "a name: “Gagnon”"}
FORM = {
    "title_fr": TITLE.fr,
    "title_en": TITLE.en,
    "learned_fr": f"{LEARNED.fr} C’était Gagnon.",
    "learned_en": LEARNED.en,
    "changed_fr": CHANGED.fr,
    "changed_en": CHANGED.en,
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_lesson_is_written_warned_of_sent_back_published_and_withdrawn(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str
):
    people = team(runtime)
    one = verified(runtime, people, complaints=5)
    head = Browser(app).sign_in(people.head.name, language)
    form = f"{OFFICE[language].rsplit('/', 1)[0]}/"
    form += f"recommandations/{one}/lecon" if language == "fr" else f"recommendations/{one}/lesson"
    head.open(OFFICE[language])
    assert form in head.page.text
    head.open(form).send(SEND[language], **FORM)
    assert WARNED[language] in head.text
    lesson = head.path
    reader = Browser(app).sign_in(people.president.name, language).open(lesson)
    assert WARNED[language] in reader.text
    reader.send(READ[language], choice="retourner", reason="Ce nom ne doit pas y être.")
    head.open(form)
    assert "Ce nom ne doit pas y être." in head.text
    head.send(SEND[language], **FORM | {"learned_fr": LEARNED.fr})
    assert WARNED[language] not in head.text
    reader.open(lesson).send(READ[language], choice="publier", relue="yes")
    anybody = Browser(app).open(PUBLIC[language])
    assert (TITLE.fr if language == "fr" else TITLE.en) in anybody.text
    reader.open(lesson).send(WITHDRAW[language], reason="Une personne s’y reconnaît.")
    assert TITLE.fr not in anybody.open(PUBLIC[language]).text
    work(runtime, clock)
    told = [str(one["Subject"]) for one in mailbox.sent if "leçon" in str(one["Subject"])]
    assert len(told) >= 3
