"""The form of one category: what it holds, what is wrong in it, what it writes in the settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.common import Deadlines, DeadlineSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.allowance import Unit
from portal.pages.forms import Problems
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.lengths import OWN_BASIS, length_of
from portal.pages.settings.forms.sources import how_it_is_known, note_wrong_source
from portal.pages.texts import gettext
from portal.pages.typed import typed_line, typed_text

_OF_THE_ANSWER = ("amount", "counted", "basis_fr", "basis_en", "source")


@dataclass(frozen=True, slots=True)
class CategoryForm:
    """The fields as they were typed, in the order of the page.

    `amount` empty leaves the agency's own time for answers, and what follows of it aside.
    """

    name_fr: str = ""
    name_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    theme: str = ""
    unit: str = ""
    words: str = ""
    examples: str = ""
    amount: str = ""
    counted: str = Unit.WORKING_DAYS.value
    basis_fr: str = ""
    basis_en: str = ""
    source: str = ""
    retired: str = ""

    @classmethod
    def of(cls, category: CategorySettings) -> CategoryForm:
        """Return the form that a category fills."""
        answer = category.deadlines.answer
        name_fr, name_en = typed_in(category.name)
        description_fr, description_en = typed_in(category.description)
        basis_fr, basis_en = typed_in(answer.basis if answer else None)
        return cls(
            name_fr=name_fr,
            name_en=name_en,
            description_fr=description_fr,
            description_en=description_en,
            theme=category.theme,
            unit=category.unit or "",
            words="\n".join(category.words),
            examples="\n".join(category.examples),
            amount=str(answer.within.amount) if answer else "",
            counted=answer.within.unit.value if answer else Unit.WORKING_DAYS.value,
            basis_fr=basis_fr,
            basis_en=basis_en,
            source=(answer.source or "") if answer else "",
            retired="yes" if category.retired else "",
        )

    @classmethod
    def read(cls) -> CategoryForm:
        """Read the form of the request."""
        typed = {one.name: typed_line(one.name) for one in fields(cls)}
        return cls(**{**typed, **{name: typed_text(name) for name in ("words", "examples")}})

    def problems(self, settings: AgencySettings, themes: Collection[str], code: str) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not self.name_fr:
            problems.add("name_fr", gettext("Écrivez le nom en français"))
        note_missing_english(problems, settings, pairs_of(self, "name", "description"))
        if self.theme not in themes:
            problems.add("theme", gettext("Choisissez un thème"))
        if self.amount and not length_of(self.amount, self.counted):
            problems.add("amount", gettext("Écrivez un nombre entier, par exemple 10"))
        note_missing_english(problems, settings, pairs_of(self, "basis"))
        note_wrong_source(problems, "source", self.source)
        if self.retired and code == settings.default_category:
            problems.add(
                "retired",
                gettext("C’est la catégorie par défaut : elle doit rester offerte"),
            )
        return problems

    def values(self, before: CategorySettings | None) -> dict[str, Any]:
        """Return what the form writes in the settings of its category."""
        return {
            "name": words_of(self.name_fr, self.name_en),
            "description": words_of(self.description_fr, self.description_en),
            "theme": self.theme,
            "unit": self.unit or None,
            "words": _lines(self.words),
            "examples": _lines(self.examples),
            "retired": True if self.retired else None,
            "deadlines": self._deadlines(before),
        }

    def _deadlines(self, before: CategorySettings | None) -> dict[str, Any] | None:
        """Return what is written of its deadlines; those of other stages stay."""
        kept = before.deadlines if before else Deadlines()
        has_others = bool(kept.acknowledge or kept.first_contact)
        if self._leaves_the_answer(before):
            return {} if kept.answer or has_others else None
        answer = self._answer(kept.answer)
        return {"answer": answer} if answer or has_others else None

    def _leaves_the_answer(self, before: CategorySettings | None) -> bool:
        """Tell whether the time for answers is as it was: then its lines stay as they are."""
        was = CategoryForm.of(before) if before else CategoryForm()
        return all(getattr(self, name) == getattr(was, name) for name in _OF_THE_ANSWER)

    def _answer(self, before: DeadlineSettings | None) -> dict[str, Any] | None:
        within = length_of(self.amount, self.counted)
        if within is None:
            return None
        basis = words_of(self.basis_fr, self.basis_en) or OWN_BASIS
        known = how_it_is_known(self.source, within, before)
        return {"within": str(within), "basis": basis, **known}


def _lines(typed: str) -> tuple[str, ...] | None:
    """Return the lines that are not empty, or nothing to write."""
    return tuple(filter(None, map(str.strip, typed.split("\n")))) or None
