"""Urgent complaints on the pages: confirmed, declined, marked everywhere, and acted upon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from portal.complaints.entries import DateMissed
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.work_list_rows import Row
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind, count
from portal.features.urgency import actions as urgency
from portal.features.urgency.actions import TEXTS
from portal.features.urgency.rules import Urgency, UrgencyConfirmed
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import NOTICES, PagePart
from portal.pages.current import gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.acting import kept_words, said_after, said_before
from portal.pages.office.case.contributions import (
    CasePart,
    CaseTag,
    EndedByActing,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    RowTag,
    Stage,
)
from portal.pages.office.case.offered import is_at_top
from portal.pages.office.wording import Tag
from portal.pages.shown.history_words import Around, ToldWords, told_day
from portal.words.catalogue import to_translate

pages = Pages("office")


def _reading(
    act: Callable[..., Any], field: str, argument: str
) -> Callable[[OpenedCase, Form, Problems], Act | None]:
    """Return what reads the text of one field and hands it to `act` as this argument."""

    def read(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
        return partial(act, **{argument: needed_text(form, problems, field)})

    return read


def _confirming(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return by when somebody acts if it is confirmed now, and the words that led here."""
    promise = case.agency.configured.promise("urgent", case.complaint.category)
    due = count(case.now, promise.allowance, case.advice.calendar)
    return {"act_by": due.last_day, "signs": case.complaint.urgency_why, "at_top": is_at_top(case)}


for page in (
    ActionPage(
        COMPLAINT,
        "confirm_urgent",
        "urgence",
        "urgent",
        Permission.DECIDE_URGENCY,
        to_translate("Urgence confirmée. La personne voit quand quelqu’un agit."),
        _reading(urgency.confirm, "why_urgent", "why"),
        given=_confirming,
        fields=("why_urgent",),
        folder="urgency",
    ),
    ActionPage(
        COMPLAINT,
        "decline_urgent",
        "ecarter-urgence",
        "not-urgent",
        Permission.DECIDE_URGENCY,
        to_translate("Urgence écartée. Le motif est dans l’historique."),
        _reading(urgency.decline, "reason", "reason"),
        given=_confirming,
        fields=("reason",),
        folder="urgency",
    ),
    ActionPage(
        COMPLAINT,
        "urgent_act",
        "geste-urgent",
        "urgent-act",
        Permission.CONTACT,
        to_translate("Premier geste noté."),
        _reading(urgency.act, "body", "body"),
        tells=lambda case: said_after(case, [urgency.CLOCK]),
        given=lambda case, _form: {"ends": said_before(case, [urgency.CLOCK])},
        fields=("body",),
        folder="urgency",
        with_person=True,
    ),
):
    add_action(pages, page)


def _looks_urgent(case: OpenedCase) -> bool:
    """Tell whether its words make it look urgent, and a person still has to say."""
    urgency = case.complaint.urgency
    return case.is_unanswered and urgency is not None and Urgency(urgency).is_undecided


def _owed_clock(case: OpenedCase) -> KeptClock | None:
    """Return by when somebody acts on an urgent complaint, late if need be; None once they did."""
    clock = case.file.clock(ClockKind.URGENT_FIRST_ACT)
    return clock if clock and clock.is_owed and case.complaint.urgent_since else None


def _notice(case: OpenedCase) -> Mapping[str, Any] | None:
    if _looks_urgent(case):
        return {"signs": case.complaint.urgency_why or "", "clock": None}
    clock = _owed_clock(case)
    return {"clock": clock, "at_top": is_at_top(case)} if clock is not None else None


def _case_tag(case: OpenedCase) -> Tag | None:
    """Return what marks the page of a complaint that is urgent, or that somebody looks at."""
    is_urgent = case.complaint.urgent_since is not None
    return _tag(case.complaint.urgency, is_urgent) if is_urgent or _looks_urgent(case) else None


def _row_tag(row: Row, _agency: str) -> Tag | None:
    """Return what marks a complaint of the work list that is urgent, or may be."""
    return _tag(row.urgency, row.urgent_since is not None)


def _tag(urgency: str | None, is_urgent: bool) -> Tag | None:
    if is_urgent:
        return Tag(gettext("Urgente"), "late")
    if urgency is not None and Urgency(urgency).is_undecided:
        return Tag(gettext("Urgence à confirmer"), "soon")
    return None


def _act_by(_case: OpenedCase, entry: UrgencyConfirmed) -> str | None:
    """Return by when somebody has to act."""
    day = told_day(entry.last_day)
    return gettext("Premier geste au plus tard le %(day)s.", day=day) if day else None


# On the page of whoever complained.


def _owed_to_them(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return by when somebody acts because it is urgent, late if need be; None once they did."""
    clock = summary.complaint.owed_clock(ClockKind.URGENT_FIRST_ACT)
    return {"clock": clock} if clock is not None and summary.is_owed_an_answer else None


def _told_act_by(entry: UrgencyConfirmed, _around: Around) -> str:
    return gettext("Premier geste : au plus tard le %(day)s.", day=told_day(entry.last_day))


def _told_missed(entry: DateMissed, _around: Around) -> str:
    if entry.clock != ClockKind.URGENT_FIRST_ACT:
        return ""
    return gettext("Personne n’a agi à temps pour l’urgence.")


ADDS = (
    Offer(
        "confirm_urgent",
        to_translate("Confirmer l’urgence"),
        Permission.DECIDE_URGENCY,
        lambda case: case.is_unanswered and case.complaint.urgent_since is None,
        rank=20,
        stage=Stage.DATES,
    ),
    Offer(
        "decline_urgent",
        to_translate("Écarter l’urgence"),
        Permission.DECIDE_URGENCY,
        _looks_urgent,
        rank=30,
        stage=Stage.DATES,
    ),
    Offer(
        "urgent_act",
        to_translate("Noter le premier geste urgent"),
        Permission.CONTACT,
        lambda case: _owed_clock(case) is not None,
        rank=40,
        stage=Stage.DATES,
    ),
    MissingWords(
        "why_urgent",
        "why_urgent",
        to_translate("Dites en quoi la plainte ne peut pas attendre"),
    ),
    CasePart("urgency", Place.NOTICES, "urgency/_urgency.html", _notice, rank=20),
    CaseTag(_case_tag),
    RowTag(_row_tag, comes_first=True),
    HistoryEntry(EntryKind.URGENCY_PROPOSED, to_translate("Urgence proposée")),
    HistoryEntry(EntryKind.URGENCY_CONFIRMED, to_translate("Urgence confirmée"), _act_by),
    HistoryEntry(EntryKind.URGENCY_DECLINED, to_translate("Urgence écartée")),
    EndedByActing(urgency.CLOCK),
    HistoryEntry(
        EntryKind.URGENT_ACTED,
        to_translate("Premier geste pour une plainte urgente"),
        lambda _case, entry: kept_words(entry.last_day, in_time=entry.in_time),
    ),
    *(HistoryText(kind, "note") for kind in TEXTS),
    PagePart(NOTICES, "urgency/_urgent.html", _owed_to_them),
    ToldWords(
        EntryKind.URGENCY_CONFIRMED,
        to_translate("Votre plainte est traitée en urgence"),
        _told_act_by,
    ),
    ToldWords(EntryKind.URGENT_ACTED, to_translate("Un premier geste urgent a été posé")),
    ToldWords(EntryKind.DATE_MISSED, note=_told_missed),
)
