"""What the history says of an entry beside its title: whom, what, why, where to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.complaints.queries.case_rows import Entry
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.pages.current import current_language
from portal.pages.office.case.contributions import HistoryEntry, WordDetail
from portal.pages.office.case.detail_of_dates import (
    level,
    missed,
    new_date,
    paused,
    resumed,
    started,
    taken,
)
from portal.pages.office.case.opened import OpenedCase, category_names
from portal.pages.office.plain_words import hints_words
from portal.pages.office.registering.receipt_words import told_of_receipt
from portal.pages.office.wording import worded
from portal.pages.texts import gettext
from portal.words.statuses import FINDINGS


def detail_of(case: OpenedCase, entry: Entry, said_of: Iterable[HistoryEntry]) -> str | None:
    """Return the facts of an entry in words, where they say more than its title.

    What features have to say of it comes first.
    """
    worders = [one.detail for one in said_of]
    worders.append(_DETAILS.get(entry.kind))
    said = (worder(case, entry.facts) for worder in worders if worder is not None)
    return " ".join(words for words in said if words) or None


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
    EntryKind.REOPENED.value: new_date,
    EntryKind.REVIEW_ASKED.value: level,
    EntryKind.SUCCEEDED.value: _succeeded,
    EntryKind.ANSWERED.value: _answered,
    EntryKind.CLOSED.value: _closed,
    EntryKind.PLUGIN_FAILED.value: _failed,
}
