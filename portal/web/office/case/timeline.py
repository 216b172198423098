"""The history of a complaint as the office reads it: what happened, who, when, what was written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.db.queries.casefile import Entry, Message
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.reprisal import ACT, CLOCKS, REPORT
from portal.domain.text import Text
from portal.services.conduct.limits import DECLINED, LIMIT, REVIEW, REVIEWED
from portal.services.conflicts.declaring import REASON as CONFLICT_REASON
from portal.services.outgoing.readers import REMARK
from portal.services.parts.asking import PART
from portal.services.urgency import TEXTS as URGENT_TEXTS
from portal.web.current import current_language, runtime
from portal.web.office.case.opened import OpenedCase, category_names
from portal.web.office.plain_words import hints_words
from portal.web.office.recommendations.words import STEPS
from portal.web.office.registering.receipt_words import told_of_receipt
from portal.web.office.requests.lines import REQUEST, REQUEST_DETAILS, request_texts
from portal.web.office.wording import CONTACTS, EVENTS, ORIGINS, PROMISED, worded
from portal.web.texts import gettext, ngettext
from portal.words.contact_limits import MEANS
from portal.words.dates import day_words
from portal.words.findings import FINDINGS
from portal.words.travelling import SHARED, TRAVELLING
from portal.words.verdicts import VERDICTS

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
        detail=None if _says_all(entry, message) else _detail(case, entry),
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
    if entry.kind == EntryKind.PART_RECEIVED:
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


def _detail(case: OpenedCase, entry: Entry) -> str | None:
    """Return the facts of an entry in words, where they say more than its title."""
    worder = _DETAILS.get(entry.kind)
    return worder(case, entry.facts) if worder else None


def _taken(_case: OpenedCase, facts: dict[str, Any]) -> str:
    days = facts.get("working_days", 0)
    return ngettext(
        "%(num)s jour ouvrable après la réception.",
        "%(num)s jours ouvrables après la réception.",
        days,
    )


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


def _new_date(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    if not facts.get("last_day"):
        return None
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    return gettext("Nouvelle date promise : %(day)s.", day=day)


def _started(case: OpenedCase, facts: dict[str, Any]) -> str:
    day = _new_date(case, facts) or ""
    if not facts.get("by_itself"):
        return day
    return gettext("Parti de lui-même : personne ne l’avait noté. %(day)s", day=day)


def _paused(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext(
        "%(reason)s. Le délai repart avec la réponse, ou de lui-même après le %(day)s.",
        reason=Text(**facts["reason_name"]).in_(current_language()),
        day=day_words(date.fromisoformat(facts["until"]), current_language()),
    )


def _resumed(case: OpenedCase, facts: dict[str, Any]) -> str:
    day = _new_date(case, facts) or ""
    if not facts.get("by_itself"):
        return day
    return gettext("Reparti de lui-même, sans réponse. %(day)s", day=day)


def _reported(case: OpenedCase, _facts: dict[str, Any]) -> str | None:
    if case.may(Permission.PROTECT):
        return None
    return gettext(
        "Seules la personne qui dirige le service et la plus haute autorité lisent le texte."
    )


def _acted(_case: OpenedCase, facts: dict[str, Any]) -> str:
    what = worded(PROMISED, facts["clock"])
    return what if facts["in_time"] else gettext("%(what)s, en retard", what=what)


def _level(case: OpenedCase, facts: dict[str, Any]) -> str:
    level = int(facts.get("level", 1))
    title = case.path[min(level, len(case.path)) - 1].title.in_(current_language())
    words = gettext("Palier %(level)s : %(holder)s", level=level, holder=title)
    day = _new_date(case, facts)
    return f"{words}. {day}" if day else f"{words}."


def _missed(case: OpenedCase, facts: dict[str, Any]) -> str:
    words = worded(PROMISED, facts.get("clock"))
    if facts.get("clock") in CLOCKS:
        return gettext("%(what)s. La plus haute autorité est avertie.", what=words)
    return f"{words}. {_level(case, facts)}" if words else _level(case, facts)


def _recommended(_case: OpenedCase, facts: dict[str, Any]) -> str:
    number, what = facts["recommendation"], worded(STEPS, facts["step"])
    return gettext("Recommandation %(number)s : %(what)s.", number=number, what=what)


def _grouped(_case: OpenedCase, facts: dict[str, Any]) -> str:
    words = gettext("Groupe %(number)s.", number=facts["group"])
    if facts.get("handed_on"):
        return f"{words} " + gettext("Un autre organisme a maintenant la plainte.")
    if facts.get("by_person"):
        return f"{words} " + gettext("La personne a dit que cela lui est arrivé aussi.")
    if not facts.get("suggested"):
        return words
    shared = ngettext(
        "Le portail la proposait pour %(num)s mot en commun; une personne a décidé.",
        "Le portail la proposait pour %(num)s mots en commun; une personne a décidé.",
        facts["common"],
    )
    return f"{words} {shared}"


def _wished(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Oui") if facts["wishes"] else gettext("Non")


def _judged(_case: OpenedCase, facts: dict[str, Any]) -> str:
    verdict = worded(VERDICTS, facts["verdict"])
    return gettext("Cela répond-il à la plainte? %(verdict)s.", verdict=verdict)


def _succeeded(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext(
        "De « %(before)s » à « %(after)s ».",
        before=Text(**facts["before_name"]).in_(current_language()),
        after=Text(**facts["agency_name"]).in_(current_language()),
    )


def _handed(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    if "agency_name" not in facts:
        return None
    to = gettext("À : %(agency)s.", agency=Text(**facts["agency_name"]).in_(current_language()))
    held = [worded(TRAVELLING, each) for each in facts.get("held", ())]
    if not held:
        return to
    return f"{to} " + gettext("Retenu par la personne : %(what)s.", what=", ".join(held))


def _agreed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    names = [worded(TRAVELLING, each) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _answered(case: OpenedCase, facts: dict[str, Any]) -> str | None:
    """Return what the check of plain language counted, and who read it before it left."""
    said = []
    if facts.get("read_by"):
        name = case.file.names.get(facts["read_by"], "")
        said.append(gettext("Relue par %(name)s.", name=name))
    if "contact" in facts:
        contact = worded(CONTACTS, facts["contact"])
        said.append(gettext("La personne a été jointe : %(contact)s.", contact=contact))
    if "hints" in facts:
        said.append(hints_words(facts["hints"]))
    return " ".join(said) or None


def _linked(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Avec la plainte %(number)s.", number=facts["other"])


def _let_read(_case: OpenedCase, facts: dict[str, Any]) -> str:
    names = [worded(SHARED, each) for each in facts["fields"]]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _begun(case: OpenedCase, facts: dict[str, Any]) -> str:
    return f"{_handed(case, facts)} {_let_read(case, facts)}"


def _closed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Conclusion : %(finding)s.", finding=worded(FINDINGS, facts.get("finding")))


def _failed(_case: OpenedCase, facts: dict[str, Any]) -> str:
    return gettext("Question « %(hook)s » : les réglages ont répondu.", hook=facts.get("hook", ""))


def _act_by(_case: OpenedCase, facts: dict[str, Any]) -> str | None:
    if not facts.get("last_day"):
        return None
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    return gettext("Premier geste au plus tard le %(day)s.", day=day)


def _limited(_case: OpenedCase, facts: dict[str, Any]) -> str:
    day = day_words(date.fromisoformat(facts["last_day"]), current_language())
    means = "; ".join(worded(MEANS, one) for one in facts["means"])
    return gettext("%(means)s. Jusqu’au %(day)s.", means=means, day=day)


def _concerned(case: OpenedCase, facts: dict[str, Any]) -> str:
    name = case.file.names.get(facts["who"], "")
    origin = worded(ORIGINS, facts.get("origin"))
    return f"{name}. {origin}." if origin else f"{name}."


_DETAILS = {
    EntryKind.FILED.value: told_of_receipt,
    EntryKind.TAKEN_IN_CHARGE.value: _taken,
    EntryKind.ASSIGNED.value: _assigned,
    EntryKind.RECLASSIFIED.value: _reclassified,
    EntryKind.EXTENDED.value: _new_date,
    EntryKind.FILE_COMPLETED.value: _started,
    EntryKind.PAUSED.value: _paused,
    EntryKind.RESUMED.value: _resumed,
    EntryKind.ESCALATED.value: _level,
    EntryKind.REPRISAL_FLAGGED.value: _reported,
    EntryKind.REPRISAL_ACTED.value: _acted,
    EntryKind.DATE_MISSED.value: _missed,
    EntryKind.PASSED_TO_TOP.value: _level,
    EntryKind.REOPENED.value: _new_date,
    EntryKind.REVIEW_ASKED.value: _level,
    EntryKind.SUCCEEDED.value: _succeeded,
    EntryKind.RECOMMENDED.value: _recommended,
    EntryKind.RECOMMENDATION_MOVED.value: _recommended,
    EntryKind.NEWS_WISHED.value: _wished,
    EntryKind.ANSWERED.value: _answered,
    EntryKind.ANSWER_JUDGED.value: _judged,
    EntryKind.URGENCY_CONFIRMED.value: _act_by,
    EntryKind.CONTACT_LIMITED.value: _limited,
    EntryKind.CONFLICT_NOTED.value: _concerned,
    EntryKind.CONFLICT_LIFTED.value: _concerned,
    EntryKind.GROUPED.value: _grouped,
    EntryKind.UNGROUPED.value: _grouped,
    EntryKind.CLOSED.value: _closed,
    EntryKind.TRANSFER_PROPOSED.value: _handed,
    EntryKind.TRANSFER_TAKEN_BACK.value: _handed,
    EntryKind.TRANSFER_AGREED.value: _agreed,
    EntryKind.ROUTED.value: _handed,
    EntryKind.LINKED.value: _linked,
    EntryKind.PART_ASKED.value: _handed,
    EntryKind.PART_AGREED.value: _let_read,
    EntryKind.PART_BEGUN.value: _begun,
    EntryKind.PLUGIN_FAILED.value: _failed,
    **REQUEST_DETAILS,
}
