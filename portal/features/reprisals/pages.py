"""Reprisals on the pages: reported by whoever complained or noted for them, and acted on.

Who reads a report and by when they act is said before anything is written. In the office the
actions are the head's; whoever else sees the complaint is told that there is a report.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec import Struct

from portal.auth.sign_in import current_actor
from portal.complaints.entries import DateMissed
from portal.complaints.queries.following import facts_of_followed
from portal.complaints.queries.work_list_rows import Row
from portal.domain.actor import complainant
from portal.domain.handling.confidential import ACT, CLOCKS, REPORT
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.promise import Allowance, Confidence
from portal.features.reprisals import actions as reprisals
from portal.features.reprisals.actions import ReprisalActed
from portal.pages.actions.engine import ActionPage, Form, add_action
from portal.pages.actions.missing import needed_text
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import PROTECTION, PagePart
from portal.pages.citizen.follow import FollowAction, mark, sent_mark
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    CaseTag,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    RowTag,
)
from portal.pages.office.wording import Tag
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords
from portal.words.dates import allowance_words

citizen_pages, office_pages = Pages("citizen"), Pages("office")

BODY_FIELD = "faits"

_REPORTED = to_translate("Le délai part du signalement : %(moment)s.")
DATES: dict[ClockKind, ClockWords] = {
    ClockKind.REPRISAL_FIRST_ACT: ClockWords(
        to_translate("Premier geste contre les représailles"),
        promised=to_translate("le premier geste contre les représailles"),
        started=_REPORTED,
    ),
    ClockKind.REPRISAL_CHECK_IN: ClockWords(
        to_translate("Suivi après le signalement de représailles"),
        promised=to_translate("le suivi après un signalement de représailles"),
        started=_REPORTED,
    ),
}


# For whoever complained.


class FirstAct(Struct, frozen=True):
    """By when the head of the complaints service would act on what is reported now."""

    day: date | None
    is_sample: bool


def _asking(number: str, complaint_id: int) -> dict[str, Any]:
    """Return what is shown to whoever is asked what happened, or what is feared."""
    portal, owner = runtime(), complainant(complaint_id)
    now = portal.now()
    facts = portal.read(owner, facts_of_followed, number)
    advice = portal.advice(owner, number, now)
    promise = advice.agency.configured.promise("reprisal", facts.category)
    due = count(now, promise.allowance, advice.calendar)
    return {
        "body": typed_text(BODY_FIELD),
        "longest": LONGEST_STORY,
        "first_act": FirstAct(due.last_day, promise.confidence is Confidence.ASSUMED),
        "once": mark(),
    }


def _send(number: str, complaint_id: int, problems: Problems) -> str:
    """Send the report to who protects the person; the same form sent twice sends it once."""
    body = typed_text(BODY_FIELD)
    problems.check_text(BODY_FIELD, body, gettext("Dites ce qui se passe"))
    if problems:
        return ""
    act = partial(reprisals.report, body=body, once=sent_mark(complaint_id))
    runtime().change(complainant(complaint_id), number, act)
    return gettext(
        "Votre signalement est envoyé. "
        "La personne qui dirige le service des plaintes est avertie tout de suite."
    )


FollowAction(
    name="report_reprisals",
    sending="send_report",
    fr="represailles",
    en="reprisals",
    template="reprisals/reprisals.html",
    shown=_asking,
    act=_send,
).serve(citizen_pages)


def _owed_to_them(summary: CaseSummary) -> Mapping[str, Any]:
    """Return what is owed next to a complainant who reported reprisals, if anything is."""
    owed = [clock for clock in summary.complaint.clocks if clock.kind in CLOCKS and clock.is_owed]
    return {"clock": min(owed, key=lambda clock: clock.last_day or date.max, default=None)}


def _told_missed(entry: DateMissed, _around: Around) -> str:
    if entry.clock not in CLOCKS:
        return ""
    return gettext(
        "Le geste promis après votre signalement n’a pas été posé à temps. "
        "La plus haute autorité de l’organisme est avertie."
    )


# In the office: on the page of a complaint, and in the work list.


def _protection_words(case: OpenedCase) -> str:
    """Return what the next thing that the head does about reported reprisals is called."""
    clock = case.confidential_clock
    if clock is None or clock.kind == ClockKind.REPRISAL_FIRST_ACT:
        return gettext("Noter le premier geste")
    length = allowance_words(Allowance.parse(clock.allowance), current_language())
    return gettext("Noter le suivi après %(length)s", length=length)


def _row_tag(row: Row, agency: str) -> Tag | None:
    """Return what marks such a complaint in the work list, for whoever may know of it."""
    is_reported = row.reprisal_due_at is not None
    return _tag(is_reported=is_reported and may(current_actor(), Permission.SEE_REPRISALS, agency))


def _tag(*, is_reported: bool) -> Tag | None:
    return Tag(gettext("Représailles signalées"), "late") if is_reported else None


def _owed(case: OpenedCase) -> Mapping[str, Any] | None:
    clock = case.confidential_clock
    return {"clock": clock, "protection": _protection_words(case)} if clock is not None else None


def _who_reads_it(case: OpenedCase, _entry: None) -> str | None:
    if case.may(Permission.PROTECT):
        return None
    return gettext(
        "Seules la personne qui dirige le service et la plus haute autorité lisent le texte."
    )


def _what_was_done(_case: OpenedCase, entry: ReprisalActed) -> str:
    """Return what was done for whoever reported reprisals, in time or not."""
    what = _clock_words(entry)
    return what if entry.in_time else gettext("%(what)s, en retard", what=what)


def _what_was_missed(_case: OpenedCase, entry: DateMissed) -> str | None:
    """Return what nobody did by its date, where that is one of those told to protectors alone."""
    if entry.clock not in CLOCKS:
        return None
    return gettext("%(what)s. La plus haute autorité est avertie.", what=_clock_words(entry))


def _clock_words(entry: DateMissed | ReprisalActed) -> str:
    return gettext(DATES[ClockKind(entry.clock)].name)


ADDS = (
    PagePart(PROTECTION, "reprisals/_protection.html", _owed_to_them),
    ToldWords(EntryKind.REPRISAL_FLAGGED, to_translate("Représailles signalées")),
    ToldWords(
        EntryKind.REPRISAL_ACTED, to_translate("Un geste a été posé après votre signalement")
    ),
    ToldWords(EntryKind.DATE_MISSED, note=_told_missed),
    CaseTag(lambda case: _tag(is_reported=case.confidential_clock is not None)),
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
        lambda _case, form, problems: partial(
            reprisals.note_report, body=needed_text(form, problems, "body")
        ),
        folder="reprisals",
    ),
    ActionPage(
        COMPLAINT,
        "protect",
        "proteger",
        "protect",
        Permission.PROTECT,
        to_translate("Geste noté. La personne voit qu’il a été posé."),
        lambda _case, form, problems: partial(
            reprisals.act, body=needed_text(form, problems, "body")
        ),
        given=_reports,
        folder="reprisals",
    ),
):
    add_action(office_pages, page)
