"""What the agency writes: its texts in letters, by what each is for, and words of its trade.

Those who write answers are shown the words of the trade, with plain ones instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from portal.agencies.files.editing import with_list
from portal.agencies.settings.handling import JargonSettings, LetterSettings
from portal.agencies.settings.matching import folded
from portal.agencies.settings.schema import AgencySettings
from portal.domain.letter import LetterUse, wrong_marks
from portal.domain.plain_language import Jargon, Vocabulary, check
from portal.domain.text import LANGUAGES, Language, Text
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems, typed_lines
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    Choice,
    Field,
    Form,
    TickedCategories,
    Words,
    categories_to_choose,
)
from portal.pages.settings.drafting.forms import HANDLING, Entry, HoldsFor, SectionForm
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState, wants_more_rows
from portal.releases.effects import SampleComplaint
from portal.words.catalogue import to_translate
from portal.words.lexicon import TO_LEAVE_OUT, common_jargon

USE_NAMES: dict[LetterUse, str] = {
    LetterUse.ACKNOWLEDGEMENT: to_translate("Accusé de réception"),
    LetterUse.TAKEN_IN_CHARGE: to_translate("Prise en charge"),
    LetterUse.QUESTION: to_translate("Question posée"),
    LetterUse.EXTENDED: to_translate("Délai prolongé"),
    LetterUse.LATE: to_translate("Réponse en retard"),
    LetterUse.PASSED_UP: to_translate("Passage à un palier plus haut"),
    LetterUse.RECOURSE_OPENED: to_translate("Autre recours ouvert"),
    LetterUse.ROUTED: to_translate("Remise au bon organisme"),
    LetterUse.ANSWERED: to_translate("Réponse prête"),
    LetterUse.CLOSED: to_translate("Plainte fermée"),
    LetterUse.WITHDRAWN: to_translate("Plainte retirée"),
    LetterUse.ANSWER: to_translate("Modèle de réponse"),
    LetterUse.ASK: to_translate("Modèle de question"),
    LetterUse.EXTEND: to_translate("Modèle de motif pour prolonger"),
    LetterUse.CLOSE: to_translate("Modèle de motifs pour fermer"),
}
_MARKS: dict[str, str] = {
    "number": to_translate("Le numéro de la plainte"),
    "agency": to_translate("Le nom de l’organisme"),
    "answer_day": to_translate("La date promise pour la réponse"),
    "category": to_translate("Le sujet de la plainte"),
}


@dataclass(frozen=True, slots=True)
class UsedFor:
    """One letter, or kind of model, with the agency's texts for it."""

    use: LetterUse
    name: str
    texts: list[LetterSettings]


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be filled in: how it is typed, what it becomes, and where; nowhere named is all."""

    typed: str
    meaning: str
    where: list[str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as it would be read in one language; a model has no subject."""

    language: Language
    subject: str | None
    words: str


def _listed(state: SettingsState, place: Place) -> Mapping[str, Any]:
    """List the letters and models with the agency's texts for each."""
    every = [
        UsedFor(use, _use_name(use), [text for text in state.settings.letters if text.use is use])
        for use in LetterUse
    ]
    return {
        "letters": [used for used in every if not used.use.is_model],
        "models": [used for used in every if used.use.is_model],
        "categories": dict(categories_to_choose(state.settings)),
    }


def _use_name(use: LetterUse) -> str:
    return gettext(USE_NAMES[use])


def _note_problems(edit: Edit, problems: Problems) -> None:
    use = edit.form["use"]
    for name in ("text_fr", "text_en") if use else ():
        _check_text(problems, name, edit.form[name], LetterUse(use))
    other = _other_in_its_place(edit)
    if other is not None:
        problem = gettext(
            "« %(name)s » est déjà dans cette lettre. Choisissez d’autres catégories",
            name=other.name.text.in_(current_language()),
        )
        problems.add("categories", problem)


