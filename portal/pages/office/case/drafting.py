"""What helps an officer who writes: models to begin from, pauses of the time, plain language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from portal.agencies.agency import hints_on
from portal.complaints.dates import answer_dates
from portal.complaints.queries.readable import readable
from portal.domain.errors import IncompleteError
from portal.domain.letter import LetterModel, LetterUse
from portal.domain.permissions import Permission
from portal.domain.plain_language import Hints
from portal.domain.text import Language, Text
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Confidence, PauseReason
from portal.domain.time.promised_dates import promise_from
from portal.pages.actions.engine import Form
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language, gettext
from portal.pages.forms import Problems
from portal.pages.office.case import OpenedCase
from portal.words.dates import allowance_words
from portal.words.letters.models import ModelFacts, model_words

USES = {
    "reponse": LetterUse.ANSWER,
    "question": LetterUse.ASK,
    "prolongation": LetterUse.EXTEND,
    "fermeture": LetterUse.CLOSE,
}
"""What models are for, by what a form calls what it writes; a note has none."""
FIELD = "pause"


def offered_models(case: OpenedCase, writing: str | None) -> list[tuple[str, str]]:
    """Return the models for what is being written about a complaint, as codes and names."""
    language = current_language()
    return [(model.code, model.name.in_(language)) for model in _models(case, writing)]


def with_model(
    case: OpenedCase, writing: str | None, form: Mapping[str, str], field: str = "body"
) -> str:
    """Return what was typed in a field, with the model below it if one is to be inserted."""
    body = form.get(field, "")
    if "insert" not in form:
        return body
    chosen = [offered for offered in _models(case, writing) if offered.code == form.get("model")]
    texts = [body.strip(), *(_worded(case, model) for model in chosen)]
    return "\n\n".join(filter(None, texts))


def put_in(case: OpenedCase, writing: str, form: Form, field: str) -> Form:
    """Return the form as it was typed, with the chosen model below what stands in a field."""
    filled = MultiDict(form.items(multi=True))
    filled[field] = with_model(case, writing, form, field)
    return filled


def model_texts(case: OpenedCase, writing: str) -> list[str]:
    """Return the models for what is being written as they are put in for this complaint."""
    return [_worded(case, model) for model in _models(case, writing)]


def _models(case: OpenedCase, writing: str | None) -> list[LetterModel]:
    """Return the agency's models of letters: to whoever complains, so none where nobody does."""
    use = None if case.is_own_motion else USES.get(writing or "")
    return case.agency.letters.models(use, case.complaint.category) if use is not None else []


def _worded(case: OpenedCase, model: LetterModel) -> str:
    clock = case.answer_clock
    promise = readable("promise", promise_from, clock.promise) if clock else None
    values = ModelFacts(
        case.complaint.number,
        case.agency.name,
        case.category,
        clock.last_day if clock else None,
        is_sample=promise is not None and promise.confidence is Confidence.ASSUMED,
    )
    return model_words(model.text, case.complaint.language, values)


class PausePreview(Struct, frozen=True):
    """What the complainant will be told: what the time stands still for, until when at most."""

    reason: Text
    until: date | None
    is_sample: bool


def pauses_to_choose(case: OpenedCase) -> list[tuple[str, str]]:
    """Return what a question may do to the time, as values and words; nothing if it only runs."""
    offered = _offered(case)
    if not offered:
        return []
    return [
        ("", gettext("Le délai continue")),
        *((reason.code, _words(reason)) for reason in offered),
    ]


def chosen_pause(case: OpenedCase, form: Form, problems: Problems) -> str | None:
    """Return the code of the reason that was chosen, if any; note what keeps it from stopping."""
    code = form.get(FIELD) or None
    why = _why_not(case, code) if code else None
    if why is not None:
        note_missing(problems, IncompleteError(why))
    return code


def pause_preview(case: OpenedCase, code: str | None) -> PausePreview | None:
    """Return what is told of a pause that would begin now; None without one."""
    reason = next((offered for offered in _offered(case) if offered.code == code), None)
    if reason is None:
        return None
    until = count(case.now, reason.at_most, case.advice.calendar).last_day
    return PausePreview(reason.name, until, reason.confidence is Confidence.ASSUMED)


def _offered(case: OpenedCase) -> list[PauseReason]:
    clock = case.answer_clock
    if clock is None or case.is_first_handler or not case.may(Permission.PAUSE):
        return []
    promise = readable("promise", promise_from, clock.promise)
    listed = promise.pauses if promise is not None else ()
    return [reason for reason in listed if _why_not(case, reason.code) is None]


def _why_not(case: OpenedCase, code: str) -> str | None:
    clock = case.answer_clock
    if clock is None:
        return answer_dates.RUN_OUT
    later = case.file.clocks[case.file.clocks.index(clock) :]
    taken = [earlier.promise for earlier in later if earlier.kind == ClockKind.PAUSE]
    due = readable("date", DueDate.from_facts, clock.explanation)
    if due is None:
        return answer_dates.RUN_OUT
    return answer_dates.why_not(due, clock.promise, taken, code, case.now)


def _words(reason: PauseReason) -> str:
    sample = gettext("(délai d’exemple)") if reason.confidence is Confidence.ASSUMED else ""
    words = gettext(
        "Le délai s’arrête : %(reason)s, %(length)s au plus",
        reason=reason.name.in_(current_language()),
        length=allowance_words(reason.at_most, current_language()),
    )
    return f"{words} {sample}".strip()


def hints_for(case: OpenedCase, body: str) -> Hints:
    """Return what could be said more plainly in a text to the complainant, in their language."""
    language: Language = "en" if case.complaint.language == "en" else "fr"
    return hints_on(case.agency, body, language)
