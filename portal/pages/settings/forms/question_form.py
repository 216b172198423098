"""The form of one question: what it asks, how it is answered, what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from portal.agencies.settings.categories import QuestionSettings
from portal.agencies.settings.question_checks import CHOICES, KINDS_WITH, REQUIRED_AT_MOST
from portal.agencies.settings.schema import AgencySettings
from portal.domain.category import QuestionKind
from portal.pages.forms import Problems
from portal.pages.settings.forms.choice_rows import ChoiceRow, Rows, coded, read_rows
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.patterns import pattern_problem
from portal.pages.texts import gettext
from portal.pages.typed import typed_line
from portal.words.catalogue import to_translate

KIND_NAMES: dict[QuestionKind, str] = {
    QuestionKind.TEXT: to_translate("Texte court"),
    QuestionKind.LONG_TEXT: to_translate("Texte long"),
    QuestionKind.CHOICE: to_translate("Choix d’une seule réponse"),
    QuestionKind.SEVERAL_CHOICES: to_translate("Choix de plusieurs réponses"),
    QuestionKind.YES_NO: to_translate("Oui ou non"),
    QuestionKind.DATE: to_translate("Date"),
    QuestionKind.NUMBER: to_translate("Nombre"),
    QuestionKind.FILE: to_translate("Document à joindre"),
}
_ONLY_FOR: dict[str, str] = {
    "choices": to_translate("Effacez les choix, ou demandez une réponse à choix"),
    "pattern": to_translate("Effacez la forme de la réponse, ou demandez un texte court"),
    "minimum": to_translate("Effacez ce nombre, ou demandez un nombre"),
    "maximum": to_translate("Effacez ce nombre, ou demandez un nombre"),
    "future": to_translate("Décochez cette case, ou demandez une date"),
    "max_length": to_translate("Effacez cette longueur, ou demandez un texte"),
}
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_CHOICES_AT_LEAST = 2
CHOICE_FIELD = "choice_fr-{}"


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """The fields as they were typed, in the order of the page."""

    label_fr: str = ""
    label_en: str = ""
    hint_fr: str = ""
    hint_en: str = ""
    kind: str = QuestionKind.TEXT.value
    required: str = ""
    choices: Rows = ()
    max_length: str = ""
    pattern: str = ""
    pattern_hint_fr: str = ""
    pattern_hint_en: str = ""
    minimum: str = ""
    maximum: str = ""
    future: str = ""

    @classmethod
    def of(cls, question: QuestionSettings) -> QuestionForm:
        """Return the form that a question fills."""
        label_fr, label_en = typed_in(question.label)
        hint_fr, hint_en = typed_in(question.hint)
        pattern_hint_fr, pattern_hint_en = typed_in(question.pattern_hint)
        return cls(
            label_fr=label_fr,
            label_en=label_en,
            hint_fr=hint_fr,
            hint_en=hint_en,
            kind=question.kind.value,
            required="yes" if question.required else "",
            choices=tuple(map(ChoiceRow.of, question.choices)),
            max_length=_written(question.max_length),
            pattern=question.pattern or "",
            pattern_hint_fr=pattern_hint_fr,
            pattern_hint_en=pattern_hint_en,
            minimum=_written(question.minimum),
            maximum=_written(question.maximum),
            future="yes" if question.future else "",
        )

    @classmethod
    def read(cls, before: QuestionSettings | None) -> QuestionForm:
        """Read the form of the request; only choices that were there have a code."""
        typed = {one.name: typed_line(one.name) for one in fields(cls) if one.name != "choices"}
        known = {choice.code for choice in before.choices} if before else set()
        return cls(**typed, choices=read_rows(known))

    def problems(self, settings: AgencySettings, others: Iterable[QuestionSettings]) -> Problems:
        """Return what there is to correct; `others` are asked in the same category."""
        problems = Problems(_field_order(len(self.choices)))
        if not self.label_fr:
            problems.add("label_fr", gettext("Écrivez la question en français"))
        if self.required and sum(one.required for one in others) >= REQUIRED_AT_MOST:
            told = gettext("Trois réponses sont déjà obligatoires. Rendez-en une facultative")
            problems.add("required", told)
        self._note_misfits(problems)
        self._note_choices(problems)
        self._note_pattern(problems)
        self._note_numbers(problems)
        note_missing_english(problems, settings, self._typed_words())
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings of its question."""
        return {
            "label": words_of(self.label_fr, self.label_en),
            "hint": words_of(self.hint_fr, self.hint_en),
            "kind": self.kind,
            "required": True if self.required else None,
            "choices": coded(self.choices) or None,
            "max_length": _whole(self.max_length),
            "pattern": self.pattern or None,
            "pattern_hint": words_of(self.pattern_hint_fr, self.pattern_hint_en),
            "minimum": _whole(self.minimum),
            "maximum": _whole(self.maximum),
            "future": True if self.future else None,
        }

    def _note_misfits(self, problems: Problems) -> None:
        if self.kind not in {kind.value for kind in KIND_NAMES}:
            problems.add("kind", gettext("Choisissez la sorte de réponse"))
            return
        for setting, kinds in KINDS_WITH.items():
            if getattr(self, setting) and self.kind not in kinds:
                field = CHOICE_FIELD.format(1) if setting == "choices" else setting
                problems.add(field, gettext(_ONLY_FOR[setting]))

    def _note_choices(self, problems: Problems) -> None:
        if self.kind in CHOICES and len(self.choices) < _CHOICES_AT_LEAST:
            told = gettext("Écrivez au moins deux choix, ou demandez un oui ou un non")
            problems.add(CHOICE_FIELD.format(len(self.choices) + 1), told)

    def _note_pattern(self, problems: Problems) -> None:
        if not self.pattern:
            if self.pattern_hint_fr or self.pattern_hint_en:
                told = gettext("Écrivez l’expression que ces mots expliquent, ou effacez-les")
                problems.add("pattern", told)
            return
        wrong = pattern_problem(self.pattern)
        if wrong is not None:
            problems.add("pattern", wrong)
        if not self.pattern_hint_fr:
            problems.add("pattern_hint_fr", gettext("Dites quoi écrire, en français"))

    def _typed_words(self) -> dict[str, tuple[str, str]]:
        """Return everything that is said in both languages, by the id of its English field."""
        choices = {
            f"choice_en-{rank}": (row.fr, row.en) for rank, row in enumerate(self.choices, 1)
        }
        return {**pairs_of(self, "label", "hint", "pattern_hint"), **choices}

    def _note_numbers(self, problems: Problems) -> None:
        for field in ("minimum", "maximum"):
            if getattr(self, field) and _whole(getattr(self, field)) is None:
                problems.add(field, gettext("Écrivez un nombre entier, par exemple 10"))
        least, most = _whole(self.minimum), _whole(self.maximum)
        if least is not None and most is not None and least > most:
            told = gettext("Le plus grand nombre doit dépasser le plus petit")
            problems.add("maximum", told)
        if self.max_length and (_whole(self.max_length) or 0) < 1:
            problems.add("max_length", gettext("Écrivez un nombre entier, par exemple 10"))


def _field_order(choices: int) -> list[str]:
    """Return the ids of the fields as they stand on the page."""
    order = [one.name for one in fields(QuestionForm)]
    rows = [
        f"choice_{language}-{rank}" for rank in range(1, choices + 2) for language in ("fr", "en")
    ]
    place = order.index("choices")
    return [*order[:place], *rows, *order[place + 1 :]]


def _whole(typed: str) -> int | None:
    return int(typed) if _WHOLE.fullmatch(typed) else None


def _written(number: int | None) -> str:
    return "" if number is None else str(number)
