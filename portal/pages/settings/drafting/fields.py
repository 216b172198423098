"""The fields that forms of settings are made of.

A field knows how it is filled from what the settings say, read from the request, checked, and
written. What was typed is a mapping by the names that the page gives its inputs, so that a page
shows again whatever was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

from flask import request

from portal.agencies.settings.fields import LINK
from portal.agencies.settings.fields import Words as SaidWords
from portal.agencies.settings.schema import AgencySettings
from portal.domain.text import Language
from portal.domain.typed import is_whole_number
from portal.pages.current import current_language, gettext
from portal.pages.forms import NO_DAY, Problems, TypedDay, chosen, typed_line, typed_text
from portal.words.catalogue import to_translate

Form = Mapping[str, Any]
"""What stands in the inputs of a form, by their names."""

WHOLE_NUMBER = to_translate("Écrivez un nombre entier, par exemple 10")
NO_NUMBER = to_translate("Écrivez un numéro qui se compose, par exemple 514 555-0110")
NO_LINK = to_translate(
    "Écrivez l’adresse complète, qui commence par https:// puis le nom du site, sans « @ »"
)


@dataclass(frozen=True)
class Field:
    """One thing that a form asks for; `at` leads to the group of what is edited that says it."""

    name: str
    _: KW_ONLY
    at: tuple[str, ...] = ()

    def ids(self, form: Form) -> tuple[str, ...]:
        """Return the ids of its inputs, in the order of the page."""
        return (self.name,)

    def filled(self, current: Any) -> Form:
        """Return what its inputs hold where this is what the settings say of its group, or None."""
        return {self.name: getattr(current, self.name, None) or ""}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        """Return what its inputs hold in the request; an agency that begins has no settings."""
        return {name: typed_line(name) for name in self.ids({})}

    def words_of(self, name: str, form: Form) -> str | None:
        """Return what an input says, in words; None where it is no text."""
        return form[name] if isinstance(form[name], str) else None

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        """Note what there is to correct; `main` is the language that the agency writes in first."""

    def check_change(self, form: Form, filled: Form, problems: Problems) -> None:
        """Note what there is to say of another value than the one it was `filled` with."""

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        """Return what it writes in its group, by the keys there; None takes a key away."""
        return {self.name: form[self.name] or None}

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The keys that lead to what it writes in both languages."""
        return ()


@dataclass(frozen=True)
class Words(Field):
    """Words in both languages; `missing` says what to do without French, if they are needed.

    Where French comes first English may wait, unless `missing_english` is said; but it never
    stands alone.
    """

    missing: str = ""
    missing_english: str = ""
    _: KW_ONLY
    has_lines: bool = False

    def ids(self, form: Form) -> tuple[str, ...]:
        return (f"{self.name}_fr", f"{self.name}_en")

    def filled(self, current: Any) -> Form:
        words = getattr(current, self.name, None)
        return dict(zip(self.ids({}), typed_in(words), strict=True))

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        reader = typed_text if self.has_lines else typed_line
        return {name: reader(name) for name in self.ids({})}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        french, english = self.ids(form)
        if self.missing and not form[french]:
            problems.add(french, gettext(self.missing))
        if self.missing_english and not form[english]:
            problems.add(english, gettext(self.missing_english))
        note_missing_english(problems, main, self.ids(form), form[french], form[english])

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {self.name: words_of(*(form[name] for name in self.ids(form)))}

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return ((*self.at, self.name),)


@dataclass(frozen=True)
class Line(Field):
    """One line; `wrong` says what to do about one that does not fit, `missing` without any."""

    fits: Callable[[str], bool] = lambda typed: True
    wrong: str = ""
    _: KW_ONLY
    missing: str = ""

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        typed = form[self.name]
        if typed and not self.fits(typed):
            problems.add(self.name, gettext(self.wrong))
        elif self.missing and not typed:
            problems.add(self.name, gettext(self.missing))


@dataclass(frozen=True)
class EmailLine(Field):
    """One line that is an e-mail address, if anything."""

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        if form[self.name]:
            problems.check_email(self.name, form[self.name])


@dataclass(frozen=True)
class Lines(Field):
    """A list typed with one of its entries on each line; `entries` tells them apart."""

    entries: Callable[[str], Iterable[str]]

    def filled(self, current: Any) -> Form:
        return {self.name: "\n".join(getattr(current, self.name, ()))}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        return {self.name: typed_text(self.name)}

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {self.name: tuple(self.entries(form[self.name])) or None}


@dataclass(frozen=True)
class Tick(Field):
    """Something that holds or not; what holds where nothing is said is not written."""

    unsaid: bool = False

    def words_of(self, name: str, form: Form) -> str | None:
        return gettext("oui") if form[name] else gettext("non")

    def filled(self, current: Any) -> Form:
        return {self.name: "yes" if getattr(current, self.name, self.unsaid) else ""}

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        is_ticked = bool(form[self.name])
        return {self.name: None if is_ticked is self.unsaid else is_ticked}


