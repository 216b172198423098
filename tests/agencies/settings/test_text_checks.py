"""An agency's words in letters: each in its place, and only with what can be filled in."""

from __future__ import annotations

import pytest

from portal.agencies.settings.schema import json_schema
from portal.domain.letter import LetterUse
from tests.agencies.settings.settings_files import mistakes_after, parks

LETTERS = """\
letters:
  - code: received
    name: {fr: Reçue, en: Received}
    use: acknowledgement
    text: {fr: "Gardez le {number}.", en: "Keep {number}."}
  - code: trails
    name: {fr: Sentiers, en: Trails}
    use: acknowledgement
    categories: [trail]
    text: {fr: "Réponse le {answer_day}.", en: "Answer on {answer_day}."}
  - code: usual
    name: {fr: Courante, en: Usual}
    use: answer
    text: {fr: "Au sujet de : {category}.", en: "About: {category}."}
default_category: camping
"""


def mistakes(old: str = "", new: str = "") -> list[str]:
    """What is wrong once the letters are added, one piece of them replaced."""
    assert LETTERS.count(old) == 1 or not old
    letters = LETTERS.replace(old, new) if old else LETTERS
    return mistakes_after(("default_category: camping\n", letters))


def test_letters_are_read():
    assert mistakes() == []
    received, trails, usual = parks(("default_category: camping\n", LETTERS)).letters
    assert received.use is LetterUse.ACKNOWLEDGEMENT
    assert received.text.fr == "Gardez le {number}."
    assert trails.categories == ("trail",)
    assert usual.use.is_model


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "use: answer",
            "use: anwser",
            '40:10: letters[2].use: "anwser" is not one of acknowledgement, taken_in_charge, '
            "question, extended, late, passed_up, recourse_opened, routed, answered, closed, "
            'withdrawn, answer, ask, extend, close; did you mean "answer"?',
        ),
        (
            "[trail]",
            "[trial]",
            '36:18: letters[1].categories[0]: there is no category "trial"; did you mean "trail"?',
        ),
        (
            "[trail]",
            "[trail, trail]",
            '36:25: letters[1].categories[1]: "trail" is already used on line 36',
        ),
        (
            "code: trails",
            "code: received",
            '33:11: letters[1].code: "received" is already used on line 29',
        ),
        (
            "    categories: [trail]\n",
            "",
            '35:10: letters[1].use: the words of the letter "acknowledgement" for all categories '
            "already stand on line 29",
        ),
        (
            'fr: "Gardez le {number}."',
            'fr: "Gardez le {nombre}."',
            '32:16: letters[0].text.fr: "{nombre}" is not one of {number}, {agency}, '
            '{answer_day}; did you mean "{number}"?',
        ),
        (
            'en: "Keep {number}."',
            'en: "Keep {category}."',
            '32:43: letters[0].text.en: "{category}" is not one of {number}, {agency}, '
            "{answer_day}",
        ),
        (
            'en: "About: {category}."',
            'en: "About: {category."',
            '41:49: letters[2].text.en: "{" is not one of {number}, {agency}, {answer_day}, '
            "{category}",
        ),
        (
            ', en: "Keep {number}."',
            "",
            "32:11: letters[0].text.en: is missing",
        ),
        (
            "Gardez le {number}.",
            "Gardez. " * 151,
            "32:16: letters[0].text.fr: has 1207 characters; at most 1200 may stand here",
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(old: str, new: str, expected: str):
    assert mistakes(old, new) == [expected]


def test_a_text_for_two_categories_meets_one_for_one_of_them():
    more = (
        "  - {code: again, name: {fr: a, en: b}, use: acknowledgement, "
        "categories: [camping, trail], text: {fr: a, en: b}}\n"
    )
    assert mistakes("  - code: usual\n", f"{more}  - code: usual\n") == [
        '38:85: letters[2].categories[1]: the words of the letter "acknowledgement" for "trail" '
        "already stand on line 33"
    ]


def test_models_may_be_as_many_as_the_agency_wants():
    more = "  - {code: more, name: {fr: a, en: b}, use: answer, text: {fr: a, en: b}}\n"
    assert mistakes("  - code: usual\n", f"{more}  - code: usual\n") == []


def test_what_is_of_the_wrong_kind_is_told_once():
    assert mistakes("[trail]", "[12]") == [
        '36:18: letters[1].categories[0]: must be one text; put it in quotes: "12"'
    ]


def test_editors_know_what_a_letter_may_be_for():
    assert json_schema()["$defs"]["LetterUse"]["enum"] == list(LetterUse)
