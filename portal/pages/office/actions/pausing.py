"""The time for the answer, stopped together with a question, and let go on after a reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.complaints.dates import pauses
from portal.complaints.planning.promised_dates import promise_from
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.promise import Confidence, PauseReason
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.due_date import DueDate
from portal.domain.time.pausing import resume
from portal.pages.current import current_language
from portal.pages.forms import Problems
from portal.pages.office.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.office.actions.missing import note_missing
from portal.pages.office.blueprints import bp
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words

FIELD = "pause"


@dataclass(frozen=True, slots=True)
class PausePreview:
    """What the complainant will be told: what the time stands still for, until when at most."""

    reason: Text
    until: date | None
    is_sample: bool


def pauses_to_choose(case: OpenedCase) -> list[tuple[str, str]]:
    """Return what a question may do to the time, as values and words; nothing if it only runs."""
    offered = _offered(case)
    if not offered:
        return []
    goes_on = ("", gettext("Le délai continue"))
    return [goes_on, *((reason.code, _words(reason)) for reason in offered)]


def chosen_pause(case: OpenedCase, form: Form, problems: Problems) -> str | None:
    """Return the code of the reason that was chosen, if any; note what keeps it from stopping."""
    code = form.get(FIELD) or None
    why = _why_not(case, code) if code else None
    if why is not None:
        note_missing(problems, IncompleteError(why))
    return code


def pause_preview(case: OpenedCase, code: str | None) -> PausePreview | None:
    """Return what is told of a pause that would begin now; None without one."""
    reason = next((one for one in _offered(case) if one.code == code), None)
    if reason is None:
        return None
    until = count(case.now, reason.at_most, case.advice.calendar).last_day
    return PausePreview(reason.name, until, reason.confidence is Confidence.ASSUMED)


def paused_until(case: OpenedCase) -> date | None:
    """Return the day after which a stopped time goes on by itself; None if it is not stopped."""
    wait = case.file.clock(ClockKind.PAUSE)
    return wait.last_day if wait is not None and wait.pending else None


def pause_reason(case: OpenedCase) -> str:
    """Return what a stopped time waits for, in the language of the page."""
    wait = case.file.clock(ClockKind.PAUSE)
    assert wait is not None, "only a stopped time waits"
    return promise_from(wait.promise).basis.in_(current_language())


def _offered(case: OpenedCase) -> list[PauseReason]:
    clock = case.answer_clock
    if clock is None or case.is_first_handler or not case.may(Permission.PAUSE):
        return []
    listed = promise_from(clock.promise).pauses
    return [reason for reason in listed if _why_not(case, reason.code) is None]


def _why_not(case: OpenedCase, code: str) -> str | None:
    clock = case.answer_clock
    if clock is None:
        return pauses.RUN_OUT
    later = case.file.clocks[case.file.clocks.index(clock) :]
    taken = [one.promise for one in later if one.kind == ClockKind.PAUSE]
    due = DueDate.from_facts(clock.explanation)
    return pauses.why_not(due, clock.promise, taken, code, case.now)


def _words(reason: PauseReason) -> str:
    length = allowance_words(reason.at_most, current_language())
    sample = gettext("(délai d’exemple)") if reason.confidence is Confidence.ASSUMED else ""
    words = gettext(
        "Le délai s’arrête : %(reason)s, %(length)s au plus",
        reason=reason.name.in_(current_language()),
        length=length,
    )
    return f"{words} {sample}".strip()


def _resume(_case: OpenedCase, _form: Form, _problems: Problems) -> Act:
    return pauses.resume_answer


def _date(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return since when the time stands still, and the date that would be promised now."""
    clock = case.answer_clock
    if clock is None or not case.is_stopped:
        return {"since": None, "last_day": None}
    due = DueDate.from_facts(clock.explanation)
    last_day = resume(due, case.now, case.advice.calendar).last_day
    return {"since": due.suspended_since, "last_day": last_day}


add_action(
    bp,
    ActionPage(
        "resume",
        "reprendre",
        "resume",
        Permission.PAUSE,
        to_translate("Le délai repart. La personne est avertie de la nouvelle date."),
        _resume,
        given=_date,
    ),
)