@dataclass(frozen=True)
class Choice(Field):
    """One of the values that `offered` returns; `missing` says what to do without any.

    A new form begins with `first`; the value `unsaid` is not written.
    """

    offered: Callable[[], Collection[str]]
    missing: str
    _: KW_ONLY
    first: Callable[[], str] = str
    unsaid: str | None = None

    def words_of(self, name: str, form: Form) -> str | None:
        offered = self.offered()
        said = offered.get(form[name]) if isinstance(offered, Mapping) else None
        return gettext(said) if isinstance(said, str) else None

    def filled(self, current: Any) -> Form:
        value = getattr(current, self.name, None)
        return {self.name: self.first() if value is None else str(value)}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        return {self.name: chosen(self.name, frozenset(self.offered()))}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        if not form[self.name]:
            problems.add(self.name, gettext(self.missing))

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {self.name: None if form[self.name] == self.unsaid else form[self.name]}


@dataclass(frozen=True)
class Number(Field):
    """A whole number from `fewest` to `most`; it may stay empty where nothing is its `first`.

    The number `unsaid` is not written.
    """

    fewest: int
    most: int
    wrong: str = WHOLE_NUMBER
    _: KW_ONLY
    first: int | None = None
    unsaid: int | None = None

    def filled(self, current: Any) -> Form:
        value = getattr(current, self.name, self.first)
        return {self.name: "" if value is None else str(value)}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        typed = form[self.name]
        if self.found(form) is None and (typed or self.first is not None):
            problems.add(self.name, gettext(self.wrong, fewest=self.fewest, most=self.most))

    def found(self, form: Form) -> int | None:
        """Return the number that was typed, or None if it is none."""
        typed = form[self.name]
        number = int(typed) if is_whole_number(typed.removeprefix("-")) else None
        return number if number is not None and self.fewest <= number <= self.most else None

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        number = self.found(form)
        return {self.name: None if number == self.unsaid else number}


@dataclass(frozen=True)
class Day(Field):
    """A day in three inputs, which may all stay empty."""

    def filled(self, current: Any) -> Form:
        return {self.name: TypedDay.of(getattr(current, self.name))}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        return {self.name: TypedDay.read(self.name)}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        if form[self.name] != NO_DAY and form[self.name].as_date is None:
            problems.add(
                self.name, gettext("Écrivez un jour complet, ou laissez les trois champs vides")
            )

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {self.name: form[self.name].as_date}


@dataclass(frozen=True)
class TickedCategories(Field):
    """Categories of the agency, ticked; others are left out."""

    name: str = "categories"

    def filled(self, current: Any) -> Form:
        return {self.name: getattr(current, self.name, ())}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        ticked = frozenset(request.form.getlist(self.name))
        codes = [category.code for category in settings.categories] if settings else []
        return {self.name: tuple(code for code in codes if code in ticked)}


def joined(inputs: Iterable[Form]) -> Form:
    """Return what stands in the inputs of several fields, as one form."""
    return {name: typed for form in inputs for name, typed in form.items()}


def categories_to_choose(settings: AgencySettings) -> list[tuple[str, str]]:
    """Return the agency's categories, as values of an input and their names."""
    language = current_language()
    return [(category.code, category.name.text.in_(language)) for category in settings.categories]


def typed_in(words: SaidWords | None) -> tuple[str, str]:
    """Return what the French and the English input of some words hold."""
    return (words.fr, words.en or "") if words else ("", "")


def words_of(french: str, english: str) -> dict[str, str | None] | None:
    """Return what two inputs write in the settings: no English if none was typed, or nothing."""
    return {"fr": french, "en": english or None} if french else None


def note_missing_english(
    problems: Problems, main: Language, ids: tuple[str, ...], french: str, english: str
) -> None:
    """Note the English input that must be filled, or the French one that English needs."""
    if english and not french:
        problems.add(ids[0], gettext("Écrivez aussi le texte en français"))
    elif french and not english and main == "en":
        problems.add(ids[1], gettext("Écrivez le texte en anglais : c’est la langue principale"))


def is_link(typed: str) -> bool:
    """Tell whether this is a whole link."""
    return re.fullmatch(LINK, typed) is not None


def lines_in(typed: str) -> list[str]:
    """Return the lines that are not empty."""
    return list(filter(None, map(str.strip, typed.split("\n"))))


def unlike_lines(typed: str) -> list[str]:
    """Return the lines that are not empty, each once."""
    return list(dict.fromkeys(lines_in(typed)))


def unlike_names(typed: str) -> list[str]:
    """Return the lines that are not empty, each once, with single spaces between their words."""
    return list(dict.fromkeys(" ".join(line.split()) for line in lines_in(typed)))
