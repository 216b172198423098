"""Checking what a citizen typed against an agency's questions.

People's habits are accepted: spaces, small letters, a decimal comma. What cannot be used becomes a
problem that says what to do, at the question's own code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time

from portal.domain.patterns import PatternError, matcher
from portal.domain.question import Problem, Question, QuestionKind
from portal.domain.text import Language, Text
from portal.domain.typed import cleaned

Raw = Mapping[str, list[str]]

TEXT_AT_MOST = 200
LONG_TEXT_AT_MOST = 4_000
YES, NO = Text("Oui", "Yes"), Text("Non", "No")
YES_OR_NO = {"yes": True, "oui": True, "no": False, "non": False}

_DASHES = re.compile("[‐‑‒–—−]")
_PUNCTUATION = re.compile(r"[.\-/_]")

TO_ANSWER = {
    QuestionKind.TEXT: ("Écrivez une réponse à", "Enter an answer to"),
    QuestionKind.LONG_TEXT: ("Écrivez une réponse à", "Enter an answer to"),
    QuestionKind.CHOICE: ("Choisissez une réponse à", "Choose an answer to"),
    QuestionKind.SEVERAL_CHOICES: (
        "Choisissez au moins une réponse à",
        "Choose at least one answer to",
    ),
    QuestionKind.DATE: ("Écrivez la date demandée à", "Enter the date asked for in"),
    QuestionKind.YES_NO: ("Répondez par oui ou par non à", "Answer yes or no to"),
    QuestionKind.NUMBER: ("Écrivez un nombre en réponse à", "Enter a number in answer to"),
}
WHOLE_DATE = Text("Écrivez le jour, le mois et l’année", "Enter the day, the month and the year")
WHOLE_YEAR = Text("Écrivez l’année avec ses 4\u00a0chiffres", "Enter the year with its 4 digits")
REAL_DATE = Text("Écrivez une date qui existe", "Enter a date that exists")
NOT_AHEAD = Text("La date doit être aujourd’hui ou avant", "The date must be today or earlier")
_EXAMPLE = 2
"""What a number looks like where a question sets no bounds: right for children and for dollars."""


def says(given: object, answer: str) -> bool:
    """Tell whether what was answered is, or holds, this answer: yes, no, or a choice's code."""
    if isinstance(given, bool):
        return given is YES_OR_NO.get(answer)
    if isinstance(given, list | tuple):
        return answer in given
    return given == answer


def answer_name(question: Question, answer: str, language: Language) -> str:
    """Return what an answer is called: yes, no, or the words of a choice."""
    if answer in YES_OR_NO:
        return (YES if YES_OR_NO[answer] else NO).in_(language)
    labels = {choice.code: choice.label.in_(language) for choice in question.choices}
    return labels.get(answer, answer)