def _check_text(problems: Problems, name: str, text: str, use: LetterUse) -> None:
    wrong = wrong_marks(text, use)
    if wrong:
        problem = gettext(
            "« %(wrong)s » ne se remplit pas ici : écrivez %(marks)s",
            wrong=wrong[0],
            marks=", ".join(f"{{{mark}}}" for mark in use.marks),
        )
        problems.add(name, problem)
    over = len(text) - use.longest
    if over > 0:
        problem = ngettext(
            "Raccourcissez ce texte de %(num)s caractère",
            "Raccourcissez ce texte de %(num)s caractères",
            over,
        )
        problems.add(name, problem)


def _other_in_its_place(edit: Edit) -> LetterSettings | None:
    """Return another text that stands where this one would; models stand beside each other."""
    use, categories = edit.form["use"], set(edit.form["categories"])
    others = (
        other
        for other in edit.settings.letters
        if other.code != edit.place["code"]
        if other.use == use and not other.use.is_model
        if categories & set(other.categories) or not (categories or other.categories)
    )
    return next(others, None)


def _shown_letter(edit: Edit) -> Mapping[str, Any]:
    use = edit.form["use"]
    return {
        "uses": [(use.value, _use_name(use)) for use in LetterUse],
        "marks": _marks(),
        "categories": categories_to_choose(edit.settings),
        "samples": [] if edit.outcome.problems else _samples(edit),
        # Letters do not carry a model by themselves.
        "is_sent": use in set(LetterUse) and not LetterUse(use).is_model,
    }


def _marks() -> list[Mark]:
    """Return what may be filled in, in the language of the page."""
    marks = []
    for mark, meaning in _MARKS.items():
        uses = [use for use in LetterUse if mark in use.marks]
        where = [] if len(uses) == len(LetterUse) else list(map(_use_name, uses))
        marks.append(Mark(f"{{{mark}}}", gettext(meaning), where))
    return marks


def _samples(edit: Edit) -> list[Sample]:
    """Return the letter or the model of the form as it would be read, in both languages."""
    state, form = edit.state, edit.form
    if form["use"] not in set(LetterUse):
        return []
    text = Text(form["text_fr"], form["text_en"]) if form["text_fr"] or form["text_en"] else None
    category = next(iter(form["categories"]), state.settings.default_category)
    sample = SampleComplaint(state.drafted, category, runtime().now())
    return [_sample(sample, LetterUse(form["use"]), text, language) for language in LANGUAGES]


def _sample(
    sample: SampleComplaint, use: LetterUse, text: Text | None, language: Language
) -> Sample:
    if use.is_model:
        return Sample(language, None, sample.model(text, language) if text else "")
    portal = runtime()
    letter = sample.letter(portal.config, portal.agencies.portal, use, text, language)
    return Sample(language, letter.subject, letter.text)


def _how_many_texts(settings: AgencySettings) -> str:
    models = sum(text.use.is_model for text in settings.letters)
    texts = len(settings.letters) - models
    parts = {
        ngettext("un texte dans les lettres", "%(num)s textes dans les lettres", texts): texts,
        ngettext("un modèle", "%(num)s modèles", models): models,
    }
    return ", ".join(words for words, count in parts.items() if count) or gettext("aucun texte")


LETTERS = ItemForm(
    "letter",
    holds_for=HoldsFor.AT_ONCE,
    fr="modeles/<code>",
    en="letters/<code>",
    section=("letters",),
    template="settings/forms/letter.html",
    fields=(
        Words(
            "name",
            to_translate("Écrivez le nom en français"),
            to_translate("Écrivez le nom en anglais"),
        ),
        Choice(
            "use",
            lambda: tuple(LetterUse),
            to_translate("Choisissez à quoi sert ce texte"),
            first=lambda: request.args.get("pour", ""),
        ),
        TickedCategories(),
        Words(
            "text",
            to_translate("Écrivez le texte en français"),
            to_translate("Écrivez le texte en anglais"),
            has_lines=True,
        ),
    ),
    rules=_note_problems,
    shows=_shown_letter,
    concerns=lambda edit: {"categories": edit.form["categories"]},
    entries=lambda settings, place: settings.letters,
    listing=ListPage(
        "letters",
        fr="modeles",
        en="letters",
        template="settings/forms/letters.html",
        shows=_listed,
    ),
    entry=Entry(HANDLING, to_translate("Lettres et modèles"), _how_many_texts),
)


