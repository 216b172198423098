"""Asking somebody of the agency about a complaint: what its page shows of it, and the actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from msgspec import Struct

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_file import Message
from portal.complaints.queries.work_list_rows import Row
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.domain.time.promise import Allowance
from portal.domain.typed import is_blank, whole_number
from portal.features.information_requests.actions import ask, withdraw
from portal.features.information_requests.letters import ENDINGS
from portal.features.information_requests.pages import Awaited, awaited_by
from portal.features.information_requests.queries import (
    AWAITED,
    REQUESTS,
    AskedRequest,
)
from portal.features.information_requests.queries_answering import whom_to_ask
from portal.features.information_requests.rules import (
    BY_DEFAULT,
    HIDDEN,
    REQUEST,
    Asked,
    InformationMissed,
    InformationRequested,
    Released,
    fields_beside,
    shown,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text, note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    KeptTexts,
    Offer,
    Place,
    RowTag,
    Stage,
)
from portal.pages.office.case.naming import is_named_meant, note_named, whom_it_may_name
from portal.pages.office.wording import NewsTag, Tag, worded
from portal.pages.shown.history_words import told_day
from portal.pages.telling import by_letter
from portal.words.catalogue import to_translate
from portal.words.dates import short_day_words

pages = Pages("office")

FIELDS = ("asked", "question", "named", "within")

RELEASED: dict[Released, str] = {
    Released.SUBJECT: to_translate("Le sujet"),
    Released.STORY: to_translate("Le récit"),
    Released.NAME: to_translate("Le nom de la personne plaignante"),
    Released.CONTACT: to_translate("Ses coordonnées"),
}


# On the page of a complaint, and in the work list.


class OpenRequest(Struct, frozen=True):
    """A request that still waits for its answer, as the page of its complaint shows it."""

    id: int
    question: str
    who: str
    first_asked: str | None
    awaited: Awaited
    is_mine: bool


def _open_requests(case: OpenedCase) -> list[OpenRequest]:
    """Return what is asked and not answered yet, the soonest first."""
    waiting = (request for request in case.file.of(REQUESTS) if request.is_open)
    opened = [_open(case, request) for request in waiting]
    return sorted(opened, key=lambda request: (request.awaited.day, request.id))


def _open(case: OpenedCase, request: AskedRequest) -> OpenRequest:
    first, last = request.steps[0], request.steps[-1]
    return OpenRequest(
        id=request.id,
        question=request.question,
        who=_who_is_asked(case, last.post, last.person),
        first_asked=_who_is_asked(case, first.post, first.person) if last is not first else None,
        awaited=awaited_by(request, case.advice.calendar, case.now, from_first=True),
        is_mine=request.is_asked_of(case.actor, case.complaint.agency),
    )


def _who_is_asked(case: OpenedCase, post: str | None, person: str | None) -> str:
    """Return who is asked, in words: the title of a post, or a name."""
    titles = {step.to: step.title.in_(current_language()) for step in case.path}
    return person or titles.get(post or "", post or "")


def _open_part(case: OpenedCase) -> Mapping[str, Any] | None:
    requests = _open_requests(case)
    return {"requests": requests} if requests else None


def _row_tag(row: Row, _agency: str) -> Tag | None:
    """Return until when information is awaited, where that is the soonest date of a complaint."""
    awaited = row.of(AWAITED)
    if awaited is None or (row.due_at is not None and row.due_at < awaited.since):
        return None
    if awaited.is_late(runtime().now()):
        return Tag(gettext("Renseignements en retard"), "late")
    day = short_day_words(awaited.last_day, current_language())
    return Tag(gettext("Renseignements attendus le %(day)s", day=day), "plain")


# In its history.


def _request_texts(case: OpenedCase) -> Iterator[Message]:
    """Yield what was asked, answered, and given as a reason, each at its place in the history."""
    for request in case.file.of(REQUESTS):
        yield _text(request, request.asked_at, request.question, request.asked_seq)
        text, at = request.answer or request.reason, request.answered_at or request.ended_at
        if text and at is not None and request.closed_seq is not None:
            yield _text(request, at, text, request.closed_seq)


def _text(request: AskedRequest, at: datetime, text: str, seq: int) -> Message:
    return Message(request.id, at, REQUEST, False, None, text, seq)


def _asked(case: OpenedCase, entry: InformationRequested) -> str:
    who = _who_is_asked(case, entry.post, case.file.names.get(entry.to or 0))
    day = told_day(entry.last_day)
    words = gettext("À : %(who)s, au plus tard le %(day)s.", who=who, day=day)
    released = (gettext(name) for part, name in RELEASED.items() if part in entry.released)
    parts = ", ".join(released).lower()
    return f"{words} " + gettext("Montré : %(parts)s.", parts=parts) if parts else words


def _missed(case: OpenedCase, entry: InformationMissed) -> str:
    if entry.post is None:
        return gettext("La demande reste à la plus haute autorité.")
    return gettext(
        "La demande passe à : %(who)s, au plus tard le %(day)s.",
        who=_who_is_asked(case, entry.post, None),
        day=told_day(entry.last_day),
    )


ON_COMPLAINTS = (
    Offer(
        "request_information",
        to_translate("Demander des renseignements à l’interne"),
        Permission.REQUEST_INFORMATION,
        lambda case: case.is_unanswered,
        rank=200,
        stage=Stage.ASK,
    ),
    CasePart(
        "requests", Place.AFTER_TASK, "information_requests/_requests.html", _open_part, rank=70
    ),
    MissingWords("asked", "asked", to_translate("Choisissez une personne ou un poste de la liste")),
    MissingWords("within", "within", to_translate("Choisissez un des délais de la liste")),
    RowTag(_row_tag),
    NewsTag(EntryKind.INFORMATION_GIVEN, to_translate("Renseignements reçus"), in_work=True),
    HistoryEntry(
        EntryKind.INFORMATION_REQUESTED,
        to_translate("Renseignements demandés à l’interne"),
        _asked,
    ),
    HistoryEntry(EntryKind.INFORMATION_MISSED, to_translate("Renseignements en retard"), _missed),
    HistoryEntry(
        EntryKind.INFORMATION_GIVEN,
        to_translate("Renseignements reçus"),
        lambda _case, entry: None if entry.in_time else gettext("En retard."),
    ),
    HistoryEntry(
        EntryKind.INFORMATION_ENDED,
        to_translate("Renseignements plus attendus"),
        lambda _case, entry: worded(ENDINGS, entry.why),
    ),
    HistoryText(REQUEST, "note"),
    KeptTexts(_request_texts),
)


# Asking.


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    asked, within = Asked.read(form.get("asked", "")), _within(case, form)
    question = form.get("question", "")
    wrong = {
        "asked": str(asked) not in {value for value, _ in _choices(case)},
        "question": is_blank(question),
        "within": within is None,
    }
    for code in (code for code, is_wrong in wrong.items() if is_wrong):
        note_missing(problems, IncompleteError(code))
    released = _released(form)
    note_named(
        whom_it_may_name(case.complaint.number),
        form,
        problems,
        question,
        fields_beside(case.file.people, released),
    )
    if problems or asked is None or within is None:
        return None
    asking = partial(ask, asked=asked, question=question, within=within, released=released)
    return partial(asking, is_naming_meant=is_named_meant(form))


def _is_nameless(case: OpenedCase) -> bool:
    """Tell whether nobody who complains can be named: who does keeps it hidden, or nobody does."""
    return case.complaint.name_hidden_since is not None or case.is_own_motion


def _asking(case: OpenedCase, form: Form) -> dict[str, Any]:
    return {
        "choices": _choices(case),
        "lengths": _lengths(case),
        "fields": [
            (part.value, gettext(words))
            for part, words in RELEASED.items()
            if part not in HIDDEN or not _is_nameless(case)
        ],
        "chosen": _released(form),
    }


def _as_they_see_it(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the request exactly as whoever is asked will read it."""
    within, released = _within(case, form), _released(form)
    assert within is not None
    complaint = case.complaint
    return {
        "who": dict(_choices(case))[form["asked"]],
        "last_day": count(case.now, within, case.advice.calendar).last_day,
        "asked": form["asked"],
        "question": form["question"].strip(),
        "within": within,
        "released": released,
        "shown": shown(
            complaint.subject,
            complaint.story,
            case.file.people,
            whom_it_may_name(complaint.number),
            released,
        ),
    }


