"""What holds for every text of the portal, in both languages."""

import re

import pytest

from portal.words.refresh import PORTAL, messages, read_english, untranslated
from portal.words.typography import french_spaces
from tests.laws.officials import FORBIDDEN_IN_ENGLISH, FORBIDDEN_IN_FRENCH
from tests.laws.texts_in_use import english, forms, french, in_use, sentences

SETTINGS_PAGES = re.compile(r"^(pages|features/\w+)/(templates/)?settings(/|\.py|_)")
LONGEST_SENTENCE = 25


def marks(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def test_every_french_text_has_an_english_one():
    assert untranslated(read_english()) == []
    known = {forms(message.id)[0] for message in messages(read_english())}
    assert {forms(text)[0] for _, text in in_use()} - known == set(), (
        "run python -m portal.words.refresh"
    )


def test_no_english_text_is_left_over():
    known = {forms(text)[0] for _, text in in_use()}
    assert {forms(message.id)[0] for message in messages(read_english())} - known == set(), (
        "run python -m portal.words.refresh"
    )


def test_an_error_asks_for_what_is_missing_in_the_same_words_everywhere():
    """An error has no full stop. A hint has one, and may say how to write."""
    asking = [
        (message.id, form)
        for message in messages(read_english())
        for form in forms(message.string)
        if forms(message.id)[0].startswith("Écrivez ") and not form.endswith(".")
    ]
    assert len(asking) > 40
    assert [one for one in asking if not one[1].startswith("Enter ")] == []


def test_both_languages_fill_the_same_marks():
    for message in messages(read_english()):
        allowed = set().union(*(marks(form) for form in forms(message.id)))
        for form in forms(message.string):
            assert marks(form) <= allowed, message.id
        assert marks(forms(message.id)[-1]) == marks(forms(message.string)[-1]), message.id


@pytest.mark.parametrize("word", FORBIDDEN_IN_FRENCH)
def test_french_avoids_the_words_of_officials(word: str):
    found = [
        (file_name, text)
        for file_name, text in french()
        if re.search(rf"\b{word}", text, re.IGNORECASE)
        and not (word == "escalad" and SETTINGS_PAGES.match(file_name))
    ]
    assert found == [], f"write: {FORBIDDEN_IN_FRENCH[word]}"


@pytest.mark.parametrize("word", FORBIDDEN_IN_ENGLISH)
def test_english_avoids_the_words_of_officials(word: str):
    found = [text for text in english() if re.search(rf"\b{word}", text, re.IGNORECASE)]
    assert found == [], f"write: {FORBIDDEN_IN_ENGLISH[word]}"


def test_nobody_is_shouted_at():
    assert [text for _, text in french() if "!" in text] == []
    assert [text for text in english() if "!" in text] == []


def test_apostrophes_are_curly():
    assert [text for _, text in french() if re.search(r"\w'\w", _without_tags(text))] == []
    assert [text for text in english() if re.search(r"\w'\w", _without_tags(text))] == []


def test_french_signs_keep_to_the_words_before_them():
    loose = re.compile(r" [:»%$](?!\()|[^\s]»|«[^\N{NO-BREAK SPACE}]|\w:(?=\s|$)")
    assert [text for _, text in french() if loose.search(_without_tags(french_spaces(text)))] == []


def test_french_puts_no_space_before_a_question_mark_or_a_semicolon():
    assert [text for _, text in french() if re.search(r"[\s\N{NO-BREAK SPACE}][?;]", text)] == []


def test_no_french_sentence_is_long():
    long = [
        sentence
        for _, text in french()
        for sentence in sentences(text)
        if len(re.findall(r"\w+(?:[’'-]\w+)*", sentence)) > LONGEST_SENTENCE
    ]
    assert long == []


def _without_tags(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_no_template_sets_a_colon_as_french_does_whatever_its_language():
    for template in PORTAL.rglob("*.html"):
        assert not re.search(r"(?:}}|%}|>) :", template.read_text("utf-8")), template.name
