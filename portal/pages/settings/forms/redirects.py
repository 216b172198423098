"""Where else a notice says to turn, in order: rows of its form, each with the time that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from portal.agencies.settings.categories import NoticeSettings, RedirectSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.question import QuestionKind
from portal.domain.text import Language
from portal.domain.time.promise import Allowance, Confidence, Unit
from portal.domain.typed import is_whole_number
from portal.pages.current import current_language, gettext
from portal.pages.forms import Problems, typed_lines
from portal.pages.settings.drafting.fields import (
    NO_LINK,
    WHOLE_NUMBER,
    Field,
    Form,
    is_link,
    note_missing_english,
    typed_in,
    words_of,
)

ANSWER, ASKED = "answer", "question:"
"""From which day the time of a row runs: the answer's, or the one that a question asks for."""
YES = "yes"
_NAMES = (
    *("body_fr", "body_en", "form", "form_en", "amount", "counted", "since_fr", "since_en"),
    *("runs", "put_off", "source"),
)


class RedirectRow(Struct, frozen=True):
    """One way as it was typed."""

    body_fr: str = ""
    body_en: str = ""
    form: str = ""
    form_en: str = ""
    amount: str = ""
    counted: str = Unit.CALENDAR_DAYS.value
    since_fr: str = ""
    since_en: str = ""
    runs: str = ""
    put_off: str = ""
    source: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed; what is counted is chosen in every row."""
        return self == RedirectRow(counted=self.counted)

    @property
    def within(self) -> Allowance | None:
        """The length of time that was typed, or None if it is none."""
        if not is_whole_number(self.amount) or self.counted not in {unit.value for unit in Unit}:
            return None
        length = Allowance(int(self.amount), Unit(self.counted))
        return length if length.is_reasonable else None


@dataclass(frozen=True)
class RedirectRows(Field):
    """The ways as rows; what is emptied is taken away."""

    name: str = "redirects"

    def ids(self, form: Form) -> tuple[str, ...]:
        ranks = range(1, len(form[self.name]) + 1)
        return tuple(redirect_id(name, rank) for rank in ranks for name in _NAMES)

    def filled(self, current: NoticeSettings | None) -> Form:
        return {self.name: tuple(map(_row, current.redirects if current else ()))}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        typed = [typed_lines(f"redirect_{name}") for name in _NAMES]
        rows = (RedirectRow(*values) for values in zip(*typed, strict=False))
        return {self.name: tuple(row for row in rows if not row.is_empty)}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        for rank, row in enumerate(form[self.name], 1):
            for name, words in _problems(row):
                problems.add(redirect_id(name, rank), words)
            for name, french, english in (
                ("body", row.body_fr, row.body_en),
                ("since", row.since_fr, row.since_en),
            ):
                ids = (redirect_id(f"{name}_fr", rank), redirect_id(f"{name}_en", rank))
                note_missing_english(problems, main, ids, french, english)

    def written(self, form: Form, current: NoticeSettings | None) -> Mapping[str, Any]:
        before = {each.body.fr: each for each in current.redirects} if current else {}
        redirects = tuple(_written(row, before.get(row.body_fr)) for row in form[self.name])
        return {self.name: redirects or None}

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return ((self.name, "body"), (self.name, "from"))


def redirect_id(name: str, rank: int) -> str:
    """Return the id of an input of a row, counted from 1."""
    return f"redirect_{name}-{rank}"


def days_to_choose(settings: AgencySettings) -> list[tuple[str, str]]:
    """Return from which days a time may run: the answer's, and those that questions ask for."""
    language = current_language()
    asked = {
        question.code: question.label.text.in_(language)
        for category in settings.categories
        for question in category.questions
        if question.kind is QuestionKind.DATE
    }
    questions = [(ASKED + code, label) for code, label in asked.items()]
    return [(ANSWER, gettext("La réponse à la plainte")), *questions]


def _row(redirect: RedirectSettings) -> RedirectRow:
    within = redirect.within
    return RedirectRow(
        *typed_in(redirect.body),
        redirect.form or "",
        redirect.form_en or "",
        str(within.amount) if within else "",
        within.unit.value if within else Unit.CALENDAR_DAYS.value,
        *typed_in(redirect.since),
        redirect.starts or (ASKED + redirect.question if redirect.question else ""),
        YES if redirect.next_open_day else "",
        redirect.source or "",
    )


def _problems(row: RedirectRow) -> list[tuple[str, str]]:
    """Return what there is to correct in a row: the name of an input, and what to do."""
    found = []
    if not row.body_fr:
        found.append(("body_fr", gettext("Dites en français où s’adresser")))
    for name, address in (("form", row.form), ("form_en", row.form_en)):
        if address and not is_link(address):
            found.append((name, gettext(NO_LINK)))
    if row.amount and row.within is None:
        found.append(("amount", gettext(WHOLE_NUMBER)))
    elif row.amount and row.runs == ANSWER:
        found.append(("amount", gettext("Videz le délai : il se dit au recours du même nom")))
    elif row.amount and not row.since_fr:
        found.append(("since_fr", gettext("Dites en français à partir de quoi le délai court")))
    elif not row.amount and _has_what_belongs_to_a_time(row):
        found.append(("amount", gettext("Écrivez le délai, ou videz ce qui va avec lui")))
    return found


def _has_what_belongs_to_a_time(row: RedirectRow) -> bool:
    is_asked = row.runs.startswith(ASKED)
    return bool(row.since_fr or is_asked or row.put_off or row.source)


def _written(row: RedirectRow, before: RedirectSettings | None) -> Mapping[str, Any]:
    within = row.within
    asked = row.runs.removeprefix(ASKED) if row.runs.startswith(ASKED) else None
    return {
        "body": words_of(row.body_fr, row.body_en),
        "form": row.form or None,
        "form_en": row.form_en or None,
        "within": str(within) if within else None,
        "from": words_of(row.since_fr, row.since_en),
        "question": asked,
        "starts": ANSWER if row.runs == ANSWER else None,
        "next_open_day": row.put_off == YES or None,
        "confidence": _confidence(row, before),
        "source": row.source or None,
    }


def _confidence(row: RedirectRow, before: RedirectSettings | None) -> str | None:
    """Return how well a time is known: as it was if it is as it was, else by its source."""
    if before and (row.within, row.source) == (before.within, before.source or ""):
        return before.confidence.value if "confidence" in before.model_fields_set else None
    return Confidence.SOURCED.value if row.within and row.source else None
