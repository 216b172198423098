"""The agency's models, that an officer begins from: by what is written, category and language."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from portal.complaints.planning.promised_dates import promise_from
from portal.complaints.queries.case_rows import Clock
from portal.domain.letter import LetterModel, LetterUse
from portal.domain.promise import Confidence
from portal.pages.current import current_language
from portal.pages.office.case.opened import OpenedCase
from portal.words.letters.models import Told, model_words

Form = MultiDict[str, str]

USES = {
    "reponse": LetterUse.ANSWER,
    "question": LetterUse.ASK,
    "prolongation": LetterUse.EXTEND,
    "fermeture": LetterUse.CLOSE,
}
"""What models are for, by what a form calls what it writes; a note has none."""


def offered_models(case: OpenedCase, writing: str | None) -> list[tuple[str, str]]:
    """Return the models for what is being written about a complaint, as codes and names."""
    language = current_language()
    return [(each.code, each.name.in_(language)) for each in _models(case, writing)]


def with_model(
    case: OpenedCase, writing: str | None, form: Mapping[str, str], field: str = "body"
) -> str:
    """Return what was typed in a field, with the model below it if one is to be inserted."""
    body = form.get(field, "")
    if "insert" not in form:
        return body
    chosen = [each for each in _models(case, writing) if each.code == form.get("model")]
    texts = [body.strip(), *(_worded(case, model) for model in chosen)]
    return "\n\n".join(filter(None, texts))


def put_in(case: OpenedCase, writing: str, form: Form, field: str) -> Form:
    """Return the form as it was typed, with the chosen model below what stands in a field."""
    filled = MultiDict(form.items(multi=True))
    filled[field] = with_model(case, writing, form, field)
    return filled


def _models(case: OpenedCase, writing: str | None) -> list[LetterModel]:
    if writing not in USES:
        return []
    return case.agency.letters.models(USES[writing], case.complaint.category)


def _worded(case: OpenedCase, model: LetterModel) -> str:
    clock = case.answer_clock
    told = Told(
        case.complaint.number,
        case.agency.name,
        case.category,
        clock.last_day if clock else None,
        is_sample=clock is not None and _is_assumed(clock),
    )
    return model_words(model.text, case.complaint.language, told)


def _is_assumed(clock: Clock) -> bool:
    return promise_from(clock.promise).confidence is Confidence.ASSUMED
