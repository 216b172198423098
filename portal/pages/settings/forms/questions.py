"""What the agency asks about a category: the list of questions, and the form of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.agencies.settings.categories import CategorySettings, QuestionSettings
from portal.agencies.settings.fields import (
    UNREADABLE,
    compiled,
    takes_everything,
    waits_for_space,
    why_not_linear,
)
from portal.agencies.settings.matching import code_of
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.text_checks import CHOICES, KINDS_WITH, REQUIRED_AT_MOST
from portal.domain.question import QuestionKind
from portal.domain.text import Language
from portal.domain.typed import whole_number
from portal.pages.current import gettext
from portal.pages.forms import Problems, typed_lines
from portal.pages.own_fields import QUESTION_PREFIX
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    Choice,
    Field,
    Form,
    Line,
    Number,
    Tick,
    Words,
    note_missing_english,
    typed_in,
    words_of,
)
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState, existing, wants_more_rows
from portal.pages.shown.before_filing import (
    ACCEPTED,
    QuestionField,
    question_fields,
)
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
_REASONS = {
    "missing ), unterminated subpattern": to_translate("Il manque une parenthèse fermante"),
    "unbalanced parenthesis": to_translate("Une parenthèse fermante est de trop"),
    "unterminated character set": to_translate("Il manque un crochet fermant"),
    "nothing to repeat": to_translate("Il n’y a rien à répéter avant ce signe"),
    "multiple repeat": to_translate("Deux signes de répétition se suivent"),
    "bad character range": to_translate("Un intervalle va à l’envers : écrivez [a-z], non [z-a]"),
    "bad escape": to_translate("Un signe ne va pas après une barre oblique inverse"),
    "min repeat greater than max repeat": to_translate(
        "Une répétition va à l’envers : écrivez {2,4}, non {4,2}"
    ),
}
_OTHER_REASON = to_translate("Ce n’est pas une expression régulière")
_LARGEST = 999_999_999
_CHOICES_AT_LEAST = 2
_FEW_ROWS, _MORE_ROWS = 2, 5


class ChoiceRow(Struct, frozen=True):
    """One choice as it was typed; a new one has no code yet."""

    code: str = ""
    fr: str = ""
    en: str = ""


@dataclass(frozen=True)
class Choices(Field):
    """The choices of a question as rows: more of them, another order, codes that stay.

    What is emptied is taken away.
    """

    name: str = "choices"

    def ids(self, form: Form) -> tuple[str, ...]:
        ranks = range(1, len(form.get(self.name, ())) + 2)
        return tuple(_row_id(language, rank) for rank in ranks for language in ("fr", "en"))

    def filled(self, current: QuestionSettings | None) -> Form:
        choices = current.choices if current else ()
        return {
            self.name: tuple(ChoiceRow(choice.code, *typed_in(choice.label)) for choice in choices)
        }

    def read(self, settings: AgencySettings | None, current: QuestionSettings | None) -> Form:
        known = {choice.code for choice in current.choices} if current else set()
        typed = (typed_lines(f"choice_{part}") for part in ("code", "fr", "en"))
        rows = (
            ChoiceRow(code if code in known else "", fr, en)
            for code, fr, en in zip(*typed, strict=False)
        )
        return {self.name: _raised(tuple(row for row in rows if row.fr or row.en))}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        for rank, row in enumerate(form[self.name], 1):
            ids = (_row_id("fr", rank), _row_id("en", rank))
            note_missing_english(problems, main, ids, row.fr, row.en)
            above = {other.fr.casefold() for other in form[self.name][: rank - 1]}
            if row.fr and row.fr.casefold() in above:
                problems.add(ids[0], gettext("« %(choice)s » est déjà plus haut", choice=row.fr))

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        """Write the choices; a new one gets a code from its French words."""
        taken = [row.code for row in form[self.name] if row.code]
        choices = []
        for row in form[self.name]:
            code = row.code or code_of(row.fr, taken)
            taken.append(code)
            choices.append({"code": code, "label": words_of(row.fr, row.en)})
        return {self.name: tuple(choices) or None}

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return ((self.name, "label"),)


def _row_id(language: str, rank: int) -> str:
    return f"choice_{language}-{rank}"


def _raised_rank() -> int | None:
    """Return the rank, counted from 1, of the choice that the person moves up, if any."""
    return request.form.get("raise", type=whole_number)


def _raised(rows: tuple[ChoiceRow, ...]) -> tuple[ChoiceRow, ...]:
    rank = _raised_rank()
    if rank is None or not 1 < rank <= len(rows):
        return rows
    before, raised = rows[rank - 2 : rank]
    return (*rows[: rank - 2], raised, before, *rows[rank:])


def _arrange_choices(edit: Edit) -> ResponseReturnValue | None:
    """Make room for more choices, or move one up, without saving."""
    wants_only_rows = wants_more_rows() or _raised_rank() is not None
    return edit.page(edit.state, edit.outcome) if wants_only_rows else None


def _category(settings: AgencySettings, place: Place) -> CategorySettings:
    return existing(settings.categories, place["code"])


def _note_problems(edit: Edit, problems: Problems) -> None:
    questions = _category(edit.settings, edit.place).questions
    required = sum(
        question.required for question in questions if question.code != edit.place["question"]
    )
    if edit.form["required"] and required >= REQUIRED_AT_MOST:
        problem = gettext("Trois réponses sont déjà obligatoires. Rendez-en une facultative")
        problems.add("required", problem)
    _note_misfits(edit.form, problems)
    _note_pattern(edit.form, problems)
    least, most = _MINIMUM.found(edit.form), _MAXIMUM.found(edit.form)
    if least is not None and most is not None and least > most:
        problems.add("maximum", gettext("Le plus grand nombre doit dépasser le plus petit"))


def _note_misfits(form: Form, problems: Problems) -> None:
    """Note what does not go with the kind of answer, and choices that are not there."""
    kind, choices = form["kind"], form["choices"]
    for name, kinds in KINDS_WITH.items() if kind else ():
        if form[name] and kind not in kinds:
            field_id = _row_id("fr", 1) if name == "choices" else name
            problems.add(field_id, gettext(_ONLY_FOR[name]))
    if kind in CHOICES and len(choices) < _CHOICES_AT_LEAST:
        problem = gettext("Écrivez au moins deux choix, ou demandez un oui ou un non")
        problems.add(_row_id("fr", len(choices) + 1), problem)


def _note_pattern(form: Form, problems: Problems) -> None:
    pattern = form["pattern"]
    if not pattern:
        if form["pattern_hint_fr"] or form["pattern_hint_en"]:
            problem = gettext("Écrivez l’expression que ces mots expliquent, ou effacez-les")
            problems.add("pattern", problem)
        return
    wrong = _wrong_pattern(pattern)
    if wrong is not None:
        problems.add("pattern", wrong)
    if not form["pattern_hint_fr"]:
        problems.add("pattern_hint_fr", gettext("Dites quoi écrire, en français"))


def _wrong_pattern(pattern: str) -> str | None:
    """Return what to do about a regular expression that would not do as a pattern."""
    try:
        compiled(pattern)
    except UNREADABLE as error:
        return _wrong_expression(error)
    if waits_for_space(pattern):
        return gettext("Retirez l’espace : les réponses sont comparées sans leurs espaces")
    if takes_everything(pattern):
        return gettext("Cette expression accepte tout : dites combien de lettres et de chiffres")
    if why_not_linear(pattern) is not None:
        return gettext(
            "Retirez ce qui pourrait être long à vérifier, comme (?=…), "
            "un renvoi à un groupe ou plus de 1000 répétitions"
        )
    return None


def _wrong_expression(error: Exception) -> str:
    if not isinstance(error, re.error) or error.pos is None:
        return gettext(_OTHER_REASON)
    reasons = (words for message, words in _REASONS.items() if error.msg.startswith(message))
    reason = gettext(next(reasons, _OTHER_REASON))
    return gettext("%(reason)s (au signe %(place)s)", reason=reason, place=error.pos + 1)


def _listed(state: SettingsState, place: Place) -> Mapping[str, Any]:
    """List the questions of a category, as citizens meet them one after the other."""
    category = _category(state.settings, place)
    return {
        "category": category,
        "kinds": KIND_NAMES,
        "fields": _asked(state.drafted, category.code),
        "accepted": ACCEPTED,
    }


def _asked(agency: Agency, category: str) -> list[QuestionField]:
    """Return everything that is asked about a category, the plugin's own questions too."""
    known = agency.every_category().get(category)
    asked = agency.consult().questions(known) if known else ()
    return question_fields(asked, {}, Problems(), [])