# Words of the trade.

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


@dataclass(frozen=True)
class JargonRows(Field):
    """The words as rows; what is emptied is taken away."""

    name: str = "rows"

    def ids(self, form: Form) -> tuple[str, ...]:
        ranks = range(1, len(form[self.name]) + 1)
        return tuple(f"{name}-{rank}" for rank in ranks for name in _INPUTS)

    def filled(self, current: tuple[JargonSettings, ...]) -> Form:
        rows = (JargonRow(word.language, word.words, word.instead or "") for word in current)
        return {self.name: tuple(rows)}

    def read(self, settings: AgencySettings | None, current: Any) -> Form:
        typed = (typed_lines(name) for name in ("language", "words", "instead"))
        rows = (
            JargonRow(language if language in LANGUAGE_NAMES else "", words, instead)
            for language, words, instead in zip(*typed, strict=False)
        )
        return {self.name: tuple(row for row in rows if row.words or row.instead)}

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        seen: dict[tuple[str, str], int] = {}
        for rank, row in enumerate(form[self.name], start=1):
            if not row.language:
                problems.add(f"language-{rank}", gettext("Choisissez la langue de ce mot"))
            if not row.words:
                problems.add(f"words-{rank}", gettext("Écrivez le mot que ces mots remplacent"))
            for name, typed in (("words", row.words), ("instead", row.instead)):
                if len(typed) > _LONGEST:
                    problem = gettext("Écrivez %(most)s caractères au plus", most=_LONGEST)
                    problems.add(f"{name}-{rank}", problem)
            first = seen.setdefault((row.language, folded(row.words)), rank)
            if row.words and row.language and first != rank:
                problem = gettext(
                    "Ce mot est déjà dans la liste : c’est le mot %(rank)s", rank=first
                )
                problems.add(f"words-{rank}", problem)

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {
            self.name: [
                {"language": row.language, "words": row.words, "instead": row.instead or None}
                for row in form[self.name]
            ]
        }


def _shown_jargon(edit: Edit) -> Mapping[str, Any]:
    language, rows = current_language(), edit.form["rows"]
    empty = (JargonRow(language),) * (_MORE_ROWS if wants_more_rows() else _FEW_ROWS)
    return {
        "rows": rows + empty,
        "languages": [(code, gettext(name)) for code, name in LANGUAGE_NAMES.items()],
        "common": list(common_jargon(language).items()),
        "met": list(_met(edit.settings, rows)) if edit.is_sound else [],
    }


def _met(
    settings: AgencySettings, rows: tuple[JargonRow, ...]
) -> Iterator[tuple[Jargon, Language, Text]]:
    """Yield where the agency's own letters and models use these words: each, and in which text."""
    for language in LANGUAGE_NAMES:
        own = {
            row.words: row.instead or TO_LEAVE_OUT[language]
            for row in rows
            if row.language == language
        }
        for letter in settings.letters:
            text = letter.text.fr if language == "fr" else letter.text.en or ""
            for word in check(text, Vocabulary(own)).jargon:
                yield word, language, letter.name.text


def _write_rows(edit: Edit) -> str:
    if edit.form == edit.filled:
        return edit.state.text
    return with_list(edit.state.text, "jargon", edit.values["rows"])


JARGON = SectionForm(
    "jargon",
    holds_for=HoldsFor.AT_ONCE,
    fr="mots-du-metier",
    en="jargon",
    section=("jargon",),
    template="settings/forms/jargon.html",
    fields=(JargonRows(),),
    says=lambda settings: settings.jargon,
    # There is room for more words, without saving.
    first=lambda edit: edit.page(edit.state, edit.outcome) if wants_more_rows() else None,
    shows=_shown_jargon,
    write=_write_rows,
    entry=Entry(
        HANDLING,
        to_translate("Mots du métier"),
        lambda settings: (
            ngettext("un mot", "%(num)s mots", len(settings.jargon))
            if settings.jargon
            else gettext("aucun mot")
        ),
    ),
)
