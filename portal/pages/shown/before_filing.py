"""What is asked and told before a complaint is filed: an agency's questions, and the notices.

Questions are fields of a page, or answers as they are read back. Notices come danger first, then
other bodies, then the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from flask import request
from msgspec import Struct

from portal.agencies.agency import Agency, Consultation
from portal.agencies.elsewhere import called
from portal.agencies.origins import Origin, origin_of
from portal.agencies.settings.elsewhere import Elsewhere
from portal.complaints.handling.documents import DraftDocument
from portal.domain.complaint import Draft
from portal.domain.handling.notices import Notice, NoticeKind, Redirect
from portal.domain.question import Choice, Question, QuestionKind
from portal.domain.text import Text
from portal.pages.current import current_language, gettext, runtime
from portal.pages.filters import text
from portal.pages.forms import Problems
from portal.pages.own_fields import QUESTION_PREFIX
from portal.words.catalogue import to_translate
from portal.words.dates import day_words
from portal.words.typography import number_words

# What a device offers when a document is asked for; what comes is looked at anyway. HEIC is left
# out, though it is taken: a telephone then sends its photographs as JPEG, which lose their place.
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.odt,.txt,image/jpeg,image/png"
_DECIMALS = 2

Typed = Mapping[str, list[str]]
_ORDER = (
    NoticeKind.DANGER,
    NoticeKind.LEGAL_DELAY,
    NoticeKind.OWN_REVIEW,
    NoticeKind.OUT_OF_SCOPE,
    NoticeKind.INFORMATION,
)
_REMINDERS = frozenset({NoticeKind.LEGAL_DELAY, NoticeKind.OWN_REVIEW})

NEED_WORDS: dict[str, str] = {
    "large_print": to_translate("Gros caractères"),
    "braille": to_translate("Braille"),
    "audio": to_translate("Audio"),
    "sign_language": to_translate("Langue des signes ou service de relais"),
    "explanations": to_translate("Explications au téléphone ou en personne"),
}


class QuestionField(Struct, frozen=True):
    """One question on the page; `date` holds its three fields: day, month, year."""

    id: str
    label: Text
    hint: Text | None
    kind: str
    is_optional: bool
    longest: int | None
    value: str
    values: tuple[str, ...]
    date: tuple[str, str, str]
    choices: tuple[Choice, ...]
    error: str | None
    documents: Sequence[DraftDocument]


def typed_questions() -> dict[str, list[str]]:
    """Return the fields of the request that answer an agency's questions, by question."""
    return {
        name.removeprefix(QUESTION_PREFIX): values
        for name, values in request.form.lists()
        if name.startswith(QUESTION_PREFIX)
    }


def question_fields(
    questions: Iterable[Question],
    typed: Typed,
    problems: Problems,
    documents: Sequence[DraftDocument],
) -> list[QuestionField]:
    """Return a field for each question, in their order."""
    return [_field(question, typed, problems, documents) for question in questions]


def worded_answers(
    questions: Iterable[Question],
    answers: Mapping[str, object],
    documents: Sequence[DraftDocument],
) -> list[tuple[Question, str]]:
    """Return every question with what was answered, in words; nothing where it was passed over."""
    return [(question, _worded(question, answers, documents)) for question in questions]


def answer_words(question: Question, answer: object) -> str:
    """Return an answer as a person reads it back; a text answers for itself."""
    labels = {choice.code: text(choice.label) for choice in question.choices}
    if isinstance(answer, bool):
        return gettext("Oui") if answer else gettext("Non")
    if isinstance(answer, list | tuple):
        return ", ".join(labels.get(str(code), str(code)) for code in answer)
    if question.kind is QuestionKind.DATE:
        return day_words(date.fromisoformat(str(answer)), current_language())
    return labels.get(str(answer), str(answer))


def _worded(
    question: Question, answers: Mapping[str, object], documents: Sequence[DraftDocument]
) -> str:
    if question.kind is QuestionKind.FILE:
        return ", ".join(
            document.name for document in documents if document.question == question.code
        )
    answer = answers.get(question.code)
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        decimals = 0 if isinstance(answer, int) else _DECIMALS
        return number_words(answer, current_language(), decimals)
    return "" if answer is None else answer_words(question, answer)


