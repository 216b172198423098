"""Reprisals in the office: what is owed on the page of a complaint, noting a report, acting on it.

The actions are the head's; whoever else sees the complaint is told that there is a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.complaints.queries.work_list_rows import Row
from portal.domain.errors import IncompleteError
from portal.domain.handling.confidential import ACT, CLOCKS, REPORT
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import ClockKind
from portal.features.reprisals import actions as reprisals
from portal.features.reprisals.words import DATES
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.contributions import (
    CasePart,
    CaseTag,
    Facts,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
)
from portal.pages.office.case.opened import OpenedCase
from portal.pages.office.list_parts import RowTag
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words

pages = Pages("office")


# On the page of a complaint, and in the work list.


def _protection_words(case: OpenedCase) -> str:
    """Return what the next thing that the head does about reported reprisals is called."""
    clock = case.confidential_clock
    if clock is None or clock.kind == ClockKind.REPRISAL_FIRST_ACT:
        return gettext("Noter le premier geste")
    length = allowance_words(Allowance.parse(clock.allowance), current_language())
    return gettext("Noter le suivi après %(length)s", length=length)


def _case_tag(case: OpenedCase) -> Tag | None:
    return _reported_tag() if case.confidential_clock is not None else None


def _row_tag(row: Row, agency: str) -> Tag | None:
    """Return what marks such a complaint in the work list, for whoever may know of it."""
    may_know = may(current_actor(), Permission.SEE_REPRISALS, agency)
    return _reported_tag() if row.reprisal_due_at is not None and may_know else None


def _reported_tag() -> Tag:
    return Tag(gettext("Représailles signalées"), "late")


def _owed(case: OpenedCase) -> Mapping[str, Any] | None:
    clock = case.confidential_clock
    return {"clock": clock, "protection": _protection_words(case)} if clock is not None else None


def _who_reads_it(case: OpenedCase, _facts: Facts) -> str | None:
    if case.may(Permission.PROTECT):
        return None
    return gettext(
        "Seules la personne qui dirige le service et la plus haute autorité lisent le texte."
    )


def _what_was_done(_case: OpenedCase, facts: Facts) -> str:
    """Return what was done for whoever reported reprisals, in time or not."""
    what = _clock_words(facts)
    return what if facts["in_time"] else gettext("%(what)s, en retard", what=what)


def _what_was_missed(_case: OpenedCase, facts: Facts) -> str | None:
    """Return what nobody did by its date, where that is one of those told to protectors alone."""
    if facts.get("clock") not in CLOCKS:
        return None
    return gettext("%(what)s. La plus haute autorité est avertie.", what=_clock_words(facts))


def _clock_words(facts: Facts) -> str:
    return gettext(DATES[ClockKind(facts["clock"])].name)


ON_COMPLAINTS = (
    CaseTag(_case_tag),
    RowTag(_row_tag, comes_first=True),
    Offer(
        "protect",
        _protection_words,
        Permission.PROTECT,
        lambda case: case.confidential_clock is not None,
        rank=10,
    ),
    Offer(
        "report_reprisals",
        to_translate("Noter un signalement de représailles"),
        Permission.NOTE,
        rank=280,
    ),
    CasePart("reprisals", Place.NOTICES, "reprisals/_reprisals.html", _owed, rank=10),
    HistoryEntry(EntryKind.REPRISAL_FLAGGED, to_translate("Représailles signalées"), _who_reads_it),
    HistoryEntry(
        EntryKind.REPRISAL_ACTED, to_translate("Geste contre les représailles"), _what_was_done
    ),
    HistoryEntry(EntryKind.DATE_MISSED, detail=_what_was_missed),
    HistoryText(REPORT, "in", is_exchange=True, waits_elsewhere=True),
    HistoryText(ACT, "note", waits_elsewhere=True),
)


# Noting what somebody tells, and what the head does about it.


def _report(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(reprisals.note_report, body=_body(form, problems))


def _protect(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    return partial(reprisals.act, body=_body(form, problems))


def _body(form: Form, problems: Problems) -> str:
    body = form.get("body", "")
    if not body.strip():
        note_missing(problems, IncompleteError("body"))
    return body


def _reports(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return what is to be done by when, and all that was reported, the newest first."""
    return {
        "heading": _protection_words(case),
        "owed": case.confidential_clock,
        "reports": [text for text in reversed(case.file.messages) if text.kind == REPORT],
    }


for page in (
    ActionPage(
        COMPLAINT,
        "report_reprisals",
        "represailles",
        "reprisals",
        Permission.NOTE,
        to_translate("Signalement noté. La personne qui dirige le service est avertie."),
        _report,
        folder="reprisals",
    ),
    ActionPage(
        COMPLAINT,
        "protect",
        "proteger",
        "protect",
        Permission.PROTECT,
        to_translate("Geste noté. La personne voit qu’il a été posé."),
        _protect,
        given=_reports,
        folder="reprisals",
    ),
):
    add_action(pages, page)
