"""What the history says of an entry beside its title: whom, what, why, which date, where to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from portal.complaints.queries.case_rows import Entry
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.pages.current import current_language, runtime
from portal.pages.office.case.contributions import HistoryEntry, WordDetail
from portal.pages.office.case.opened import OpenedCase, category_names
from portal.pages.office.wording import hints_words, worded
from portal.pages.shown.agency import referring_unit
from portal.pages.texts import gettext, ngettext
from portal.words.clocks import UNDECLARED
from portal.words.dates import day_words
from portal.words.statuses import FINDINGS


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
