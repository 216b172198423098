"""What keeps a text to a complainant from leaving: blanks of a model, or the other language."""

from __future__ import annotations

from portal.domain.blanks import left_blank, unfilled_lines
from portal.domain.text import Language
from portal.pages.actions.engine import Form
from portal.pages.actions.missing import needed_text
from portal.pages.current import gettext
from portal.pages.forms import Problems
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.drafting import model_texts
from portal.words.small_words import foreign_passage

_SHOWN = 80


def finished_text(
    case: OpenedCase, form: Form, problems: Problems, writing: str, field: str = "body"
) -> str:
    """Return a text to the complainant as it was typed; note what has to be written first."""
    text = needed_text(form, problems, field)
    note_unfinished(case, problems, writing, field, text)
    return text


def note_unfinished(
    case: OpenedCase, problems: Problems, writing: str, field: str, text: str
) -> None:
    """Note which lines are still to be written, or else where the other language begins."""
    models = model_texts(case, writing)
    blanks = [*left_blank(text, models), *map(_shortened, unfilled_lines(text, models))]
    language: Language = "en" if case.complaint.language == "en" else "fr"
    passage = foreign_passage(text, language)
    if blanks:
        lines = " ".join(f"« {line} »" for line in blanks)
        problems.add(
            field, gettext("Écrivez ce que le modèle demande, ou retirez : %(lines)s", lines=lines)
        )
    elif passage:
        problems.add(field, _in_their_language(language, passage))


def _in_their_language(language: Language, passage: str) -> str:
    shown = _shortened(passage)
    if language == "en":
        return gettext(
            "La personne a choisi l’anglais. Écrivez dans sa langue : « %(passage)s »",
            passage=shown,
        )
    return gettext(
        "La personne a choisi le français. Écrivez dans sa langue : « %(passage)s »",
        passage=shown,
    )


def _shortened(passage: str) -> str:
    return passage if len(passage) <= _SHOWN else f"{passage[:_SHOWN].rstrip()}…"
