from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.answers import read_answers
from portal.domain.question import Choice, Question, QuestionKind
from portal.domain.text import Text

TODAY = date(2026, 11, 24)
LABEL = Text("Numéro de dossier", "File number")
HINT = Text("Écrivez les 8\u00a0chiffres", "Enter the 8 digits")
ONE_TO_NINE = {"minimum": 1, "maximum": 9}
CHOICES = (Choice("a", Text("Un", "One")), Choice("b", Text("Deux", "Two")))


def question(kind: QuestionKind = QuestionKind.TEXT, **unusual: object) -> Question:
    """An ordinary question, with what is unusual about it."""
    if kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL_CHOICES):
        unusual = {"choices": CHOICES, **unusual}
    return Question("q", LABEL, kind, **unusual)  # type: ignore[arg-type]


def answer(asked: Question, *typed: str) -> object:
    """The usable answer to what was typed; there must be no problem."""
    answers, problems = read_answers([asked], {"q": list(typed)}, TODAY)
    assert problems == []
    return answers.get("q")


def problem(asked: Question, *typed: str) -> tuple[str, str]:
    """What must be corrected in what was typed, in both languages."""
    answers, (found,) = read_answers([asked], {"q": list(typed)}, TODAY)
    assert answers == {}
    assert found.field == "q"
    return found.text.fr, found.text.en


def dated(day: str, month: str, year: str) -> dict[str, list[str]]:
    return {"q-day": [day], "q-month": [month], "q-year": [year]}


def test_a_text_is_kept_without_the_spaces_around_and_between():
    assert answer(question(), "  rue  des \t Érables ") == "rue des Érables"


def test_a_long_text_keeps_its_lines():
    asked = question(QuestionKind.LONG_TEXT)
    assert answer(asked, " Un\r\n\r\ndeux ") == "Un\n\ndeux"


def test_characters_that_cannot_be_stored_are_dropped():
    assert answer(question(), "a\x00b\ud800c") == "abc"


def test_an_optional_question_left_empty_has_no_answer():
    for kind in QuestionKind:
        assert read_answers([question(kind)], {"q": ["  "]}, TODAY) == ({}, [])
        assert read_answers([question(kind)], {}, TODAY) == ({}, [])


@pytest.mark.parametrize(
    ("kind", "fr", "en"),
    [
        (QuestionKind.TEXT, "Écrivez une réponse à", "Enter an answer to"),
        (QuestionKind.LONG_TEXT, "Écrivez une réponse à", "Enter an answer to"),
        (QuestionKind.CHOICE, "Choisissez une réponse à", "Choose an answer to"),
        (
            QuestionKind.SEVERAL_CHOICES,
            "Choisissez au moins une réponse à",
            "Choose at least one answer to",
        ),
        (QuestionKind.DATE, "Écrivez la date demandée à", "Enter the date asked for in"),
        (QuestionKind.YES_NO, "Répondez par oui ou par non à", "Answer yes or no to"),
        (QuestionKind.NUMBER, "Écrivez un nombre en réponse à", "Enter a number in answer to"),
    ],
)
def test_a_required_question_left_empty_says_what_to_do(kind: QuestionKind, fr: str, en: str):
    assert problem(question(kind, required=True), " ") == (
        f"{fr} «\u00a0Numéro de dossier\u00a0»",
        f"{en} “File number”",
    )


def test_files_are_passed_over():
    assert read_answers([question(QuestionKind.FILE, required=True)], {}, TODAY) == ({}, [])


def test_problems_come_in_the_order_of_the_questions():
    questions = [Question(code, LABEL, required=True) for code in ("b", "a", "c")]
    _, problems = read_answers(questions, {"a": ["x"]}, TODAY)
    assert [found.field for found in problems] == ["b", "c"]


def test_a_text_that_is_too_long_says_by_how_much():
    assert problem(question(max_length=5), "abcdefgh") == (
        "Raccourcissez votre réponse de 3\u00a0caractères",
        "Shorten your answer by 3 characters",
    )
    assert problem(question(max_length=5), "abcdef")[0].endswith("1\u00a0caractère")


def test_a_long_text_that_is_too_long_may_become_a_document():
    assert problem(question(QuestionKind.LONG_TEXT), "x" * 5_212) == (
        "Raccourcissez votre texte de 1\u00a0212\u00a0caractères, ou joignez un document",
        "Shorten your text by 1,212 characters, or attach a document",
    )


def test_every_text_has_a_limit():
    assert problem(question(), "x" * 201)[1] == "Shorten your answer by 1 character"
    assert answer(question(max_length=300), "x" * 300) == "x" * 300