def _within(case: OpenedCase, form: Form) -> Allowance | None:
    lengths = (length for length, _ in _lengths(case))
    return next((length for length in lengths if str(length.amount) == form.get("within")), None)


def _lengths(case: OpenedCase) -> list[tuple[Allowance, date | None]]:
    """Return each time that may be given with the day it leads to, the longest first."""
    promised = case.agency.configured.promise(
        "information_request", case.complaint.category
    ).allowance
    lengths = [Allowance(n, promised.unit) for n in range(promised.amount, 0, -1)]
    calendar = case.advice.calendar
    return [(length, count(case.now, length, calendar).last_day) for length in lengths]


def _released(form: Form) -> list[Released]:
    """Return what is chosen to be shown; until the form is sent, what is shown by default."""
    if "question" not in form:
        return list(BY_DEFAULT)
    return [part for part in Released if part in form.getlist("released")]


def _choices(case: OpenedCase) -> list[tuple[str, str]]:
    """Return the posts of the way up, then the people of the agency, who may be asked."""
    complaint, actor = case.complaint, current_actor()
    with runtime().reading(actor) as session:
        concerned = runtime().features.concerned(
            session, complaint.id, complaint.agency, complaint.story
        )
        excluded = concerned | {actor.user_id or 0}
        offered = whom_to_ask(session, complaint.agency, excluded, case.path, case.now)
        names = names_of(session, [asked.user_id for asked, _ in offered])
    return [(str(asked), _choice_words(case, asked, names, who)) for asked, who in offered]


