"""Blanks of a text are found wherever they stand, and ordinary sentences have none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.blanks import left_blank, unfilled_lines

MODEL = "Bonjour,\n\nCe que nous avons vérifié :\n\nCe que nous faisons :\n\nCordialement"


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        (MODEL, ["Ce que nous avons vérifié :", "Ce que nous faisons :"]),
        (MODEL.replace("vérifié :", "vérifié :\nLe relevé de juin."), ["Ce que nous faisons :"]),
        (MODEL.replace(" :\n", " :\n\nLe relevé.\n"), []),
        ("Voici ce que nous avons vérifié :\n\nCordialement", []),
        ("Bonjour,\n\nCe que nous faisons :", ["Ce que nous faisons :"]),
    ],
)
def test_a_line_of_a_model_that_asks_for_words_is_blank_without_them(text: str, blank: list[str]):
    assert left_blank(text, [MODEL]) == blank


def test_a_line_above_a_list_of_the_model_asks_for_nothing():
    model = "Joignez :\n\n- une photo\n- la facture"
    assert left_blank(model, [model]) == []


@given(st.text())
def test_nothing_is_blank_where_there_is_no_model(text: str):
    assert left_blank(text, []) == []


ORDINARY = (
    *("Le sentier", "est fermé depuis le 3 mai", "des frais, etc...", "des frais, etc. ..."),
    *("il attend ... toujours", "« le … sentier »", "“the … trail”", '"le ... du lac"', "(…)"),
    *("[…]", "[sic]", "[le sentier]", "[1]", "au XXe siècle", "l’annexe XX", "Part XX", "XXL"),
    *("https://exemple.org/le_plan___v2/XX", "m__x@exemple.org", "snake_case", "« XX »"),
    *("« [date] »", "Attendez...", "Bref…", "la liste : eau, gaz", "A. B. C.", "1...2", "n° 12"),
    *("Max", "XXI", "vexx"),
)
BLANKS = (
    *("[date]", "[Nom de la personne]", "[montant]", "[à compléter]", "[DATE]", "[your name]"),
    *("[insert date]", "le … mai", "Bonjour …,", "à ... heures", "the … of May", "de l’…"),
    *("Réponse : …", "XX", "XXX $", "le XX mai", "XX/XX/2026", "xx", "418 XXX-XXXX"),
    *("418-555-XXXX", "____", "Nom : ______", "le ____ mai", "........", "……"),
)
sentences = st.lists(st.sampled_from(ORDINARY), min_size=1).map(", ".join)


@given(st.lists(sentences))
def test_ordinary_sentences_leave_nothing_to_write(lines: list[str]):
    assert unfilled_lines("\n".join(lines), []) == []


@pytest.mark.parametrize("blank", BLANKS)
@given(st.lists(sentences), sentences, sentences, st.lists(sentences))
def test_a_mark_is_found_wherever_it_stands(
    blank: str, above: list[str], before: str, after: str, below: list[str]
):
    line = f"{before}, {blank} ; {after}"
    assert unfilled_lines("\n".join([*above, line, *below]), []) == [line]


@given(st.text(alphabet="abc é-", min_size=1, max_size=20), sentences)
def test_whatever_a_model_has_in_brackets_is_to_be_written(said: str, around: str):
    mark = f"[{said}]"
    assert len(unfilled_lines(f"{around}, {mark}.", [f"Bonjour {mark},"])) == 1
    assert unfilled_lines(around, [f"Bonjour {mark},"]) == []


@given(st.text())
def test_any_text_is_looked_through_and_lines_are_those_it_has(text: str):
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert set(unfilled_lines(text, [text])) <= set(lines)
