"""An agency's own words in letters: in the middle, filled in, and nothing is lost around them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.domain.letter import LetterUse
from portal.domain.text import Text
from tests.words.letter_cases import ACKNOWLEDGED, BASE, LETTERS, NAMES, NUMBER, PARAMS

MIDDLE = Text(
    fr="{agency} garde {number}.\nAyez-le près de vous.\n\n<b>Vous</b> & nous, le {answer_day}.",
    en="{agency} keeps {number}.\nHave it at hand.\n\n<b>You</b> & us, {answer_day}.",
)
WITH_MIDDLE = replace(NAMES, middle=MIDDLE)
FACTS = {"fr": "Numéro de plainte", "en": "Complaint number"}
AGENCY = {"fr": "Régie des parcs & sentiers garde", "en": "Parks & trails board keeps"}
CARRYING = [
    pytest.param(use.value, language, {**BASE, **params}, id=f"{use}-{language}-{place}")
    for use in LetterUse
    if not use.is_model
    for language in ("fr", "en")
    for place, params in enumerate(PARAMS.get(use, [{}]))
]


@pytest.mark.parametrize(("template", "language", "params"), CARRYING)
def test_words_stand_between_what_happened_and_the_frame_and_take_nothing_away(
    template: str, language: str, params: dict[str, Any]
) -> None:
    before = LETTERS.render(template, language, params, NAMES)
    after = LETTERS.render(template, language, params, WITH_MIDDLE)
    parts, told = before.text.split("\n\n"), after.text.split("\n\n")
    added = [rank for rank, part in enumerate(told) if part not in parts]
    frame = next(rank for rank, part in enumerate(told) if part.startswith(FACTS[language]))
    assert told[added[0]].startswith(f"{AGENCY[language]} {NUMBER}.")
    assert 1 < added[0] <= added[-1] == frame - 1
    assert [part for part in told if part in parts] == parts
    assert after.subject == before.subject


def test_words_about_a_day_that_is_not_promised_are_left_out() -> None:
    promised, silent = (
        LETTERS.render("acknowledgement", "fr", {**BASE, **params}, WITH_MIDDLE).text
        for params in PARAMS["acknowledgement"][:2]
    )
    assert "nous, le 22\xa0septembre\xa02027." in promised
    assert "nous, le" not in silent
    assert "Ayez-le près de vous." in silent


def test_what_an_agency_writes_is_never_the_code_of_a_page() -> None:
    html = LETTERS.render("acknowledgement", "en", {**BASE, **ACKNOWLEDGED}, WITH_MIDDLE).html
    assert f"keeps {NUMBER}.<br>\nHave it at hand." in html
    assert "&lt;b&gt;You&lt;/b&gt; &amp; us, 22\xa0September\xa02027." in html


@pytest.mark.parametrize("template", sorted(LETTERS.citizen_codes))
def test_a_text_message_carries_no_words_of_the_agency(template: str) -> None:
    params = {**BASE, **PARAMS.get(template, [{}])[0]}
    told = LETTERS.text_message(template, "fr", params, WITH_MIDDLE)
    assert told == LETTERS.text_message(template, "fr", params, NAMES)