def _field(
    question: Question, typed: Typed, problems: Problems, documents: Sequence[DraftDocument]
) -> QuestionField:
    field_id = QUESTION_PREFIX + question.code
    values = tuple(typed.get(question.code, ()))

    def part(name: str) -> str:
        return next(iter(typed.get(f"{question.code}-{name}", ())), "")

    return QuestionField(
        id=field_id,
        label=question.label,
        hint=question.hint,
        kind=question.kind.value,
        is_optional=not question.required,
        longest=question.max_length,
        value=values[0] if values else "",
        values=values,
        date=(part("day"), part("month"), part("year")),
        choices=question.choices,
        error=problems.text_of(field_id),
        documents=[document for document in documents if document.question == question.code],
    )


class ToldRedirect(Struct, frozen=True):
    """A way of its own, with its last day where the person said when the time began."""

    redirect: Redirect
    last_day: date | None
    is_past: bool


class ToldNotice(Struct, frozen=True):
    """A notice as it is told about one draft."""

    notice: Notice
    redirects: tuple[ToldRedirect, ...]


class OtherBody(Struct, frozen=True):
    """A body outside the portal: what it does about a complaint, how, and where that is from."""

    body: Text
    text: Text
    how: Text | None
    delay: Text | None
    phone: str | None
    link: str | None
    origin: Origin | None


def notices_of(consultation: Consultation, draft: Draft) -> list[ToldNotice]:
    """Return what an agency, and the portal with it, tells before this draft is filed."""
    return in_order(_shown(notice, consultation, draft) for notice in consultation.notices(draft))


def reminders(consultation: Consultation, draft: Draft) -> list[ToldNotice]:
    """Return what is told again once a complaint is sent: each time limit that still runs."""
    return [shown for shown in notices_of(consultation, draft) if _is_reminded(shown.notice)]


def reminders_of(agency: Agency, drafts: Iterable[Draft]) -> list[ToldNotice]:
    """Return the same for several texts of one complaint, by the settings alone, each once."""
    consultation = agency.consult()
    told = (
        _shown(notice, consultation, draft)
        for draft in drafts
        for notice in agency.configured.complaint_notices(draft)
        if _is_reminded(notice)
    )
    return in_order(told)


def in_order(notices: Iterable[ToldNotice]) -> list[ToldNotice]:
    """Return each notice once, danger first."""
    once = {shown.notice.code: shown for shown in notices}
    return sorted(once.values(), key=lambda shown: _ORDER.index(shown.notice.kind))


def other_bodies(words: str, kind: str | None = None) -> list[OtherBody]:
    """Return the bodies outside the portal that the words call for, then the one for a `kind`."""
    return [other_body(body) for body in called(runtime().agencies.portal.elsewhere, words, kind)]


def other_body(body: Elsewhere) -> OtherBody:
    """Return a body outside the portal as pages tell it."""
    return OtherBody(
        body=body.body.text,
        text=body.text.text,
        how=body.how.text if body.how else None,
        delay=body.delay.text if body.delay else None,
        phone=body.phone,
        link=body.link_in(current_language()),
        origin=origin_of(body, runtime().now().date()),
    )


def _is_reminded(notice: Notice) -> bool:
    has_its_time = any(redirect.within for redirect in notice.redirects)
    return has_its_time or notice.kind in _REMINDERS


def _shown(notice: Notice, consultation: Consultation, draft: Draft) -> ToldNotice:
    if not notice.redirects:
        return ToldNotice(notice, ())
    calendar = consultation.calendar(draft.category)
    today = calendar.day_of(runtime().now())
    days = [redirect.last_day(draft.answers, calendar) for redirect in notice.redirects]
    return ToldNotice(
        notice,
        tuple(
            ToldRedirect(redirect, day, day is not None and day < today)
            for redirect, day in zip(notice.redirects, days, strict=True)
        ),
    )


def needs_words(needs: Collection[str]) -> str:
    """Return what was asked for, in the order of the form; nothing where nothing was."""
    return ", ".join(gettext(words) for need, words in NEED_WORDS.items() if need in needs)
