"""The head draws closed files; two colleagues read them; what it adds up to waits for the last."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from portal.domain.role import Role
from portal.reporting.six_criteria.indicator import Criterion
from portal.runtime import Runtime
from tests.complaints.closed import closed
from tests.journeys.browser import Browser
from tests.support import FixedClock, add_user

HERE = {"fr": "/fr/gestion/parks/autoevaluation", "en": "/en/office/parks/self-assessment"}
SAY = {
    "fr": {
        "draw": "Tirer au sort",
        "fill": "Remplir la fiche",
        "keep": "Garder ma fiche",
        "wait": "Les résultats sont montrés quand toutes sont remplies",
        "result": "6 dossiers relus",
        "agree": "1 dossier lu deux fois : la même note pour 0 critères sur 6, à un point près",
        "drawn": "Graine",
    },
    "en": {
        "draw": "Draw at random",
        "fill": "Fill in the sheet",
        "keep": "Keep my sheet",
        "wait": "The results are shown when all are filled in",
        "result": "6 files read again",
        "agree": "1 file read twice: the same mark for 0 criteria out of 6, within one point",
        "drawn": "Seed",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_closed_files_are_drawn_and_read_by_two_who_did_not_handle_them(
    app: Flask, runtime: Runtime, clock: FixedClock, language: str
):
    say, here = SAY[language], HERE[language]
    for _ in range(6):
        closed(runtime)
    clock.moment = clock.moment.replace(year=2027, month=1, day=12)
    add_user(runtime, "helene@parcs.example", Role.HEAD, post=None)
    add_user(runtime, "paul@parcs.example", post="second")
    head = Browser(app).sign_in("helene@parcs.example", language).open(here)
    head.send(say["draw"], period="2026-T4", wanted="6")
    draw = head.path
    assert say["drawn"] in head.text
    paul = Browser(app).sign_in("paul@parcs.example", language).open(draw)
    while sheets := re.findall(rf"{draw}/\d+", paul.page.text):
        paul.open(sheets[0])
        paul.send(say["keep"], **{f"mark-{criterion}": "4" for criterion in Criterion})
        assert say["wait"] in paul.text
    head.open(draw)
    [second] = set(re.findall(rf"{draw}/\d+", head.page.text))
    head.open(second).send(say["keep"], **{f"mark-{criterion}": "2" for criterion in Criterion})
    assert say["result"] in head.text
    assert say["agree"] in head.text
