"""How many words of an answer are its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.substance import percent_of_its_own, words_of_its_own

MODEL = "Nous avons bien reçu votre plainte, {number}. Elle sera traitée dans les meilleurs délais."
WORDS = ["le", "sentier", "est", "fermé", "depuis", "un", "mois"]
TEXTS = st.lists(st.sampled_from(WORDS)).map(" ".join)


def test_a_model_sent_as_it_stands_has_no_words_of_its_own():
    sent = MODEL.replace("{number}", "2026-00012-7")
    assert words_of_its_own(sent, [MODEL]) <= 3
    assert words_of_its_own(sent, []) == 16


def test_words_beside_the_model_are_counted_however_it_is_typed():
    added = "NOUS AVONS bien  reçu votre plainte. Le sentier rouvre lundi."
    assert words_of_its_own(added, [MODEL]) == 4


@given(TEXTS, st.lists(TEXTS))
def test_no_model_adds_words_and_a_text_that_is_a_model_has_none(text: str, models: list[str]):
    alone = words_of_its_own(text, [])
    assert alone == len(text.split())
    assert 0 <= words_of_its_own(text, models) <= alone
    if alone >= 5:
        assert words_of_its_own(text, [*models, text]) == 0


def test_of_a_model_and_as_many_words_of_ones_own_half_are_its_own():
    model = "Nous avons reçu votre plainte et nous l’avons lue."
    own = "Le sentier du lac a été nettoyé mardi matin."
    # The model has ten words; nine of nineteen are 47.
    assert percent_of_its_own(f"{model} {own}", [model]) == 47
    assert percent_of_its_own(own, [model]) == 100
    assert percent_of_its_own(model, [model]) == percent_of_its_own("", [model]) == 0
