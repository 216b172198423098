"""What is no complaint is called a message in whatever its person reads of it, in both languages.

Nobody is accused, and nobody is told that they complain.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from portal.features.nature.letters import TakenAsComplaint
from portal.features.nature.words import TEXTS
from portal.features.nature.words_of_letters import OF_MESSAGES
from portal.words.catalogue import gettext_in
from tests.words.letter_cases import CASES, LETTERS, NAMES

_MARKS = re.compile(r"%\(\w+\)s")
_STILL = {
    "fr": r"service des plaintes|[Pp]orter plainte|Si c’est une plainte|(de|des|aux) plaintes|"
    r"une plainte ou|d’une plainte|Bureau des plaintes|déposer la plainte",
    "en": r"[Cc]omplaints|If it is a complaint|[Cc]omplain(ing|ed)?\b|a complaint|"
    r"file the complaint",
}
"""Where a complaint is named still: the service by its name, and what may be filed besides."""
_NAMED = {"fr": r"(?i).*plainte(?!s\.).*", "en": r"(?i).*complaint(?!s\.).*"}
# What is written once it is a complaint again.
_OF_COMPLAINTS = {TakenAsComplaint.code}


def is_of_a_message(case: Any) -> bool:
    code, _language, _facts = case.values
    return code in LETTERS.citizen_codes - _OF_COMPLAINTS


@pytest.mark.parametrize(("code", "language", "facts"), [*filter(is_of_a_message, CASES)])
def test_no_letter_about_a_message_speaks_of_a_complaint(
    code: str, language: str, facts: dict[str, Any]
):
    letter = LETTERS.render(code, language, {**facts, "is_message": True}, NAMES)
    said = re.sub(rf"https?://\S+|{_STILL[language]}", "", f"{letter.subject}\n{letter.text}")
    found = re.search(_NAMED[language], said)
    assert found is None, found and found[0]


def test_what_stands_instead_has_the_same_marks_and_is_another_text_in_english_too():
    for text, said in {**TEXTS, **OF_MESSAGES}.items():
        assert sorted(_MARKS.findall(text)) == sorted(_MARKS.findall(said)), text
        assert "plainte" not in re.sub(_STILL["fr"], "", said).casefold(), said
        english = re.sub(_STILL["en"], "", gettext_in("en", said))
        assert "complaint" not in english.casefold(), english