@pytest.mark.parametrize(
    ("pattern", "typed", "kept"),
    [
        (r"\d{8}", "1234 5678", "12345678"),
        (r"\d{8}", "1234-5678", "12345678"),
        (r"\d{8}", "1234\u00a056.78", "12345678"),
        (r"[A-Z]\d[A-Z]\d[A-Z]\d", "g1a 0a1", "G1A0A1"),
        (r"[A-Z]{4}\d{4}", "trem-1234", "TREM1234"),
        (r"\d{4}-\d{4}", "1234–5678", "1234-5678"),
        (r"[a-z]+", "abc", "abc"),
    ],
)
def test_an_answer_may_be_typed_with_spaces_dashes_and_small_letters(
    pattern: str, typed: str, kept: str
):
    assert answer(question(pattern=pattern, pattern_hint=HINT), typed) == kept


@pytest.mark.parametrize("typed", ["1234567", "123456789", "1234567x"])
def test_an_answer_that_does_not_match_gets_the_hint(typed: str):
    asked = question(pattern=r"\d{8}", pattern_hint=HINT)
    assert problem(asked, typed) == (HINT.fr, HINT.en)


def test_an_answer_is_kept_where_older_rules_have_a_pattern_that_could_take_long():
    asked = question(pattern=r"(?=\d)\d{8}", pattern_hint=HINT)
    assert answer(asked, "1234 5678") == "1234 5678"


def test_a_choice_is_one_of_those_offered():
    assert answer(question(QuestionKind.CHOICE), " B ") == "b"
    assert problem(question(QuestionKind.CHOICE), "z")[1] == "Choose an answer to “File number”"


def test_several_choices_are_kept_once_and_in_the_order_of_the_question():
    assert answer(question(QuestionKind.SEVERAL_CHOICES), "b", "a", "b", "") == ("a", "b")
    assert problem(question(QuestionKind.SEVERAL_CHOICES), "a", "z")


@pytest.mark.parametrize(
    ("typed", "kept"), [("yes", True), ("Oui", True), ("no", False), ("NON", False)]
)
def test_yes_and_no_are_read_in_both_languages(typed: str, kept: bool):
    assert answer(question(QuestionKind.YES_NO), typed) is kept


def test_neither_yes_nor_no_is_a_problem():
    assert problem(question(QuestionKind.YES_NO), "peut-être")[1].startswith("Answer yes or no")


def test_no_is_an_answer_to_a_required_question():
    assert answer(question(QuestionKind.YES_NO, required=True), "no") is False


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12", 12),
        ("12,5", 12.5),
        ("12.50", 12.5),
        ("1 234,50", 1234.5),
        ("1\u202f234\u00a0567", 1234567),
        ("1,234.50", 1234.5),
        ("12,000", 12000),
        ("0,125", 0.125),
        ("3,0", 3),
        ("25 $", 25),
        ("£250.50", 250.5),
        ("250,50 $", 250.5),
        ("1 250.50", 1250.5),
        ("$1,250.50", 1250.5),
        ("1 250,50 $ CA", 1250.5),
        ("CA$250.50", 250.5),
        ("250,50 €", 250.5),
        ("250 dollars", 250),
        ("-$25", -25),
        ("-3", -3),
        ("−3", -3),
        (",5", 0.5),
        ("0", 0),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, kept: float):
    found = answer(question(QuestionKind.NUMBER), typed)
    assert found == kept
    assert type(found) is type(kept)


@pytest.mark.parametrize(
    "typed", ["douze", "1,2,3", "1.2.3", "--1", "1e9", "nan", "²", "9" * 30, "25$50", "$"]
)
def test_what_is_no_number_is_a_problem(typed: str):
    assert problem(question(QuestionKind.NUMBER), typed) == (
        "Écrivez un nombre en chiffres, par exemple 2",
        "Enter a number in figures, such as 2",
    )


@pytest.mark.parametrize(
    ("bounds", "fr", "en"),
    [
        (ONE_TO_NINE, "2", "2"),
        ({"minimum": 1000}, "1\u00a0000", "1,000"),
        ({"maximum": 1}, "1", "1"),
    ],
)
def test_the_example_of_a_number_is_within_the_bounds(bounds: dict[str, int], fr: str, en: str):
    assert problem(question(QuestionKind.NUMBER, **bounds), "two") == (
        f"Écrivez un nombre en chiffres, par exemple {fr}",
        f"Enter a number in figures, such as {en}",
    )


