"""What the agency writes into letters: the list by what it is for, and the form of each text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from portal.agencies.settings.handling import LetterSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.letter import LetterUse, wrong_marks
from portal.domain.text import LANGUAGES, Language, Text
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import (
    Choice,
    TickedCategories,
    Words,
    categories_to_choose,
)
from portal.pages.settings.drafting.forms import HANDLING, Edit, Entry, Place
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState
from portal.releases.effects import SampleComplaint
from portal.words.catalogue import to_translate

NAME = to_translate("Lettres et modèles")
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
        "letters": [one for one in every if not one.use.is_model],
        "models": [one for one in every if one.use.is_model],
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
        told = gettext(
            "« %(name)s » est déjà dans cette lettre. Choisissez d’autres catégories",
            name=other.name.text.in_(current_language()),
        )
        problems.add("categories", told)


def _check_text(problems: Problems, name: str, text: str, use: LetterUse) -> None:
    wrong = wrong_marks(text, use)
    if wrong:
        told = gettext(
            "« %(wrong)s » ne se remplit pas ici : écrivez %(marks)s",
            wrong=wrong[0],
            marks=", ".join(f"{{{mark}}}" for mark in use.marks),
        )
        problems.add(name, told)
    over = len(text) - use.longest
    if over > 0:
        told = ngettext(
            "Raccourcissez ce texte de %(num)s caractère",
            "Raccourcissez ce texte de %(num)s caractères",
            over,
        )
        problems.add(name, told)


def _other_in_its_place(edit: Edit) -> LetterSettings | None:
    """Return another text that stands where this one would; models stand beside each other."""
    own_categories = set(edit.form["categories"])
    for other in edit.settings.letters:
        both = own_categories & set(other.categories)
        for_all = not own_categories and not other.categories
        is_other = other.code != edit.place["code"] and other.use == edit.form["use"]
        if is_other and not other.use.is_model and (both or for_all):
            return other
    return None


def _shown(edit: Edit) -> Mapping[str, Any]:
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
    drafted = state.as_drafted or state.agency
    category = next(iter(form["categories"]), state.settings.default_category)
    sample = SampleComplaint(drafted, category, runtime().now())
    return [_sample(sample, LetterUse(form["use"]), text, language) for language in LANGUAGES]


def _sample(
    sample: SampleComplaint, use: LetterUse, text: Text | None, language: Language
) -> Sample:
    if use.is_model:
        return Sample(language, None, sample.model(text, language) if text else "")
    portal = runtime()
    letter = sample.letter(portal.config, portal.agencies.portal, use, text, language)
    return Sample(language, letter.subject, letter.text)


def _now(settings: AgencySettings) -> str:
    models = sum(text.use.is_model for text in settings.letters)
    texts = len(settings.letters) - models
    told = [
        ngettext("un texte dans les lettres", "%(num)s textes dans les lettres", texts),
        ngettext("un modèle", "%(num)s modèles", models),
    ]
    there = [words for words, count in zip(told, (texts, models), strict=True) if count]
    return ", ".join(there) or gettext("aucun texte")


LETTERS = ItemForm(
    "letter",
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
    shows=_shown,
    concerns=lambda edit: {"categories": edit.form["categories"]},
    each=lambda settings, place: settings.letters,
    listing=ListPage(
        "letters",
        fr="modeles",
        en="letters",
        template="settings/forms/letters.html",
        shows=_listed,
    ),
    entry=Entry(HANDLING, NAME, _now),
    names={"letters": NAME},
)
