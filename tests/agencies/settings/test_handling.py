from __future__ import annotations

from portal.agencies.settings.fields import BothWords
from portal.agencies.settings.handling import AgencyLetters, LetterSettings
from portal.domain.letter import LetterUse
from portal.domain.text import Text


def letter(code: str, use: LetterUse, *categories: str) -> LetterSettings:
    words = BothWords(fr=f"{code} en français", en=f"{code} in English")
    return LetterSettings(code=code, name=words, use=use, categories=categories, text=words)


LETTERS = AgencyLetters(
    [
        letter("all", LetterUse.CLOSED),
        letter("trails", LetterUse.CLOSED, "trail", "path"),
        letter("late", LetterUse.LATE, "trail"),
        letter("any", LetterUse.ANSWER),
        letter("mud", LetterUse.ANSWER, "trail"),
        letter("where", LetterUse.ASK, "trail"),
    ]
)


def test_words_for_a_category_go_before_those_for_all():
    assert LETTERS.middle("closed", "path") == Text("trails en français", "trails in English")
    assert LETTERS.middle("closed", "camping") == Text("all en français", "all in English")


def test_a_letter_without_words_has_none():
    assert LETTERS.middle("late", "camping") is None
    assert LETTERS.middle("assigned", "trail") is None


def test_a_model_is_never_the_middle_of_a_letter():
    assert LETTERS.middle("answer", "trail") is None


def test_models_are_those_of_what_is_written_and_of_the_category():
    assert [each.code for each in LETTERS.models(LetterUse.ANSWER, "trail")] == ["mud", "any"]
    assert [each.code for each in LETTERS.models(LetterUse.ANSWER, "camping")] == ["any"]
    assert LETTERS.models(LetterUse.ASK, "camping") == []