def _shown(edit: Edit) -> Mapping[str, Any]:
    empty = (ChoiceRow(),) * (_MORE_ROWS if wants_more_rows() else _FEW_ROWS)
    return {
        "category": _category(edit.settings, edit.place),
        "rows": edit.form["choices"] + empty,
        "kinds": [(kind.value, gettext(name)) for kind, name in KIND_NAMES.items()],
        "most_required": REQUIRED_AT_MOST,
        "seen": _seen(edit),
        "accepted": ACCEPTED,
    }


def _seen(edit: Edit) -> QuestionField | None:
    """Return the question as citizens would be asked it under this form, if it can be asked."""
    asked = _asked(edit.drafted, edit.place["code"]) if edit.drafted else []
    return next((field for field in asked if field.id == QUESTION_PREFIX + edit.code), None)


_MINIMUM = Number("minimum", -_LARGEST, _LARGEST)
_MAXIMUM = Number("maximum", -_LARGEST, _LARGEST)

QUESTIONS = ItemForm(
    "question",
    fr="categories/<code>/questions/<question>",
    en="categories/<code>/questions/<question>",
    section=("categories", "<code>", "questions"),
    template="settings/forms/question.html",
    fields=(
        Words("label", to_translate("Écrivez la question en français")),
        Words("hint"),
        Choice(
            "kind",
            lambda: KIND_NAMES,
            to_translate("Choisissez la sorte de réponse"),
            first=lambda: QuestionKind.TEXT.value,
        ),
        Tick("required"),
        Choices(),
        Number("max_length", 1, _LARGEST),
        Line("pattern"),
        Words("pattern_hint"),
        _MINIMUM,
        _MAXIMUM,
        Tick("future"),
    ),
    first=_arrange_choices,
    rules=_note_problems,
    shows=_shown,
    concerns=lambda edit: {"categories": [edit.place["code"]]},
    entries=lambda settings, place: _category(settings, place).questions,
    listing=ListPage(
        "questions",
        fr="categories/<code>/questions",
        en="categories/<code>/questions",
        template="settings/forms/questions.html",
        shows=_listed,
        order_by="order_questions",
    ),
    part="question",
    named_by="label_fr",
)
