"""The form of one text: what it holds, what is wrong in it, what it writes in the settings."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from flask import request

from portal.agencies.settings.letters import LetterSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.letter import LetterUse, wrong_marks
from portal.domain.text import Text
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.settings.forms.letter_uses import marks_words
from portal.pages.texts import gettext, ngettext
from portal.pages.typed import chosen, typed_line, typed_text
from portal.words.catalogue import to_translate

_MISSING = {
    "name_fr": to_translate("Écrivez le nom en français"),
    "name_en": to_translate("Écrivez le nom en anglais"),
    "use": to_translate("Choisissez à quoi sert ce texte"),
    "text_fr": to_translate("Écrivez le texte en français"),
    "text_en": to_translate("Écrivez le texte en anglais"),
}


@dataclass(frozen=True, slots=True)
class LetterForm:
    """The fields as they were typed; no category stands for all of them."""

    name_fr: str = ""
    name_en: str = ""
    use: str = ""
    categories: tuple[str, ...] = ()
    text_fr: str = ""
    text_en: str = ""

    @classmethod
    def of(cls, letter: LetterSettings) -> LetterForm:
        """Return the form that a text fills."""
        name, text = letter.name, letter.text
        return cls(name.fr, name.en, letter.use, letter.categories, text.fr, text.en)

    @classmethod
    def read(cls, settings: AgencySettings) -> LetterForm:
        """Read the form of the request."""
        ticked = request.form.getlist("categories")
        return cls(
            name_fr=typed_line("name_fr"),
            name_en=typed_line("name_en"),
            use=chosen("use", frozenset(LetterUse)),
            categories=tuple(one.code for one in settings.categories if one.code in ticked),
            text_fr=typed_text("text_fr"),
            text_en=typed_text("text_en"),
        )

    @property
    def text(self) -> Text | None:
        """What was typed in both languages, or nothing yet."""
        return Text(self.text_fr, self.text_en) if self.text_fr or self.text_en else None

    @property
    def is_sent(self) -> bool:
        """Tell whether letters carry it by themselves, as they do not carry a model."""
        return self.use in frozenset(LetterUse) and not LetterUse(self.use).is_model

    def problems(self, settings: AgencySettings, code: str) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        for field, told in _MISSING.items():
            if not getattr(self, field):
                problems.add(field, gettext(told))
        if self.use:
            use = LetterUse(self.use)
            _check_text(problems, "text_fr", self.text_fr, use)
            _check_text(problems, "text_en", self.text_en, use)
        other = self._other_in_its_place(settings, code)
        if other is not None:
            told = gettext(
                "« %(name)s » est déjà dans cette lettre. Choisissez d’autres catégories",
                name=other.name.text.in_(current_language()),
            )
            problems.add("categories", told)
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings of its text."""
        return {
            "name": {"fr": self.name_fr, "en": self.name_en},
            "use": self.use,
            "categories": self.categories or None,
            "text": {"fr": self.text_fr, "en": self.text_en},
        }

    def _other_in_its_place(self, settings: AgencySettings, code: str) -> LetterSettings | None:
        """Return another text that stands where this one would; models stand beside each other."""
        for other in settings.letters:
            both = set(self.categories) & set(other.categories)
            for_all = not self.categories and not other.categories
            is_other = other.code != code and other.use == self.use and not other.use.is_model
            if is_other and (both or for_all):
                return other
        return None


def _check_text(problems: Problems, field: str, text: str, use: LetterUse) -> None:
    wrong = wrong_marks(text, use)
    if wrong:
        told = gettext(
            "« %(wrong)s » ne se remplit pas ici : écrivez %(marks)s",
            wrong=wrong[0],
            marks=marks_words(use),
        )
        problems.add(field, told)
    over = len(text) - use.longest
    if over > 0:
        told = ngettext(
            "Raccourcissez ce texte de %(num)s caractère",
            "Raccourcissez ce texte de %(num)s caractères",
            over,
        )
        problems.add(field, told)
