"""Health network: 45 days of silence open the second recourse, and doctors have their own way.

A complaint about a doctor, a dentist or a pharmacist of an institution goes to its medical
examiner, then to a review committee; any other goes on to the ombudsman.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.plugin_api import (
    Complaint,
    Draft,
    Notice,
    NoticeKind,
    Promise,
    Recourse,
    Stage,
    Status,
    Text,
    hookimpl,
)

ZONE = ZoneInfo("America/Toronto")
OPENS_ON_DAY = 46

OMBUDSMAN, COMMITTEE, EXAMINER = "protecteur", "comite", "medecin_examinateur"
EXAMINED = frozenset({"medecin", "dentiste", "pharmacien"})

_DOCTOR = re.compile(
    r"\b(medecin|docteure?|chirurgien(ne)?|psychiatre|anesthesiste|radiologiste|dentiste"
    r"|pharmacien(ne)?|doctor|physician|surgeon|psychiatrist|dentist|pharmacist)s?\b"
)

EXAMINER_NOTICE = Notice(
    code="medecin_examinateur",
    kind=NoticeKind.INFORMATION,
    title=Text(
        fr="Une plainte sur un médecin va au médecin examinateur",
        en="A complaint about a doctor goes to the medical examiner",
    ),
    text=Text(
        fr="Le commissaire remet au médecin examinateur une plainte sur un médecin, un dentiste "
        "ou un pharmacien de l’établissement. Vous aurez ensuite 60 jours pour vous adresser au "
        "comité de révision.",
        en="The commissioner hands a complaint about a doctor, dentist or pharmacist of the "
        "institution to the medical examiner. You will then have 60 days to go to the review "
        "committee.",
    ),
)


@hookimpl
def complaint_notices(draft: Draft) -> list[Notice]:
    """Tell whoever speaks of a doctor who will read the complaint."""
    named = _professions(draft.answers)
    concerned = named & EXAMINED if named else _DOCTOR.search(_plain(draft.story))
    return [EXAMINER_NOTICE] if concerned else []


@hookimpl
def receiving_unit(draft: Draft) -> str | None:
    """Send to the medical examiner only on an answer: a story may mention a doctor in passing."""
    return EXAMINER if _professions(draft.answers) & EXAMINED else None


@hookimpl(wrapper=True)
def allowance(complaint: Complaint, stage: Stage) -> Generator[None, Promise, Promise]:
    """Let silence about a doctor open the committee: the ombudsman cannot take it."""
    promise = yield
    if stage is Stage.ANSWER and _only_examined(complaint.answers):
        return replace(promise, silence=COMMITTEE)
    return promise


@hookimpl(wrapper=True)
def recourses(
    complaint: Complaint, moment: datetime
) -> Generator[None, Iterable[Recourse], list[Recourse]]:
    """Name the ombudsman from day 46 or the committee, whichever the people concerned call for."""
    configured = yield
    named = _professions(complaint.answers)
    unfit = {OMBUDSMAN} if _only_examined(complaint.answers) else set()
    unfit |= {COMMITTEE} if named and not named & EXAMINED else set()
    return [_dated(each, complaint, moment) for each in configured if each.code not in unfit]


def opens_on(received_at: datetime) -> date:
    """Return day 46: day 0 is the civil day of receipt, and no holiday moves it."""
    return received_at.astimezone(ZONE).date() + timedelta(days=OPENS_ON_DAY)


def _dated(recourse: Recourse, complaint: Complaint, moment: datetime) -> Recourse:
    """Return the recourse with the day it opens; of no day where nothing was filed or awaited."""
    concluded = complaint.status is Status.ANSWERED or not complaint.status.is_open
    if recourse.code != OMBUDSMAN or concluded or not complaint.number:
        return recourse
    day = opens_on(complaint.received_at)
    is_open = moment.astimezone(ZONE).date() >= day
    return replace(recourse, deadline=_open_since(day) if is_open else _open_from(day))


def _open_from(day: date) -> Text:
    return Text(
        fr=f"À compter du {_in_french(day)} si vous n’avez pas de conclusions, ou dès que vous "
        "les recevez. Vous avez ensuite 2 ans",
        en=f"From {_in_english(day)} if you have no conclusions, or as soon as you receive them. "
        "You then have 2 years",
    )


def _open_since(day: date) -> Text:
    return Text(
        fr=f"Ouvert depuis le {_in_french(day)}\u00a0: 45 jours ont passé sans conclusions. "
        "Vous avez 2 ans",
        en=f"Open since {_in_english(day)}: 45 days have passed without conclusions. "
        "You have 2 years",
    )


def _professions(answers: Mapping[str, object]) -> frozenset[str]:
    chosen = answers.get("profession", ())
    return frozenset(map(str, chosen)) if isinstance(chosen, tuple | list) else frozenset()


def _only_examined(answers: Mapping[str, object]) -> bool:
    named = _professions(answers)
    return bool(named) and named <= EXAMINED


def _plain(story: str) -> str:
    """Return the story in lower case and without accents, as people type it."""
    decomposed = unicodedata.normalize("NFD", story.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_MONTHS = (
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
)


def _in_french(day: date) -> str:
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {_MONTHS[day.month - 1][0]} {day.year}"


def _in_english(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1][1]} {day.year}"
