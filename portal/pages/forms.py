"""What was typed into a form, cleaned of what cannot be stored, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import redirect, request
from msgspec import Struct
from werkzeug.wrappers import Response as BaseResponse

from portal.domain.answers import existing_date, read_day, read_month, read_year
from portal.domain.mail_address import Undeliverable, undeliverable
from portal.domain.phone import as_kept
from portal.domain.question import Problem
from portal.domain.typed import cleaned, whole_number
from portal.pages.current import current_language, gettext, ngettext
from portal.pages.filters import with_query
from portal.pages.oversized import refuse_too_long
from portal.words.catalogue import to_translate
from portal.words.typography import number_words

LONGEST_STORY = 4_000
"""What a complainant writes about anything, in characters."""

LONGEST_LINE = 200
"""A name or an address, in characters."""

LONGEST_OF_ANY_LINE = 1_000
"""What is taken in any field of one line, in characters; where a form says no shorter limit."""

_UNDELIVERABLE = {
    Undeliverable.NOT_AN_ADDRESS: to_translate(
        "Écrivez une adresse courriel complète, avec le signe @"
    ),
    Undeliverable.ACCENT_BEFORE_AT: to_translate(
        "Écrivez l’adresse courriel sans accent avant le signe @, ou une autre : "
        "nos courriels ne se rendent pas à celle-ci"
    ),
    Undeliverable.NO_SUCH_END: to_translate(
        "Vérifiez la fin de l’adresse courriel : elle se termine par des lettres, comme .ca ou .com"
    ),
}


class FormProblem(Struct, frozen=True):
    """Something to correct: the id of the field that the summary leads to, and what to do."""

    field_id: str
    text: str


class Problems:
    """The problems of one form; the summary lists them as the page shows its fields.

    A field has one problem at most: the first that was added.
    """

    def __init__(self, field_order: Sequence[str] = ()) -> None:
        self._rank = {field_id: rank for rank, field_id in enumerate(field_order)}
        self._texts: dict[str, str] = {}

    def add(self, field_id: str, text: str) -> None:
        """Note what to do about a field, unless something is noted already."""
        self._texts.setdefault(field_id, text)

    def add_all(self, problems: Iterable[Problem], language: str, prefix: str = "") -> None:
        """Note what an agency's rules found, worded in `language`."""
        for problem in problems:
            self.add(prefix + problem.field, problem.text.in_(language))

    def check_text(self, field_id: str, text: str, when_empty: str = "") -> None:
        """Note what to do about a text: shorten it, or write one where it is needed."""
        excess = len(text) - LONGEST_STORY
        if when_empty and not text:
            self.add(field_id, when_empty)
        elif excess > 0:
            shorten = ngettext(
                "Raccourcissez votre texte de %(count)s caractère, ou joignez un document",
                "Raccourcissez votre texte de %(count)s caractères, ou joignez un document",
                excess,
                count=number_words(excess, current_language()),
            )
            self.add(field_id, shorten)

    def check_line(self, field_id: str, typed: str, at_most: int = LONGEST_LINE) -> None:
        """Note by how much a name or an address has to be shorter, if it is too long."""
        excess = len(typed) - at_most
        if excess > 0:
            shorten = ngettext(
                "Raccourcissez cette réponse de %(count)s caractère",
                "Raccourcissez cette réponse de %(count)s caractères",
                excess,
                count=number_words(excess, current_language()),
            )
            self.add(field_id, shorten)

    def check_email(self, field_id: str, typed: str) -> None:
        """Note what to do about an e-mail address to which no mail gets."""
        if problem := email_problem(typed):
            self.add(field_id, gettext(problem))

    def with_first(self, others: Problems) -> Problems:
        """Note others in place of what is noted of the same fields; return them all."""
        self._texts |= others._texts
        return self

    def text_of(self, field_id: str) -> str | None:
        """Return what to do about a field, or None."""
        return self._texts.get(field_id)

    def __iter__(self) -> Iterator[FormProblem]:
        last = len(self._rank)
        ordered = sorted(self._texts, key=lambda field_id: self._rank.get(field_id, last))
        return (FormProblem(field_id, self._texts[field_id]) for field_id in ordered)

    def __len__(self) -> int:
        return len(self._texts)


def asked_page(at_most: int) -> int:
    """Return which page of a list the address asks for, from 1 to `at_most`; 1 if it names none."""
    return max(1, min(request.args.get("page", 1, type=whole_number), at_most))


def led_to_last_page(asked: int, pages: int) -> BaseResponse | None:
    """Lead to the last of the `pages` of a list if the address asks for one past it.

    Something left the list since, or somebody typed the address: an empty page would say that the
    list has nothing.
    """
    return redirect(with_query(page=pages), 303) if asked > pages > 0 else None


def typed_line(name: str, told: int | None = None) -> str:
    """Return a field of one line, without the spaces around it and between its words doubled.

    Raise TextTooLongError if it is longer than any line is; it tells the field's own limit, if
    `told` says one, which the form keeps itself.
    """
    return _line(request.form.get(name, ""), told)


def typed_phone(name: str, told: int | None = None) -> str:
    """Return a telephone number in the one form that is kept; as it was typed if it is none."""
    return as_kept(typed_line(name, told))


def typed_lines(name: str) -> list[str]:
    """Return every field of one line that has this name, in the order of the page."""
    return [_line(typed) for typed in request.form.getlist(name)]


def _line(typed: str, told: int | None = None) -> str:
    return refuse_too_long(" ".join(cleaned(typed).split()), LONGEST_OF_ANY_LINE, told)


def typed_text(name: str) -> str:
    """Return a field of many lines, its line ends all alike."""
    return cleaned(request.form.get(name, "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def chosen(name: str, offered: frozenset[str]) -> str:
    """Return the choice that was made in a field, or nothing if it is none that was offered."""
    value = request.form.get(name, "")
    return value if value in offered else ""


def email_problem(typed: str) -> str:
    """Return what to do about an e-mail address, to translate; nothing where mail may get there."""
    problem = undeliverable(typed)
    return _UNDELIVERABLE[problem] if problem else ""


@dataclass(frozen=True, slots=True)
class TypedDay:
    """The three fields of a day."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, day: date | None) -> TypedDay:
        """Return the fields that a day fills."""
        return cls(str(day.day), str(day.month), str(day.year)) if day else NO_DAY

    @classmethod
    def read(cls, name: str) -> TypedDay:
        """Read the day of the request that a field called `name` asks for."""
        return cls(*(typed_line(f"{name}-{part}") for part in ("day", "month", "year")))

    @property
    def as_date(self) -> date | None:
        """The day, if there is such a one."""
        day, month, year = read_day(self.day), read_month(self.month), read_year(self.year)
        if day is None or month is None or year is None:
            return None
        return existing_date(year, month, day)


NO_DAY = TypedDay()