@pytest.mark.parametrize(
    ("bounds", "typed", "fr", "en"),
    [
        (ONE_TO_NINE, "0", "Écrivez un nombre de 1 à 9", "Enter a number from 1 to 9"),
        (ONE_TO_NINE, "9,5", "Écrivez un nombre de 1 à 9", "Enter a number from 1 to 9"),
        ({"minimum": 1000}, "999", "Écrivez 1\u00a0000 ou plus", "Enter 1,000 or more"),
        ({"maximum": 0}, "1", "Écrivez 0 ou moins", "Enter 0 or less"),
    ],
)
def test_a_number_out_of_bounds_says_the_bounds(
    bounds: dict[str, int], typed: str, fr: str, en: str
):
    assert problem(question(QuestionKind.NUMBER, **bounds), typed) == (fr, en)


def test_the_bounds_themselves_are_in_bounds():
    asked = question(QuestionKind.NUMBER, **ONE_TO_NINE)
    assert [answer(asked, "1"), answer(asked, "9")] == [1, 9]


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [
        ("24", "11", "2026", "2026-11-24"),
        (" 1er ", "Février", "2024", "2024-02-01"),
        ("1st", "feb.", "2024", "2024-02-01"),
        ("05", "août", "1999", "1999-08-05"),
        ("5", "juil", "2026", "2026-07-05"),
        ("29", "02", "2024", "2024-02-29"),
    ],
)
def test_a_date_is_read_from_its_three_fields(day: str, month: str, year: str, kept: str):
    assert read_answers([question(QuestionKind.DATE)], dated(day, month, year), TODAY) == (
        {"q": kept},
        [],
    )


@pytest.mark.parametrize(
    ("day", "month", "year", "en"),
    [
        ("24", "", "2026", "Enter the day, the month and the year"),
        ("", "", "2026", "Enter the day, the month and the year"),
        ("24", "11", "26", "Enter the year with its 4 digits"),
        ("31", "11", "2025", "Enter a date that exists"),
        ("29", "2", "2025", "Enter a date that exists"),
        ("0", "1", "2025", "Enter a date that exists"),
        ("5", "jui", "2025", "Enter a date that exists"),
        ("5", "ma", "2025", "Enter a date that exists"),
        ("x", "5", "2025", "Enter a date that exists"),
        ("25", "11", "2026", "The date must be today or earlier"),
    ],
)
def test_a_date_that_cannot_be_used_says_what_to_do(day: str, month: str, year: str, en: str):
    asked = question(QuestionKind.DATE)
    answers, (found,) = read_answers([asked], dated(day, month, year), TODAY)
    assert answers == {}
    assert (found.field, found.text.en) == ("q", en)


def test_a_date_ahead_is_an_answer_where_the_question_allows_it():
    asked = question(QuestionKind.DATE, future=True)
    assert read_answers([asked], dated("25", "11", "2026"), TODAY)[0] == {"q": "2026-11-25"}


typed = st.text(max_size=30) | st.from_regex(r"[-+0-9 ,.$]{1,12}", fullmatch=True)
kinds = st.sampled_from(QuestionKind)


@given(kinds, st.booleans(), st.lists(typed, max_size=3), typed, typed, typed)
def test_whatever_is_typed_there_is_an_answer_a_problem_or_nothing_typed(
    kind: QuestionKind, required: bool, values: list[str], day: str, month: str, year: str
):
    raw = {"q": values, **dated(day, month, year)}
    answers, problems = read_answers([question(kind, required=required)], raw, TODAY)
    assert len(answers) + len(problems) <= 1
    if required and kind is not QuestionKind.FILE:
        assert len(answers) + len(problems) == 1
    assert all(found.text.fr and found.text.en for found in problems)


@given(st.integers(-(10**14), 10**14))
def test_every_whole_number_is_read_back_with_spaces_and_with_commas(number: int):
    asked = question(QuestionKind.NUMBER)
    assert answer(asked, f"{number:,}".replace(",", " ")) == number
    assert answer(asked, f"{number:,}") == number


@given(st.integers(-(10**7), 10**7), st.integers(1, 2))
def test_every_decimal_number_is_read_back_with_a_comma_or_a_point(hundreds: int, digits: int):
    number = round(hundreds / 100, digits)
    asked = question(QuestionKind.NUMBER)
    assert answer(asked, f"{number:.2f}".replace(".", ",")) == number
    assert answer(asked, f"{number:.2f}") == number


@given(st.dates(date(1000, 1, 1), TODAY))
def test_every_past_date_is_read_back(day: date):
    raw = dated(str(day.day), str(day.month), f"{day.year:04}")
    assert read_answers([question(QuestionKind.DATE)], raw, TODAY)[0] == {"q": day.isoformat()}