class _UnusableError(Exception):
    """An answer cannot be used; `text` says what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def read_answers(
    questions: Iterable[Question], raw: Raw, today: date
) -> tuple[dict[str, object], list[Problem]]:
    """Return the usable answers by question, and what must be corrected, in the questions' order.

    A date is typed in three fields, `<code>-day`, `<code>-month` and `<code>-year`. Questions left
    empty have no answer; those for a file are passed over.
    """
    answers: dict[str, object] = {}
    problems: list[Problem] = []
    for question in questions:
        if question.kind is QuestionKind.FILE:
            continue
        try:
            answer = READERS[question.kind](question, raw, today)
            if answer is not None:
                answers[question.code] = answer
            elif question.required:
                problems.append(Problem(question.code, _to_answer(question)))
        except _UnusableError as unusable:
            problems.append(Problem(question.code, unusable.text))
    return answers, problems


def _to_answer(question: Question) -> Text:
    fr, en = TO_ANSWER[question.kind]
    label = question.label
    return Text(f"{fr} «\u00a0{label.fr}\u00a0»", f"{en} “{label.in_('en')}”")


def _typed(raw: Raw, name: str) -> str:
    """Return the first value of a field that is not blank."""
    values = (cleaned(value).strip() for value in raw.get(name, ()))
    return next(filter(None, values), "")


def _text(question: Question, raw: Raw, today: date) -> str | None:
    typed = " ".join(_typed(raw, question.code).split())
    excess = len(typed) - (question.max_length or TEXT_AT_MOST)
    if excess > 0:
        raise _UnusableError(_shorter("réponse", "answer", excess))
    return _matching(question, typed) if typed and question.pattern else typed or None


def _matching(question: Question, typed: str) -> str:
    """Return the form of the answer that the pattern knows, among those people type it in.

    A pattern that could take long, which older rules may still have, is not applied.
    """
    assert question.pattern is not None
    try:
        matches = matcher(question.pattern)
    except PatternError:
        return typed
    compact = _DASHES.sub("-", "".join(typed.split()))
    bare = _PUNCTUATION.sub("", compact)
    for form in (compact, compact.upper(), bare, bare.upper()):
        if matches(form):
            return form
    raise _UnusableError(question.pattern_hint or _to_answer(question))


def _long_text(question: Question, raw: Raw, today: date) -> str | None:
    typed = _typed(raw, question.code).replace("\r\n", "\n").replace("\r", "\n")
    excess = len(typed) - (question.max_length or LONG_TEXT_AT_MOST)
    if excess > 0:
        shorter = _shorter("texte", "text", excess)
        raise _UnusableError(
            Text(f"{shorter.fr}, ou joignez un document", f"{shorter.en}, or attach a document")
        )
    return typed or None


def _shorter(fr: str, en: str, excess: int) -> Text:
    several = "s" if excess > 1 else ""
    return Text(
        f"Raccourcissez votre {fr} de {_in_french(excess)}\u00a0caractère{several}",
        f"Shorten your {en} by {excess:,} character{several}",
    )


def _choice(question: Question, raw: Raw, today: date) -> str | None:
    typed = _typed(raw, question.code).lower()
    if not typed:
        return None
    if typed not in _codes(question):
        raise _UnusableError(_to_answer(question))
    return typed


def _several_choices(question: Question, raw: Raw, today: date) -> tuple[str, ...] | None:
    typed = {value.strip().lower() for value in raw.get(question.code, ())} - {""}
    codes = _codes(question)
    if not typed.issubset(codes):
        raise _UnusableError(_to_answer(question))
    return tuple(code for code in codes if code in typed) or None


def _codes(question: Question) -> list[str]:
    return [choice.code for choice in question.choices]


def _date(question: Question, raw: Raw, today: date) -> str | None:
    typed = [_typed(raw, f"{question.code}-{part}") for part in ("day", "month", "year")]
    if not any(typed):
        return None
    if not all(typed):
        raise _UnusableError(WHOLE_DATE)
    day, month, year = read_day(typed[0]), read_month(typed[1]), read_year(typed[2])
    if year is None:
        raise _UnusableError(WHOLE_YEAR)
    day_meant = existing_date(year, month, day) if day is not None and month is not None else None
    if day_meant is None:
        raise _UnusableError(REAL_DATE)
    if day_meant > today and not question.future:
        raise _UnusableError(NOT_AHEAD)
    return day_meant.isoformat()


def _yes_no(question: Question, raw: Raw, today: date) -> bool | None:
    typed = _typed(raw, question.code).lower()
    if not typed:
        return None
    if typed not in YES_OR_NO:
        raise _UnusableError(_to_answer(question))
    return YES_OR_NO[typed]


def _number(question: Question, raw: Raw, today: date) -> int | float | None:
    typed = _typed(raw, question.code)
    if not typed:
        return None
    number = read_number(typed)
    if number is None:
        raise _UnusableError(_in_figures(question))
    least, most = question.minimum, question.maximum
    if (least is not None and number < least) or (most is not None and number > most):
        raise _UnusableError(_within_bounds(least, most))
    return number


def _in_figures(question: Question) -> Text:
    """Return how a number is typed, by one that the question takes."""
    least, most = question.minimum, question.maximum
    example = _EXAMPLE if least is None else max(_EXAMPLE, least)
    example = example if most is None else min(example, most)
    return Text(
        f"Écrivez un nombre en chiffres, par exemple {_in_french(example)}",
        f"Enter a number in figures, such as {example:,}",
    )


def _within_bounds(least: int | None, most: int | None) -> Text:
    if least is not None and most is not None:
        return Text(
            f"Écrivez un nombre de {_in_french(least)} à {_in_french(most)}",
            f"Enter a number from {least:,} to {most:,}",
        )
    if least is not None:
        return Text(f"Écrivez {_in_french(least)} ou plus", f"Enter {least:,} or more")
    return Text(f"Écrivez {_in_french(most or 0)} ou moins", f"Enter {most or 0:,} or less")


def _in_french(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


READERS: dict[QuestionKind, Callable[[Question, Raw, date], object]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL_CHOICES: _several_choices,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
}


_MONEY = r"(?:(?:CAD?|CAN|USD?|C)?\$(?:CAD?|CAN|USD?)?|[£€]|CAD|USD|dollars?)"
_MONEY_BEFORE = re.compile(rf"\A([-+]?){_MONEY}", re.IGNORECASE)
_MONEY_AFTER = re.compile(rf"{_MONEY}\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_GROUPED = re.compile(r"([-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+)(\.[0-9]*)?")
_DAY = re.compile(r"([0-9]{1,2})(?:er|e|st|nd|rd|th)?")
_YEAR = re.compile(r"[12][0-9]{3}")
_HOUR = re.compile(r"([0-9]{1,2}) ?(?:[h:] ?([0-9]{2})?)? ?(?:([ap])\.? ?m)?")
_NOON = 12

MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
LETTERS_OF_A_MONTH = 3


def read_number(typed: str) -> int | float | None:
    """Return the number in "1 234,50", "1,234.50 $", "£250.50" or "-3", or None if it is none.

    A comma marks the decimals, except where it can only part the thousands: before exactly three
    digits, as in "12,000".
    """
    bare = _without_money("".join(typed.split()).replace("−", "-"))
    grouped = _GROUPED.fullmatch(bare)
    plain = bare.replace(",", "") if grouped else bare.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return int(number) if number.is_integer() else number


def _without_money(number: str) -> str:
    """Return a number without the sign of a currency before or after it, which says no more."""
    return _MONEY_AFTER.sub("", _MONEY_BEFORE.sub(r"\1", number))


def read_day(typed: str) -> int | None:
    """Return the day of the month in "24", "1er" or "1st", or None."""
    match = _DAY.fullmatch(_folded(typed))
    return int(match[1]) if match else None


def read_month(typed: str) -> int | None:
    """Return the month in "11", "nov." or "November", or None; its beginning must be enough."""
    word = _folded(typed)
    if re.fullmatch(r"[0-9]{1,2}", word):
        return int(word)
    if len(word) < LETTERS_OF_A_MONTH:
        return None
    meant = {month for month, names in enumerate(MONTHS, 1) for n in names if n.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


def read_year(typed: str) -> int | None:
    """Return a year of four digits, or None."""
    match = _YEAR.fullmatch(_folded(typed))
    return int(match[0]) if match else None


def read_hour(typed: str) -> time | None:
    """Return the hour in "16:05", "16 h 05", "16h" or "4:05 pm", or None."""
    match = _HOUR.fullmatch(_folded(typed))
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match[3] == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def existing_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _folded(typed: str) -> str:
    decomposed = unicodedata.normalize("NFKD", typed.strip().rstrip(".").lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
