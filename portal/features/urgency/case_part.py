"""Urgency on the office's page of a complaint: what is proposed, what is owed, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.complaints.queries.case_rows import Clock
from portal.complaints.queries.work_list_rows import Row
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.urgency.actions import TEXTS
from portal.features.urgency.rules import Urgency
from portal.pages.current import current_language
from portal.pages.office.case.contributions import (
    CasePart,
    Facts,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words


def looks_urgent(case: OpenedCase) -> bool:
    """Tell whether its words make it look urgent, and a person still has to say."""
    urgency = case.complaint.urgency
    return case.is_unanswered and urgency is not None and Urgency(urgency).is_undecided


def urgent_clock(case: OpenedCase) -> Clock | None:
    """Return by when somebody acts on an urgent complaint, late if need be; None once they did."""
    clock = case.file.clock(ClockKind.URGENT_FIRST_ACT)
    is_urgent = clock is not None and case.complaint.urgent_since is not None
    return clock if is_urgent and clock is not None and clock.is_owed else None


def _notice(case: OpenedCase) -> Mapping[str, Any] | None:
    if looks_urgent(case):
        return {"signs": case.complaint.urgency_why or "", "clock": None}
    clock = urgent_clock(case)
    return {"clock": clock} if clock is not None else None


def case_tag(case: OpenedCase) -> Tag | None:
    """Return what marks the page of a complaint that is urgent, or that somebody looks at."""
    is_urgent = case.complaint.urgent_since is not None
    return _tag(case.complaint.urgency, is_urgent) if is_urgent or looks_urgent(case) else None


def row_mark(row: Row, _agency: str) -> Tag | None:
    """Return what marks a complaint of the work list that is urgent, or may be."""
    return _tag(row.urgency, row.urgent_since is not None)


def _tag(urgency: str | None, is_urgent: bool) -> Tag | None:
    if is_urgent:
        return Tag(gettext("Urgente"), "late")
    if urgency is not None and Urgency(urgency).is_undecided:
        return Tag(gettext("Urgence à confirmer"), "soon")
    return None


def _act_by(_case: OpenedCase, facts: Facts) -> str | None:
    """Return by when somebody has to act."""
    if not facts.get("last_day"):
        return None
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    return gettext("Premier geste au plus tard le %(day)s.", day=day)


OFFERS = (
    Offer(
        "confirm_urgent",
        to_translate("Confirmer l’urgence"),
        Permission.DECIDE_URGENCY,
        lambda case: case.is_unanswered and case.complaint.urgent_since is None,
    ),
    Offer(
        "decline_urgent",
        to_translate("Écarter l’urgence"),
        Permission.DECIDE_URGENCY,
        looks_urgent,
    ),
    Offer(
        "urgent_act",
        to_translate("Noter le premier geste urgent"),
        Permission.CONTACT,
        lambda case: urgent_clock(case) is not None,
    ),
)
PARTS = (CasePart("urgency", Place.NOTICES, "urgency/_urgency.html", _notice),)
HISTORY = (
    HistoryEntry(EntryKind.URGENCY_PROPOSED, to_translate("Urgence proposée")),
    HistoryEntry(EntryKind.URGENCY_CONFIRMED, to_translate("Urgence confirmée"), _act_by),
    HistoryEntry(EntryKind.URGENCY_DECLINED, to_translate("Urgence écartée")),
    HistoryEntry(EntryKind.URGENT_ACTED, to_translate("Premier geste pour une plainte urgente")),
)
HISTORY_TEXTS = tuple(HistoryText(kind, "note") for kind in TEXTS)
