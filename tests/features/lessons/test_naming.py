"""A lesson that everybody may read names nobody whose complaint is behind it."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.domain.errors import IdentitySaidError
from portal.domain.role import Role
from portal.domain.text import Text
from portal.features.lessons.actions import publish_lesson, write_lesson
from portal.features.lessons.rules import LessonPart, LessonTexts
from portal.runtime import Runtime
from tests.features.lessons.written import CHANGED, TITLE, do, stored, verified
from tests.features.recommendations.recommended import Team
from tests.pages.office.people import signed_in, words
from tests.support import on_both

# Everybody who files in these tests is called Michel Gagnon.
LEARNED = Text("M. Gagnon ne savait pas quand venir.", "People did not know when to come.")
TEXTS = LessonTexts(
    {LessonPart.TITLE: TITLE, LessonPart.LEARNED: LEARNED, LessonPart.CHANGED: CHANGED}
)


def naming(runtime: Runtime, people: Team) -> int:
    lesson: int = do(runtime, people.head, write_lesson, verified(runtime, people), TEXTS)
    return lesson


@on_both
def test_no_use_case_publishes_it(runtime: Runtime, people: Team):
    lesson = naming(runtime, people)
    with pytest.raises(IdentitySaidError):
        do(runtime, people.president, publish_lesson, lesson)
    assert stored(runtime, lesson).published_at is None


def test_its_page_stops_and_goes_on_where_it_is_another_word(
    app: Flask, runtime: Runtime, people: Team
):
    lesson = naming(runtime, people)
    reader = signed_in(app, runtime, "luce@parcs.example", Role.HEAD, post=None)
    path, said = f"/fr/gestion/parks/lecons/{lesson}", {"choice": "publier", "relue": "yes"}
    stopped = reader.post(path, data=said)
    assert stopped.status_code == 422
    shown = words(stopped.text)
    assert "M. Gagnon ne savait" in shown.partition("Ce texte peut dire qui porte plainte :")[2]
    assert "Ce mot ne désigne personne qui porte plainte" in shown
    assert stored(runtime, lesson).published_at is None
    assert reader.post(path, data={**said, "named": "yes"}).status_code == 303
    assert stored(runtime, lesson).published_at is not None
