"""The form that an agency is started with: what was typed, what is wrong in it, what it means."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

from portal.agencies.files.first_file import Beginning, FirstCategory
from portal.agencies.settings.codes import code_of
from portal.domain.text import Text
from portal.pages.forms import Problems
from portal.pages.texts import gettext
from portal.pages.typed import typed_line
from portal.releases.beginnings import DAYS_TO_ANSWER
from portal.words.catalogue import to_translate

ROWS = 3
"""How many categories the page asks for; the settings pages add others."""

_LONGEST_ANSWER = 999
_MISSING: dict[str, str] = {
    "code": to_translate("Écrivez un code"),
    "name_fr": to_translate("Écrivez le nom en français"),
    "name_en": to_translate("Écrivez le nom en anglais"),
    "service_fr": to_translate("Écrivez le nom du service en français"),
    "service_en": to_translate("Écrivez le nom du service en anglais"),
    "mandate_fr": to_translate("Dites en français ce que l’organisme traite"),
    "mandate_en": to_translate("Dites en anglais ce que l’organisme traite"),
    "top_fr": to_translate("Écrivez le titre en français"),
    "top_en": to_translate("Écrivez le titre en anglais"),
}


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category as it was typed; a row in which nothing was typed asks for none."""

    fr: str = ""
    en: str = ""
    theme: str = ""

    @classmethod
    def read(cls, rank: int) -> CategoryRow:
        """Read the row of the request that has this rank."""
        return cls(*(typed_line(f"category-{rank}-{part}") for part in ("fr", "en", "theme")))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not (self.fr or self.en or self.theme)


NO_ROWS = (CategoryRow(),) * ROWS


@dataclass(frozen=True, slots=True)
class BeginningForm:
    """The answers as they were typed."""

    code: str = ""
    name_fr: str = ""
    name_en: str = ""
    service_fr: str = ""
    service_en: str = ""
    mandate_fr: str = ""
    mandate_en: str = ""
    top_fr: str = ""
    top_en: str = ""
    days: str = str(DAYS_TO_ANSWER)
    administrator: str = ""
    categories: tuple[CategoryRow, ...] = NO_ROWS

    @classmethod
    def read(cls) -> BeginningForm:
        """Read the form of the request."""
        lines = [one.name for one in fields(cls) if one.name != "categories"]
        rows = tuple(CategoryRow.read(rank) for rank in range(1, ROWS + 1))
        return cls(**{name: typed_line(name) for name in lines}, categories=rows)

    @property
    def name(self) -> Text:
        """The agency's name, as far as it was typed."""
        return Text(self.name_fr, self.name_en)

    def problems(self, themes: Collection[str]) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([*_MISSING, "days", *_row_fields(), "administrator"])
        for name, words in _MISSING.items():
            if not getattr(self, name):
                problems.add(name, gettext(words))
        if not self.days.isdecimal() or not 0 < int(self.days) <= _LONGEST_ANSWER:
            problems.add("days", gettext("Écrivez un nombre entier, par exemple 10"))
        for rank, row in enumerate(self.categories, start=1):
            if rank == 1 or not row.is_empty:
                _check_row(problems, f"category-{rank}", row, themes)
        return problems

    def beginning(self, other_theme: str) -> Beginning:
        """Return what a form without problems says."""
        return Beginning(
            code=self.code,
            name=self.name,
            service=Text(self.service_fr, self.service_en),
            mandate=Text(self.mandate_fr, self.mandate_en),
            top_authority=Text(self.top_fr, self.top_en),
            days_to_answer=int(self.days),
            categories=self._categories(),
            other_theme=other_theme,
        )

    def _categories(self) -> list[FirstCategory]:
        taken, found = ["other"], []
        for row in self.categories:
            if not row.is_empty:
                taken.append(code_of(row.fr, taken))
                found.append(FirstCategory(taken[-1], Text(row.fr, row.en), row.theme))
        return found


def _row_fields() -> list[str]:
    ranks = range(1, ROWS + 1)
    return [f"category-{rank}-{part}" for rank in ranks for part in ("fr", "en", "theme")]


def _check_row(problems: Problems, row_id: str, row: CategoryRow, themes: Collection[str]) -> None:
    if not row.fr:
        problems.add(f"{row_id}-fr", gettext("Écrivez la catégorie en français"))
    if not row.en:
        problems.add(f"{row_id}-en", gettext("Écrivez la catégorie en anglais"))
    if row.theme not in themes:
        problems.add(f"{row_id}-theme", gettext("Choisissez un thème"))
