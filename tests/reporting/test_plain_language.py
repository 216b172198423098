"""With how many hints on plain language answers left, in the portrait."""

from __future__ import annotations

from flask import Flask

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.reporting.counted import fed
from tests.reporting.figures import count, rows, signed_in, title, whole
from tests.support import file, on_both

QUARTER = "/fr/portrait?periode=2026-T4"


@on_both
def test_what_answers_left_with_is_counted_from_the_history(app: Flask, runtime: Runtime):
    plain, wordy = "Le sentier est ouvert.", "Ci-joint le RVXQ. " + "mot " * 30
    for body in (plain, plain, plain, wordy):
        act(runtime, file(runtime).number, casework.answer, body=body)
    fed(runtime)
    page = whole(signed_in(app, runtime), QUARTER)
    table = {row[0]: row[1:] for row in rows(page, "langage")}
    assert table["RDP"] == ["4", "75 %", "0", "3"]
    assert title(page, "langage") == "75 % des réponses sont parties en langage simple"


def test_where_no_answer_was_looked_at_it_says_so(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-11", "received", 0, 9))
    page = whole(signed_in(app, runtime), QUARTER)
    assert rows(page, "langage") == []
    assert title(page, "langage") == "Aucune réponse vérifiée pour le langage simple"
