from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.plain_language import LONG_SENTENCE, Jargon, Vocabulary, check
from portal.words.lexicon import common_acronyms, common_jargon

NOTHING = Vocabulary()
FRENCH = Vocabulary(common_jargon("fr"), common_acronyms())
ENGLISH = Vocabulary(common_jargon("en"), common_acronyms())


@given(st.lists(st.integers(1, 60), max_size=12))
def test_each_sentence_that_is_too_long_is_named_by_its_beginning(lengths: list[int]):
    text = " ".join(" ".join(["mot"] * length) + "." for length in lengths)
    long = check(text, NOTHING).long_sentences
    assert len(long) == sum(length > LONG_SENTENCE for length in lengths)
    assert set(long) <= {" ".join(["mot"] * 8)}


def test_a_list_is_not_one_long_sentence():
    text = "Nous avons :\n" + "".join(f"- {'mot ' * 12}\n" for _ in range(4))
    assert check(text, NOTHING).long_sentences == ()


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("La DPJ et le CLSC vous ont écrit.", ("DPJ", "CLSC")),
        ("La Direction de la protection de la jeunesse (DPJ) écrit. La DPJ décide.", ()),
        ("La DPJ (protection de la jeunesse) vous écrit.", ()),
        ("La DPJ décide. La Direction de la protection de la jeunesse (DPJ) écrit.", ("DPJ",)),
        ("Le C.R.T.C. a écrit, puis le C.R.T.C. a fermé.", ("C.R.T.C.",)),
        ("Payez la TPS par texto (SMS) avant 17 h, svp. C’est à l’étage B.", ()),
        ("ATTENTION : ceci est IMPORTANT.", ()),
        ("Le formulaire A-23B et le NAS-9 sont joints.", ()),
    ],
)
def test_an_acronym_is_spelled_out_where_it_first_stands(text: str, unexplained: tuple[str, ...]):
    assert check(text, FRENCH).acronyms == unexplained


def test_an_acronym_is_one_hint_however_often_it_comes_back():
    assert check("La DPJ, la DPJ et encore la DPJ.", FRENCH).count == 1


@pytest.mark.parametrize(
    ("text", "vocabulary", "found"),
    [
        ("Conformément à l’article 3", FRENCH, Jargon("Conformément à", "selon")),
        ("à l’effet que c’est réglé", FRENCH, Jargon("à l’effet que", "que")),
        ("le cas\u00a0échéant, appelez", FRENCH, Jargon("le cas échéant", "s'il y a lieu")),
        ("Pursuant  to section 3", ENGLISH, Jargon("Pursuant to", "under")),
        ("We hereby confirm", ENGLISH, Jargon("hereby", "(leave out)")),
    ],
)
def test_a_word_of_the_trade_comes_with_a_plain_one(
    text: str, vocabulary: Vocabulary, found: Jargon
):
    assert check(text, vocabulary).jargon == (found,)


def test_a_word_inside_another_is_no_jargon():
    assert check("Les procédures et la requêteuse; un usagerX.", FRENCH).jargon == ()


def test_hints_come_in_the_order_of_the_text():
    text = "Nonobstant ce qui précède, et le cas échéant, nous statuer."
    assert [one.written for one in check(text, FRENCH).jargon] == [
        "Nonobstant",
        "le cas échéant",
        "statuer",
    ]


@given(st.text(max_size=300))
def test_no_text_makes_it_fail_and_plain_text_alone_has_no_hint(text: str):
    hints = check(text, FRENCH)
    assert hints.count == len(hints.long_sentences) + len(hints.acronyms) + len(hints.jargon)
    assert check(text.lower()[:60], NOTHING).acronyms == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_plain_word_is_jargon_itself(language: str):
    jargon = common_jargon("en" if language == "en" else "fr")
    vocabulary = Vocabulary(jargon, common_acronyms())
    wrong = [instead for instead in jargon.values() if check(instead, vocabulary).count]
    assert wrong == []
