"""What is adapted for whoever complains: what they asked, what was answered, asking for more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import request
from msgspec import Struct

from portal.complaints.queries.followed import Followed
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.features.accommodations.actions import ask
from portal.features.accommodations.pages import (
    DECISIONS,
    TOLD_STATES,
    need_words,
    needs_to_choose,
)
from portal.features.accommodations.queries import ASKED_CLOCK, IN_PLACE_CLOCK, OWN, Accommodation
from portal.features.accommodations.rules import (
    OPEN,
    AccommodationAnswered,
    AccommodationAsked,
    Decision,
    State,
)
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import ACTIONS, FIRST, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.wording import worded
from portal.pages.shown.history_words import Around, ToldWords, told_day
from portal.words.catalogue import to_translate

pages = Pages("citizen")

NEED_FIELD = "besoin"


class ToldNeed(Struct, frozen=True):
    """One need, and what became of it: in words, with the answer and its day."""

    words: str
    state: str
    answer: str
    day: date | None
    is_late: bool
    waits_for_person: bool
    is_refused: bool


def _told(complaint: Followed) -> list[ToldNeed]:
    return [_told_need(complaint, asked) for asked in complaint.of(OWN)]


def _told_need(complaint: Followed, asked: Accommodation) -> ToldNeed:
    answers = (entry for entry in complaint.history if entry.seq == asked.answer_seq)
    answer = next((entry.text or "" for entry in answers), "")
    kind = IN_PLACE_CLOCK if asked.state == State.GRANTED else ASKED_CLOCK
    owed = complaint.owed_clock(kind) if asked.state in OPEN else None
    return ToldNeed(
        words=need_words(asked.need),
        state=worded(TOLD_STATES, asked.state),
        answer=answer,
        day=owed.last_day if owed else None,
        is_late=owed is not None and (owed.missed_at is not None or owed.level > 1),
        waits_for_person=asked.state == State.QUESTIONED,
        is_refused=asked.state == State.REFUSED,
    )


def _part(summary: CaseSummary) -> Mapping[str, Any] | None:
    told = _told(summary.complaint)
    return {"needs": told} if told else None


def _may_ask(summary: CaseSummary) -> bool:
    return summary.status is not Status.WITHDRAWN and bool(_left(summary.complaint.of(OWN)))


def _left(asked: tuple[Accommodation, ...]) -> list[tuple[str, str]]:
    """Return what may still be asked for: what was refused may be asked again."""
    known = (*OPEN, State.IN_PLACE)
    return needs_to_choose(one.need for one in asked if one.state in known)


def _shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    if not _may_ask(summary):
        return None
    return {
        "needs": _told(summary.complaint),
        "complaint_language": summary.complaint.facts.language,
        "choices": _left(summary.complaint.of(OWN)),
        "chosen": request.form.getlist(NEED_FIELD),
    }


def _send(number: str, complaint_id: int, problems: Problems) -> str:
    """Ask for what was chosen; sent twice, it is asked once."""
    known = dict(needs_to_choose(()))
    needs = [need for need in request.form.getlist(NEED_FIELD) if need in known]
    if not needs:
        problems.add(NEED_FIELD, gettext("Choisissez au moins une adaptation"))
        return ""
    try:
        runtime().change(complainant(complaint_id), number, partial(ask, needs=needs))
    except IncompleteError:
        return gettext("Vous l’avez déjà demandé.")
    return gettext("Votre demande est envoyée. L’organisme vous répond.")


FollowAction(
    name="accommodations",
    sending="ask_accommodation",
    fr="adaptations",
    en="accommodations",
    template="accommodations/accommodations.html",
    shown=_shown,
    act=_send,
    fields=(NEED_FIELD,),
).serve(pages)


def _told_asked(entry: AccommodationAsked, _around: Around) -> str:
    day = told_day(entry.last_day)
    return gettext("L’organisme vous répond au plus tard le %(day)s.", day=day) if day else ""


def _told_answered(entry: AccommodationAnswered, _around: Around) -> str:
    return " ".join(_answer_sentences(entry))


def _answer_sentences(entry: AccommodationAnswered) -> Iterator[str]:
    yield worded(DECISIONS, entry.decision)
    if entry.decision == Decision.GRANT and entry.last_day is not None:
        yield gettext("En place au plus tard le %(day)s.", day=told_day(entry.last_day))


ADDS = (
    PagePart(FIRST, "accommodations/_told.html", _part),
    PagePart(
        ACTIONS,
        "accommodations/_ask.html",
        lambda summary: {} if _may_ask(summary) else None,
    ),
    ToldWords(
        EntryKind.ACCOMMODATION_ASKED, to_translate("Une adaptation est demandée"), _told_asked
    ),
    ToldWords(
        EntryKind.ACCOMMODATION_ANSWERED,
        to_translate("L’organisme a répondu à votre demande d’adaptation"),
        _told_answered,
    ),
    ToldWords(
        EntryKind.ACCOMMODATION_IN_PLACE,
        to_translate("Ce que vous avez demandé est en place"),
    ),
)
