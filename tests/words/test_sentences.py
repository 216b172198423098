"""A sentence keeps its facts and is said in the language of whoever reads it."""

from portal.domain.text import Text
from portal.words.catalogue import in_english_only, sentence

ALREADY_USED = sentence(
    "« %(code)s » est déjà utilisé à la ligne %(line)s",  # in the catalogue
    code="zoo",
    line=12,
)


def test_a_sentence_is_said_in_either_language():
    assert ALREADY_USED.in_("fr") == "«\u00a0zoo\u00a0» est déjà utilisé à la ligne 12"
    assert ALREADY_USED.in_("en") == '"zoo" is already used on line 12'


def test_facts_may_be_sentences_and_texts():
    found = sentence("une liste")
    said = sentence("doit être un groupe de réglages, et non %(found)s", found=found)
    assert said.in_("fr") == "doit être un groupe de réglages, et non une liste"
    assert said.in_("en") == "must be a group of settings, not a list"
    named = sentence("doit être un groupe de réglages, et non %(found)s", found=Text("un", "one"))
    assert (named.in_("fr")[-3:], named.in_("en")[-3:]) == (" un", "one")


def test_what_a_library_tells_is_left_out_in_french():
    said = sentence("n’est pas écrit en YAML%(why)s", why=in_english_only("expected ','"))
    assert said.in_("fr") == "n’est pas écrit en YAML"
    assert said.in_("en") == "is not written as YAML: expected ','"


def test_a_percent_sign_in_a_fact_stays_as_it_is():
    assert '"100 %s"' in sentence("« %(words)s »", words="100 %s").in_("en")


def test_the_same_sentence_is_equal_and_told_once():
    assert {ALREADY_USED, ALREADY_USED} == {ALREADY_USED}
    assert sentence("une liste") == sentence("une liste")
