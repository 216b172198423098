"""The history of a complaint as the office reads it: what happened, who, when, what was written.

Beside its title, an entry may say whom, what, why, which date, where to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.complaints.queries.case_rows import Entry, Message
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import added
from portal.pages.office.case import OpenedCase, category_names
from portal.pages.office.case.contributions import HistoryEntry, HistoryText, KeptTexts, WordDetail
from portal.pages.office.wording import EVENTS, hints_words, worded
from portal.pages.shown.agency import referring_unit
from portal.words.clocks import UNDECLARED
from portal.words.dates import day_words
from portal.words.statuses import FINDINGS

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


def detail_of(case: OpenedCase, entry: Entry, said_of: Iterable[HistoryEntry]) -> str | None:
    """Return the facts of an entry in words, where they say more than its title.

    What features have to say of it comes first.
    """
    worders = [entry_words.detail for entry_words in said_of]
    worders.append(_DETAILS.get(entry.kind))
    sentences = (worder(case, entry.facts) for worder in worders if worder is not None)
    return " ".join(words for words in sentences if words) or None


def _assigned(case: OpenedCase, facts: dict[str, Any]) -> str:
    name = case.file.names.get(facts.get("to", 0), "")
    return gettext("À %(name)s.", name=name)


def _reclassified(case: OpenedCase, facts: dict[str, Any]) -> str:
    names = category_names(case.agency)
    before, after = facts.get("before", ""), facts.get("category", "")
    return gettext(
        "De « %(before)s » à « %(after)s ».",
        before=names[before].in_(current_language()) if before in names else before,
        after=names[after].in_(current_language()) if after in names else after,
    )


def _succeeded(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext(
        "De « %(before)s » à « %(after)s ».",
        before=Text(**facts["before_name"]).in_(current_language()),
        after=Text(**facts["agency_name"]).in_(current_language()),
    )


def _answered(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Return what the check of plain language counted before it left."""
    return hints_words(facts["hints"]) if "hints" in facts else None


def _closed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Conclusion : %(finding)s.", finding=worded(FINDINGS, facts.get("finding")))


def _failed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Question « %(hook)s » : les réglages ont répondu.", hook=facts.get("hook", ""))


def taken(_case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return after how many working days somebody took it in charge."""
    days = facts.get("working_days", 0)
    return ngettext(
        "%(num)s jour ouvrable après la réception.",
        "%(num)s jours ouvrables après la réception.",
        days,
    )


def new_date(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Return the new promised date, where there is one."""
    if not facts.get("last_day"):
        return None
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    return gettext("Nouvelle date promise : %(day)s.", day=day)


def started(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return from what day the time of a complete file runs."""
    day = new_date(case, facts) or ""
    if not facts.get("by_itself"):
        return day
    return gettext("Parti de lui-même : personne ne l’avait noté. %(day)s", day=day)


def paused(_case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return why the time stands still, and until when at most."""
    return gettext(
        "%(reason)s. Le délai repart avec la réponse, ou de lui-même après le %(day)s.",
        reason=Text(**facts["reason_name"]).in_(current_language()),
        day=day_words(date.fromisoformat(facts["until"]), current_language()),
    )


def resumed(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return the promised date once the time runs again."""
    day = new_date(case, facts) or ""
    if not facts.get("by_itself"):
        return day
    return gettext("Reparti de lui-même, sans réponse. %(day)s", day=day)


def level(case: OpenedCase, facts: dict[str, Any]) -> str:
    """Return the level that a complaint came to, and its date there."""
    reached = int(facts.get("level", 1))
    title = case.path[min(reached, len(case.path)) - 1].title.in_(current_language())
    words = gettext("Palier %(level)s : %(holder)s", level=reached, holder=title)
    day = new_date(case, facts)
    return f"{words}. {day}" if day else f"{words}."


def missed(case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Return which date passed, and who has the complaint since.

    What passed of a feature's own, the feature words.
    """
    clock = facts.get("clock")
    if clock is None:
        return level(case, facts)
    words = runtime().features.clock_words.get(ClockKind(clock), UNDECLARED).missed
    return f"{gettext(words)}. {level(case, facts)}" if words else None


def told_of_receipt(case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Tell what an employee wrote down: when it was received, and which unit led here."""
    sentences = []
    if "received_at" in facts:
        received = datetime.fromisoformat(facts["received_at"]).astimezone(case.zone)
        day = day_words(received.date(), current_language())
        sentences.append(gettext("Reçue le %(day)s.", day=day))
    if "referred_by" in facts:
        sentences.append(_told_of_referral(case, facts))
    return " ".join(sentences) or None


def _told_of_referral(case: OpenedCase, facts: dict[str, Any]) -> str:
    name = referring_unit(case.agency, facts["referred_by"])
    if facts.get("by_leaflet"):
        return gettext("Orientée par un dépliant remis : %(unit)s.", unit=name)
    return gettext("Orientée par un employé : %(unit)s.", unit=name)


_DETAILS: dict[str, WordDetail] = {
    EntryKind.FILED.value: told_of_receipt,
    EntryKind.TAKEN_IN_CHARGE.value: taken,
    EntryKind.ASSIGNED.value: _assigned,
    EntryKind.RECLASSIFIED.value: _reclassified,
    EntryKind.EXTENDED.value: new_date,
    EntryKind.FILE_COMPLETED.value: started,
    EntryKind.PAUSED.value: paused,
    EntryKind.RESUMED.value: resumed,
    EntryKind.ESCALATED.value: level,
    EntryKind.DATE_MISSED.value: missed,
    EntryKind.PASSED_TO_TOP.value: level,
    EntryKind.REVIEW_ASKED.value: level,
    EntryKind.SUCCEEDED.value: _succeeded,
    EntryKind.ANSWERED.value: _answered,
    EntryKind.CLOSED.value: _closed,
    EntryKind.PLUGIN_FAILED.value: _failed,
}