def _choice_words(
    case: OpenedCase, asked: Asked, names: Mapping[int, str], working: Sequence[str]
) -> str:
    """Return what somebody is called in the list, and who answers in their place."""
    who = ", ".join(working)
    if asked.post is not None:
        title = _who_is_asked(case, asked.post, None)
        return gettext("Poste : %(title)s, %(names)s", title=title, names=who)
    name = names[asked.user_id or 0]
    if working == [name]:
        return name
    return gettext("%(name)s (absence, remplacement : %(substitute)s)", name=name, substitute=who)


# Taking a request back.


def _withdraw(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    request, reason = _chosen(case, form), needed_text(form, problems, "reason")
    return partial(withdraw, request_id=request.id, reason=reason) if request else None


def _chosen(case: OpenedCase, form: Form) -> OpenRequest | None:
    waiting, chosen = _open_requests(case), form.get("request", 0, type=whole_number)
    first = next(iter(waiting), None)
    return next((request for request in waiting if request.id == chosen), first)


for page in (
    ActionPage(
        COMPLAINT,
        "request_information",
        "renseignements",
        "information",
        Permission.REQUEST_INFORMATION,
        to_translate("Demande envoyée."),
        _ask,
        tells=by_letter(to_translate("La personne choisie en sera avertie par courriel.")),
        given=_asking,
        preview=_as_they_see_it,
        fields=FIELDS,
        folder="information_requests",
    ),
    ActionPage(
        COMPLAINT,
        "withdraw_request",
        "retirer-demande",
        "withdraw-request",
        Permission.REQUEST_INFORMATION,
        to_translate("Demande retirée."),
        _withdraw,
        tells=by_letter(to_translate("Qui l’avait reçue en sera averti par courriel.")),
        given=lambda case, form: {"chosen": _chosen(case, form)},
        folder="information_requests",
    ),
):
    add_action(pages, page)
