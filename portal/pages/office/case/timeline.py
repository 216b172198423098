"""The history of a complaint as the office reads it: what happened, who, when, what was written.

Beside its title, an entry may say whom, what, why, which date, where to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.complaints.entries import (
    CALL,
    IN_PLACE_OF,
    Assigned,
    FileCompleted,
    Filed,
    MessageReceived,
    Noted,
    Paused,
    Reclassified,
    Resumed,
    TakenInCharge,
    confirmed_before,
    entry_of,
)
from portal.complaints.queries.case_file import Entry, Message
from portal.domain.history import DONE_BY_THE_PORTAL, EntryKind
from portal.domain.text import Text
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import added, arranged_once
from portal.pages.office.case import OpenedCase, category_names
from portal.pages.office.case.acting import kept_words
from portal.pages.office.case.calls import newer_number
from portal.pages.office.case.contributions import (
    ActedThen,
    HistoryEntry,
    HistoryText,
    HoldsNoMore,
    KeptTexts,
    WordDetail,
)
from portal.pages.office.case.going_up import (
    climbed_words,
    missed_words,
    new_date,
    passed_words,
    recourse_words,
    vacant_words,
)
from portal.pages.office.case.outgoing import WHAT
from portal.pages.office.wording import EVENTS, hints_words, worded
from portal.pages.shown.history_words import confirmed_words, posted_words
from portal.pages.telling import UNACKNOWLEDGED
from portal.words.catalogue import to_translate
from portal.words.dates import day_words
from portal.words.statuses import FINDINGS

TABS = {
    "tout": to_translate("Tout"),
    "echanges": to_translate("Échanges"),
    "notes": to_translate("Notes internes"),
    "journal": to_translate("Journal"),
    "documents": to_translate("Documents"),
}
_EXCHANGES = (
    *("message", "question", "answer", "extension", "withdrawal"),
    *("conclusion", "again"),
)
_NOTES = ("note", "to_top", "decision")
_TEXTS = {kind: HistoryText(kind, is_exchange=True) for kind in _EXCHANGES} | {
    kind: HistoryText(kind, "note") for kind in _NOTES
}
_FILING = HistoryText("filed", "in", is_exchange=True)


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
    texts, wordings = _texts(), _wordings()
    untrue = {seq: words for one in added(HoldsNoMore) for seq, words in one.of(case).items()}

    def line(entry: Entry) -> Line:
        message = written.get(entry.seq)
        text = texts.get(message.kind, HistoryText(message.kind)) if message else None
        is_filing = entry.kind == EntryKind.FILED
        wording = wordings.get(entry.kind, ())
        told = _line(case, entry, message, _FILING if is_filing else text, wording)
        return replace(told, detail=untrue[entry.seq]) if entry.seq in untrue else told

    return [line(entry) for entry in reversed(case.file.entries)]


@arranged_once
def _texts() -> Mapping[str, HistoryText]:
    """Return what is to be known of each kind of text."""
    return _TEXTS | {text.kind: text for text in added(HistoryText)}


@arranged_once
def _wordings() -> Mapping[str, Sequence[HistoryEntry]]:
    """Return what features word of each kind of entry, in the order of the features."""
    wordings: dict[str, list[HistoryEntry]] = defaultdict(list)
    for wording in added(HistoryEntry):
        wordings[wording.kind].append(wording)
    return dict(wordings)


def title_of(kind: str) -> str:
    """Return what happened, in a few words, or its code where no feature words it any more."""
    return _title(kind, _wordings().get(kind, ()))


def lines_since(case: OpenedCase, seen_version: int) -> list[Line]:
    """Return what happened after somebody saw the complaint at `seen_version`."""
    # Every entry that is read here raises the version by one, so both run in step.
    return lines(case)[: max(0, case.complaint.version - seen_version)]


def in_tab(every: Iterable[Line], tab: str) -> list[Line]:
    """Return the lines that a tab shows."""
    return [line for line in every if tab in ("tout", line.tab)]


def tab_counts(case: OpenedCase, every: Sequence[Line]) -> list[tuple[str, str, int]]:
    """Return the tabs with their names and how much each holds."""
    documents = len(case.file.documents) + case.file.documents_kept
    sizes = {tab: len(in_tab(every, tab)) for tab in TABS} | {"documents": documents}
    return [(tab, gettext(name), sizes[tab]) for tab, name in TABS.items()]


def _title(kind: str, wordings: Iterable[HistoryEntry]) -> str:
    title = next((wording.title for wording in wordings if wording.title is not None), None)
    return gettext(title) if title is not None else worded(EVENTS, kind)


def _line(
    case: OpenedCase,
    entry: Entry,
    message: Message | None,
    text: HistoryText | None,
    wordings: Iterable[HistoryEntry],
) -> Line:
    written = message.body if message is not None else None
    is_from_citizen = message is not None and message.from_citizen
    return Line(
        seq=entry.seq,
        title=_title(entry.kind, wordings),
        who=_who(case, entry, wordings),
        at=entry.at,
        body=case.complaint.story if entry.kind == EntryKind.FILED else written,
        frame=None if text is None else "in" if is_from_citizen else text.frame,
        detail=_joined(
            _detail(case, entry, message, wordings),
            _confirmed(case, entry),
            newer_number(case, entry, message),
        ),
        tab="journal" if text is None else "echanges" if text.is_exchange else "notes",
    )


def _who(case: OpenedCase, entry: Entry, wordings: Iterable[HistoryEntry]) -> str:
    if "by" in entry.facts and any(wording.by_agency for wording in wordings):
        return runtime().agencies.agency(entry.facts["by"]).name.in_(current_language())
    if entry.actor == "complainant" or entry.kind == EntryKind.FILED:
        return _complainant(case, entry)
    if entry.user_id is not None and entry.kind not in DONE_BY_THE_PORTAL:
        return _somebody(case, entry.user_id, entry.facts.get(IN_PLACE_OF))
    return gettext("Le portail")


def _somebody(case: OpenedCase, user_id: int, absent_id: int | None) -> str:
    """Return who of the staff did something, and in whose place where it was a substitute."""
    unnamed = gettext("Une personne de l’organisme")
    name = case.file.names.get(user_id, unnamed)
    if absent_id is None:
        return name
    absent = case.file.names.get(absent_id, unnamed)
    return gettext("%(name)s, pour %(absent)s", name=name, absent=absent)


def _complainant(case: OpenedCase, entry: Entry) -> str:
    """Return who complained, and who of the staff wrote it down where somebody did."""
    if case.is_own_motion:
        return _somebody(case, entry.user_id or 0, entry.facts.get(IN_PLACE_OF))
    then = next(filter(None, (acted.who(case, entry) for acted in added(ActedThen))), None)
    person = then or case.person_name or gettext("La personne plaignante")
    clerk = case.file.names.get(entry.user_id or 0)
    return gettext("%(person)s, par %(clerk)s", person=person, clerk=clerk) if clerk else person


def _detail(
    case: OpenedCase, entry: Entry, message: Message | None, wordings: Iterable[HistoryEntry]
) -> str | None:
    """Return the facts of an entry in words, where they say more than its title and its text.

    What features have to say of it comes first, unless it is declared to come last.
    """
    if message is not None and entry.kind == EntryKind.CLOSED:
        return None
    first = [wording.detail for wording in wordings if not wording.comes_last]
    last = [wording.detail for wording in wordings if wording.comes_last]
    details = [*first, _DETAILS.get(entry.kind), *last]
    facts = entry_of(entry) if any(details) else None
    sentences = [detail(case, facts) for detail in details if detail is not None]
    return " ".join(words for words in sentences if words) or None


def _filed(case: OpenedCase, entry: Filed) -> str | None:
    """Tell when what an employee wrote down was received, or that no letter acknowledged it."""
    if entry.unacknowledged:
        return gettext(UNACKNOWLEDGED)
    if entry.received_at is None:
        return None
    day = day_words(entry.received_at.astimezone(case.zone).date(), current_language())
    return gettext("Reçue le %(day)s.", day=day)


def _assigned(case: OpenedCase, entry: Assigned) -> str:
    return gettext("À %(name)s.", name=case.file.names.get(entry.to, ""))


def _asks_for(_case: OpenedCase, entry: MessageReceived) -> str | None:
    return gettext("Demande un appel ou une rencontre.") if entry.about == CALL else None


def _confirmed(case: OpenedCase, entry: Entry) -> str | None:
    """Tell when what left later was confirmed: its date is kept, or missed, by that moment."""
    moment = confirmed_before(entry.at, entry.facts)
    return confirmed_words(moment, case.zone) if moment is not None else None


def _joined(*sentences: str | None) -> str | None:
    return " ".join(filter(None, sentences)) or None


def _unsent(case: OpenedCase, entry: Noted) -> str | None:
    """Tell that the note is a text that did not leave: what it was, and who had confirmed it."""
    if entry.unsent is None:
        return None
    return gettext(
        "Texte confirmé par %(name)s, qui n’est pas parti : %(what)s. "
        "La personne plaignante ne l’a pas reçu.",
        name=case.file.names.get(entry.who or 0, gettext("une personne de l’organisme")),
        what=worded(WHAT, entry.unsent),
    )


def _taken(_case: OpenedCase, entry: TakenInCharge) -> str:
    after = ngettext(
        "%(num)s jour ouvrable après la réception.",
        "%(num)s jours ouvrables après la réception.",
        entry.working_days,
    )
    return f"{after} {kept_words(None, in_time=entry.in_time)}"


def _reclassified(case: OpenedCase, entry: Reclassified) -> str:
    names = category_names(case.agency)
    if entry.before == entry.category:  # As earlier versions let it be noted.
        return gettext("Elle était déjà dans cette catégorie : rien n’a changé.")
    return _replaced(*(names.get(code, Text(code)) for code in (entry.before, entry.category)))


def _replaced(before: Text, after: Text) -> str:
    language = current_language()
    return gettext(
        "De « %(before)s » à « %(after)s ».",
        before=before.in_(language),
        after=after.in_(language),
    )


def _started(_case: OpenedCase, entry: FileCompleted) -> str:
    day = new_date(entry.last_day)
    if not entry.by_itself:
        return day
    return gettext("Parti de lui-même : personne ne l’avait noté. %(day)s", day=day)


def _paused(_case: OpenedCase, entry: Paused) -> str:
    return gettext(
        "%(reason)s. Le délai repart avec la réponse, ou de lui-même après le %(day)s.",
        reason=entry.reason_name.in_(current_language()),
        day=day_words(entry.until, current_language()),
    )


def _resumed(_case: OpenedCase, entry: Resumed) -> str:
    day = new_date(entry.last_day)
    return (
        gettext("Reparti de lui-même, sans réponse. %(day)s", day=day) if entry.by_itself else day
    )


_DETAILS: dict[str, WordDetail] = {
    EntryKind.FILED: _filed,
    EntryKind.TAKEN_IN_CHARGE: _taken,
    EntryKind.ASSIGNED: _assigned,
    EntryKind.NOTED: _unsent,
    EntryKind.RECLASSIFIED: _reclassified,
    EntryKind.MESSAGE_RECEIVED: _asks_for,
    EntryKind.EXTENDED: lambda _case, entry: new_date(entry.last_day),
    EntryKind.LETTER_POSTED: lambda _case, entry: posted_words(entry),
    EntryKind.FILE_COMPLETED: _started,
    EntryKind.PAUSED: _paused,
    EntryKind.RESUMED: _resumed,
    EntryKind.ESCALATED: climbed_words,
    EntryKind.POST_VACANT: vacant_words,
    EntryKind.RECOURSE_OPENED: recourse_words,
    EntryKind.DATE_MISSED: missed_words,
    EntryKind.PASSED_TO_TOP: passed_words,
    EntryKind.REVIEW_ASKED: climbed_words,
    EntryKind.SUCCEEDED: lambda _case, entry: _replaced(entry.before_name, entry.agency_name),
    EntryKind.ANSWERED: lambda _case, entry: (
        None if entry.hints is None else hints_words(entry.hints)
    ),
    EntryKind.CLOSED: lambda _case, entry: (
        None
        if entry.finding is None
        else gettext("Conclusion : %(finding)s.", finding=worded(FINDINGS, entry.finding))
    ),
    EntryKind.PLUGIN_FAILED: lambda _case, entry: gettext(
        "Question « %(hook)s » : les réglages ont répondu.", hook=entry.hook
    ),
}
"""What is said of the facts of each kind; an answer says what the check of its language counted."""
