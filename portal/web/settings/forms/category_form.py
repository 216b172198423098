"""The form of one category: what it holds, what is wrong in it, what it writes in the settings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from portal.agencies.settings.schema import AgencySettings, CategorySettings
from portal.domain.promise import Confidence
from portal.domain.time.allowance import Unit
from portal.web.forms import Problems
from portal.web.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.web.settings.forms.lengths import OWN_BASIS, length_of
from portal.web.texts import gettext
from portal.web.typed import typed_line, typed_text


@dataclass(frozen=True, slots=True)
class CategoryForm:
    """The fields as they were typed; `amount` empty leaves the agency's own time for answers."""

    name_fr: str = ""
    name_en: str = ""
    description_fr: str = ""
    description_en: str = ""
    theme: str = ""
    unit: str = ""
    words: str = ""
    amount: str = ""
    counted: str = Unit.WORKING_DAYS.value
    retired: str = ""

    @classmethod
    def of(cls, category: CategorySettings) -> CategoryForm:
        """Return the form that a category fills."""
        answer = category.deadlines.answer
        name_fr, name_en = typed_in(category.name)
        description_fr, description_en = typed_in(category.description)
        return cls(
            name_fr=name_fr,
            name_en=name_en,
            description_fr=description_fr,
            description_en=description_en,
            theme=category.theme,
            unit=category.unit or "",
            words="\n".join(category.words),
            amount=str(answer.within.amount) if answer else "",
            counted=answer.within.unit.value if answer else Unit.WORKING_DAYS.value,
            retired="yes" if category.retired else "",
        )

    @classmethod
    def read(cls) -> CategoryForm:
        """Read the form of the request."""
        typed = {one.name: typed_line(one.name) for one in fields(cls)}
        return cls(**{**typed, "words": typed_text("words")})

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
            "words": tuple(filter(None, map(str.strip, self.words.split("\n")))) or None,
            "retired": True if self.retired else None,
            "deadlines": self._deadlines(before),
        }

    def _deadlines(self, before: CategorySettings | None) -> dict[str, Any] | None:
        allowance, kept = length_of(self.amount, self.counted), before.deadlines if before else None
        if kept is not None and kept.answer is not None:
            if allowance is not None:
                return {"answer": {"within": str(allowance)}}
            others = kept.acknowledge or kept.first_contact
            return {"answer": None} if others else None
        if allowance is None:
            return {} if kept and (kept.acknowledge or kept.first_contact) else None
        confidence = Confidence.SOURCED.value
        return {"answer": {"within": str(allowance), "basis": OWN_BASIS, "confidence": confidence}}
