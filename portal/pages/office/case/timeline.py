"""The history of a complaint as the office reads it: what happened, who, when, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.complaints.queries.case_rows import Entry, Message
from portal.domain.history import EntryKind
from portal.pages.current import current_language, runtime
from portal.pages.features import shown_features
from portal.pages.office.case.contributions import HistoryEntry, HistoryText
from portal.pages.office.case.detail import detail_of
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.wording import EVENTS, worded
from portal.pages.texts import gettext

TABS = ("tout", "echanges", "notes", "journal", "documents")
_EXCHANGES = (
    *("message", "question", "answer", "extension", "withdrawal"),
    *("conclusion", "again"),
)
_NOTES = ("note", "to_top", "decision")
_TEXTS = {kind: HistoryText(kind, is_exchange=True) for kind in _EXCHANGES}
_TEXTS |= {kind: HistoryText(kind, "note") for kind in _NOTES}


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
    kept = (message for texts in shown_features().more_texts for message in texts(case))
    written = {message.history_seq: message for message in (*case.file.messages, *kept)}
    return [_line(case, entry, written.get(entry.seq)) for entry in reversed(case.file.entries)]


def title_of(kind: str) -> str:
    """Return what happened, in a few words, or its code where no feature words it any more."""
    titles = (one.title for one in shown_features().history_of(kind))
    title = next((one for one in titles if one is not None), None)
    return gettext(title) if title is not None else worded(EVENTS, kind)


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
        title=title_of(entry.kind),
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
    if "by" in entry.facts and any(one.by_agency for one in _said_of(entry)):
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
    return "in" if message.from_citizen else _text(message).frame


def _tab(entry: Entry, message: Message | None) -> str:
    if entry.kind == EntryKind.FILED:
        return "echanges"
    if message is None:
        return "journal"
    return "echanges" if _text(message).is_exchange else "notes"


def _text(message: Message) -> HistoryText:
    known = _TEXTS.get(message.kind) or shown_features().texts.get(message.kind)
    return known or HistoryText(message.kind)


def _said_of(entry: Entry) -> tuple[HistoryEntry, ...]:
    return shown_features().history_of(entry.kind)
