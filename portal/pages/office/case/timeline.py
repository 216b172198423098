"""The history of a complaint as the office reads it: what happened, who, when, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.complaints.queries.case_rows import Entry, Message
from portal.domain.history import EntryKind
from portal.pages.current import current_language, runtime
from portal.pages.features import added
from portal.pages.office.case.contributions import HistoryEntry, HistoryText, KeptTexts
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
    kept = (message for kept_texts in added(KeptTexts) for message in kept_texts.texts(case))
    written = {message.history_seq: message for message in (*case.file.messages, *kept)}
    worded_as = _Wording.of_features()
    return [
        _line(case, entry, written.get(entry.seq), worded_as)
        for entry in reversed(case.file.entries)
    ]


def title_of(kind: str) -> str:
    """Return what happened, in a few words, or its code where no feature words it any more."""
    return _title(kind, (wording for wording in added(HistoryEntry) if wording.kind == kind))


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


@dataclass(frozen=True, slots=True)
class _Wording:
    """What the features call the entries and the texts of a history, by their kinds."""

    entries: Mapping[str, Sequence[HistoryEntry]]
    texts: Mapping[str, HistoryText]

    @classmethod
    def of_features(cls) -> _Wording:
        entries: dict[str, list[HistoryEntry]] = {}
        for wording in added(HistoryEntry):
            entries.setdefault(wording.kind.value, []).append(wording)
        return cls(
            entries,
            _TEXTS | {history_text.kind: history_text for history_text in added(HistoryText)},
        )

    def text(self, message: Message) -> HistoryText:
        return self.texts.get(message.kind) or HistoryText(message.kind)


def _title(kind: str, wordings: Iterable[HistoryEntry]) -> str:
    title = next((wording.title for wording in wordings if wording.title is not None), None)
    return gettext(title) if title is not None else worded(EVENTS, kind)


def _line(case: OpenedCase, entry: Entry, message: Message | None, worded_as: _Wording) -> Line:
    wordings = worded_as.entries.get(entry.kind, ())
    text = worded_as.text(message) if message is not None else None
    return Line(
        seq=entry.seq,
        title=_title(entry.kind, wordings),
        who=_who(case, entry, wordings),
        at=entry.at,
        body=_body(case, entry, message),
        frame=_frame(entry, message, text),
        detail=None if _says_all(entry, message) else detail_of(case, entry, wordings),
        tab=_tab(entry, text),
    )


def _body(case: OpenedCase, entry: Entry, message: Message | None) -> str | None:
    if entry.kind == EntryKind.FILED:
        return case.complaint.story
    return message.body if message else None


def _says_all(entry: Entry, message: Message | None) -> bool:
    """Tell whether the text of an entry says its facts already, as that of a closing does."""
    return message is not None and entry.kind == EntryKind.CLOSED


def _who(case: OpenedCase, entry: Entry, wordings: Iterable[HistoryEntry]) -> str:
    if "by" in entry.facts and any(wording.by_agency for wording in wordings):
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


def _frame(entry: Entry, message: Message | None, text: HistoryText | None) -> str | None:
    if entry.kind == EntryKind.FILED:
        return "in"
    if message is None or text is None:
        return None
    return "in" if message.from_citizen else text.frame


def _tab(entry: Entry, text: HistoryText | None) -> str:
    if entry.kind == EntryKind.FILED:
        return "echanges"
    if text is None:
        return "journal"
    return "echanges" if text.is_exchange else "notes"
