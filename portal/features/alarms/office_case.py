"""A file opened by own motion because of an alarm: which one is chosen, and where it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.entries import Filed
from portal.complaints.kept_drafts import DraftContent
from portal.domain.errors import UnknownAlarmError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission, may
from portal.domain.typed import whole_number
from portal.features.alarms.office_evidence import alarm_words
from portal.features.alarms.queries import FoundAlarm, alarms_of
from portal.features.alarms.queries import alarm as alarm_by_id
from portal.features.alarms.rules import FromAlarm
from portal.pages.current import current_language, gettext, runtime
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import CasePart, Place
from portal.pages.office.opening import OpeningPart

FIELD = "alarm"


def _choices(agency: Agency) -> list[tuple[int, str]]:
    """Return the alarms of an agency that whoever looks may see, the open ones first."""
    found = runtime().read(current_actor(), alarms_of, agency.code)
    return [(alarm.id, _named(alarm)) for alarm in found]


def _named(alarm: FoundAlarm) -> str:
    words, language = alarm_words(alarm), current_language()
    subject = f"{words.subject.in_(language)}, " if words.subject else ""
    return f"{words.title} ({subject}{words.period})"


def _asked(agency: Agency, content: DraftContent) -> Mapping[str, Any] | None:
    if not may(current_actor(), Permission.SEE_ALARMS, agency.code):
        return None
    choices = _choices(agency)
    chosen = content.part(FromAlarm).from_alarm or request.args.get(FIELD, 0, type=whole_number)
    return {"alarms": choices, "chosen": chosen} if choices else None


def _typed(agency: Agency) -> FromAlarm:
    chosen = request.form.get(FIELD, 0, type=whole_number)
    offered = {alarm for alarm, _ in _choices(agency)}
    return FromAlarm(chosen if chosen in offered else None)


def _wrong(_agency: Agency, content: DraftContent) -> Iterator[tuple[str, str]]:
    if request.form.get(FIELD) and content.part(FromAlarm).from_alarm is None:
        yield FIELD, gettext("Choisissez une alerte de la liste")


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the alarm that led to a file, for those who may read it."""
    if not case.is_own_motion or not case.may(Permission.SEE_ALARMS):
        return None
    first = next(entry for entry in case.file.entries if entry.kind == EntryKind.FILED)
    alarm = Filed.read(first.facts).part(FromAlarm).from_alarm
    if alarm is None:
        return None
    try:
        found = runtime().read(current_actor(), alarm_by_id, case.complaint.agency, alarm)
    except UnknownAlarmError:
        return None
    return {"id": found.id, "words": _named(found)}


ADDS = (
    OpeningPart("alarms/_opening.html", _asked, _typed, _wrong, asked_by=FIELD),
    CasePart("alarm", Place.FACTS, "alarms/_in_case.html", _shown, rank=6),
)
