"""The history of a complaint as the office reads it: what happened, who, when, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.complaints.queries.case_rows import Entry, Message
from portal.domain.confidential import ACT, REPORT
from portal.domain.history import EntryKind
from portal.features.conflicts_of_interest.actions import REASON as CONFLICT_REASON
from portal.features.contact_limits.actions import DECLINED, LIMIT, REVIEW, REVIEWED
from portal.features.information_requests.history_lines import REQUEST, request_texts
from portal.features.joint_answers.asking import PART
from portal.features.second_reading.actions import REMARK
from portal.features.urgency.actions import TEXTS as URGENT_TEXTS
from portal.pages.current import current_language, runtime
from portal.pages.office.case.detail import detail_of
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import EVENTS, worded
from portal.pages.texts import gettext

TABS = ("tout", "echanges", "notes", "journal", "documents")
_EXCHANGES = frozenset(
    {
        *("message", "question", "answer", "extension", "withdrawal"),
        *("conclusion", "again", "transfer", PART, REPORT, LIMIT, REVIEW, REVIEWED),
    }
)
_FRAMES = {"note": "note", "to_top": "note", "decision": "note", REPORT: "in", ACT: "note"}
_FRAMES |= {REQUEST: "note", REMARK: "note"}
_FRAMES |= dict.fromkeys((REQUEST, CONFLICT_REASON, *URGENT_TEXTS, DECLINED), "note")
_FRAMES |= {REVIEW: "in"}


# Of a part: done by the agency that asks for it, whose people are none of this one's.
_BY_WHOEVER_ASKED = frozenset(
    {EntryKind.PART_RECEIVED, EntryKind.PART_KEPT, EntryKind.PART_CALLED_OFF}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the history: `frame` is "in", "out" or "note" around a text."""

    seq: int
    title: str
    who: str
    at: datetime
    body: str | None = None
    frame: str | None = None
    detail: str | None = None
    tab: str = "journal"


def lines(case: OpenedCase) -> list[Line]:
    """Return the history of a complaint, the newest first."""
    every = (*case.file.messages, *request_texts(case))
    written = {message.history_seq: message for message in every}
    return [_line(case, entry, written.get(entry.seq)) for entry in reversed(case.file.entries)]


def lines_since(case: OpenedCase, seen_version: int) -> list[Line]:
    """Return what happened after somebody saw the complaint at `seen_version`."""
    # Every entry raises the version by one, so both run in step.
    seen_seq = seen_version + case.complaint.head_seq - case.complaint.version
    return [line for line in lines(case) if line.seq > seen_seq]


def in_tab(every: Iterable[Line], tab: str) -> list[Line]:
    """Return the lines that a tab shows."""
    return [line for line in every if tab in ("tout", line.tab)]


def tab_counts(case: OpenedCase, every: Sequence[Line]) -> list[tuple[str, str, int]]:
    """Return the tabs with their names and how much each holds."""
    names = {
        "tout": gettext("Tout"),
        "echanges": gettext("Échanges"),
        "notes": gettext("Notes internes"),
        "journal": gettext("Journal"),
        "documents": gettext("Documents"),
    }
    sizes = {tab: len(in_tab(every, tab)) for tab in TABS} | {"documents": len(case.file.documents)}
    return [(tab, names[tab], sizes[tab]) for tab in TABS]


def _line(case: OpenedCase, entry: Entry, message: Message | None) -> Line:
    return Line(
        seq=entry.seq,
        title=worded(EVENTS, entry.kind),
        who=_who(case, entry),
        at=entry.at,
        body=_body(case, entry, message),
        frame=_frame(entry, message),
        detail=None if _says_all(entry, message) else detail_of(case, entry),
        tab=_tab(entry, message),
    )


def _body(case: OpenedCase, entry: Entry, message: Message | None) -> str | None:
    if entry.kind == EntryKind.FILED:
        return case.complaint.story
    return message.body if message else None


def _says_all(entry: Entry, message: Message | None) -> bool:
    """Tell whether the text of an entry says its facts already, as that of a closing does."""
    return message is not None and entry.kind == EntryKind.CLOSED


def _who(case: OpenedCase, entry: Entry) -> str:
    if "by" in entry.facts and entry.kind in _BY_WHOEVER_ASKED:
        return runtime().agencies.agency(entry.facts["by"]).name.in_(current_language())
    if entry.actor == "complainant" or entry.kind == EntryKind.FILED:
        return _complainant(case, entry)
    if entry.user_id is not None:
        return case.file.names.get(entry.user_id, gettext("Une personne de l’organisme"))
    return gettext("Le portail")


def _complainant(case: OpenedCase, entry: Entry) -> str:
    """Return who complained, and who of the staff wrote it down where somebody did."""
    person = case.person_name or gettext("La personne plaignante")
    clerk = case.file.names.get(entry.user_id or 0)
    return gettext("%(person)s, par %(clerk)s", person=person, clerk=clerk) if clerk else person


def _frame(entry: Entry, message: Message | None) -> str | None:
    if entry.kind == EntryKind.FILED:
        return "in"
    if message is None:
        return None
    return "in" if message.from_citizen else _FRAMES.get(message.kind, "out")


def _tab(entry: Entry, message: Message | None) -> str:
    if entry.kind == EntryKind.FILED:
        return "echanges"
    if message is None:
        return "journal"
    return "echanges" if message.kind in _EXCHANGES else "notes"
