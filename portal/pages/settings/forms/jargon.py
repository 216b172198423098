"""Words of the agency's trade: those who write answers are shown them, with plain ones instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_list
from portal.agencies.settings.handling import JargonSettings
from portal.agencies.settings.matching import folded
from portal.agencies.settings.schema import AgencySettings
from portal.domain.plain_language import Vocabulary, check
from portal.domain.text import Language, Text
from portal.pages.current import current_language, gettext, ngettext
from portal.pages.forms import Problems, typed_lines
from portal.pages.settings.drafting.fields import Field, Form
from portal.pages.settings.drafting.forms import HANDLING, Edit, Entry, SectionForm
from portal.words.catalogue import to_translate
from portal.words.lexicon import TO_LEAVE_OUT, common_jargon

NAME = to_translate("Mots du métier")
LANGUAGE_NAMES: dict[Language, str] = {
    "fr": to_translate("Français"),
    "en": to_translate("Anglais"),
}
_LONGEST = 80
_FEW_ROWS, _MORE_ROWS = 3, 10
_INPUTS = ("words", "language", "instead")


@dataclass(frozen=True, slots=True)
class JargonRow:
    """One word of the trade as it was typed: its language, the words, what could stand there."""

    language: str
    words: str = ""
    instead: str = ""

    @classmethod
    def of(cls, said: JargonSettings) -> JargonRow:
        """Return the row that a word fills."""
        return cls(said.language, said.words, said.instead or "")


@dataclass(frozen=True)
class JargonRows(Field):
    """The words as rows; what is emptied is taken away."""

    name: str = "rows"

    def ids(self, form: Form) -> tuple[str, ...]:
        ranks = range(1, len(form[self.name]) + 1)
        return tuple(f"{name}-{rank}" for rank in ranks for name in _INPUTS)

    def filled(self, said: tuple[JargonSettings, ...]) -> Form:
        return {self.name: tuple(map(JargonRow.of, said))}

    def read(self, settings: AgencySettings, said: Any) -> Form:
        typed = (typed_lines(name) for name in ("language", "words", "instead"))
        rows = (
            JargonRow(language if language in LANGUAGE_NAMES else "", words, instead)
            for language, words, instead in zip(*typed, strict=False)
        )
        return {self.name: tuple(row for row in rows if row.words or row.instead)}

    def check(self, form: Form, problems: Problems, settings: AgencySettings) -> None:
        seen: dict[tuple[str, str], int] = {}
        for rank, row in enumerate(form[self.name], start=1):
            if not row.language:
                problems.add(f"language-{rank}", gettext("Choisissez la langue de ce mot"))
            if not row.words:
                problems.add(f"words-{rank}", gettext("Écrivez le mot que ces mots remplacent"))
            for name, typed in (("words", row.words), ("instead", row.instead)):
                if len(typed) > _LONGEST:
                    told = gettext("Écrivez %(most)s caractères au plus", most=_LONGEST)
                    problems.add(f"{name}-{rank}", told)
            first = seen.setdefault((row.language, folded(row.words)), rank)
            if row.words and row.language and first != rank:
                told = gettext("Ce mot est déjà dans la liste : c’est le mot %(rank)s", rank=first)
                problems.add(f"words-{rank}", told)

    def written(self, form: Form, said: Any) -> Mapping[str, Any]:
        rows = [
            {"language": row.language, "words": row.words, "instead": row.instead or None}
            for row in form[self.name]
        ]
        return {self.name: rows}


@dataclass(frozen=True, slots=True)
class Met:
    """A word of the trade that stands in one of the agency's own texts."""

    written: str
    instead: str
    language: Language
    text: Text


def _make_room(edit: Edit) -> ResponseReturnValue | None:
    """Show the form with room for more words, without saving."""
    return edit.page(edit.state, edit.outcome) if _wants_more_rows() else None


def _wants_more_rows() -> bool:
    return "more" in request.form


def _shown(edit: Edit) -> Mapping[str, Any]:
    language, rows = current_language(), edit.form["rows"]
    empty = (JargonRow(language),) * (_MORE_ROWS if _wants_more_rows() else _FEW_ROWS)
    return {
        "rows": rows + empty,
        "languages": [(code, gettext(name)) for code, name in LANGUAGE_NAMES.items()],
        "common": list(common_jargon(language).items()),
        "met": list(_met(edit.settings, rows)) if edit.is_sound else [],
    }


def _met(settings: AgencySettings, rows: tuple[JargonRow, ...]) -> Iterator[Met]:
    """Yield where the agency's own letters and models use these words."""
    for language in LANGUAGE_NAMES:
        own = {
            row.words: row.instead or TO_LEAVE_OUT[language]
            for row in rows
            if row.language == language
        }
        for letter in settings.letters:
            text = letter.text.fr if language == "fr" else letter.text.en or ""
            for word in check(text, Vocabulary(own)).jargon:
                yield Met(word.written, word.instead, language, letter.name.text)


def _write(edit: Edit) -> str:
    if edit.form == edit.filled:
        return edit.state.text
    return with_list(edit.state.text, "jargon", edit.values["rows"])


def _now(settings: AgencySettings) -> str:
    count = len(settings.jargon)
    return ngettext("un mot", "%(num)s mots", count) if count else gettext("aucun mot")


JARGON = SectionForm(
    "jargon",
    fr="mots-du-metier",
    en="jargon",
    section=("jargon",),
    template="settings/forms/jargon.html",
    fields=(JargonRows(),),
    says=lambda settings: settings.jargon,
    first=_make_room,
    shows=_shown,
    write=_write,
    entry=Entry(HANDLING, NAME, _now),
    names={"jargon": NAME},
)
