"""What is asked inside the agency about complaints and not answered yet, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.complaints.queries.work_list_rows import Row
from portal.domain.permissions import Permission
from portal.domain.time.allowance import Unit
from portal.features.information_requests.actions import may_ask
from portal.features.information_requests.queries import AWAITED, REQUESTS, AskedRequest
from portal.features.information_requests.rules import Released
from portal.pages.current import current_language
from portal.pages.office.case.contributions import CasePart, Offer, Place
from portal.pages.office.case.opened import OpenedCase, days_to
from portal.pages.office.wording import Tag
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import short_day_words

RELEASED: dict[Released, str] = {
    Released.SUBJECT: to_translate("Le sujet"),
    Released.STORY: to_translate("Le récit"),
    Released.NAME: to_translate("Le nom de la personne plaignante"),
    Released.CONTACT: to_translate("Ses coordonnées"),
}


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that still waits for its answer, as the page of its complaint shows it."""

    id: int
    question: str
    who: str
    since: date
    first_asked: str | None
    last_day: date
    days: int | None
    is_late: bool
    is_mine: bool


def open_requests(case: OpenedCase) -> list[OpenRequest]:
    """Return what is asked and not answered yet, the soonest first."""
    waiting = [one for one in case.file.of(REQUESTS) if one.is_open]
    return [_open(case, one) for one in sorted(waiting, key=lambda one: one.due_at)]


def who_is_asked(case: OpenedCase, post: str | None, person: str | None) -> str:
    """Return who is asked, in words: the title of a post, or a name."""
    titles = {step.to: step.title.in_(current_language()) for step in case.path}
    return person or titles.get(post or "", post or "")


def released_words(chosen: Collection[str]) -> list[str]:
    """Return what is shown to whoever is asked, in words."""
    return [gettext(words) for one, words in RELEASED.items() if one in chosen]


def row_tag(row: Row, _agency: str) -> Tag | None:
    """Return until when information is awaited, where that is the soonest date of a complaint."""
    awaited = row.of(AWAITED)
    if awaited is None or (row.due_at is not None and row.due_at < awaited.due_at):
        return None
    if awaited.is_late:
        return Tag(gettext("Renseignements en retard"), "late")
    day = short_day_words(awaited.last_day, current_language())
    return Tag(gettext("Renseignements attendus le %(day)s", day=day), "plain")


def _open(case: OpenedCase, one: AskedRequest) -> OpenRequest:
    first, last = one.steps[0], one.steps[-1]
    is_late = one.is_late(case.now)
    due_at, day = (one.late_since or one.due_at), (None if one.late_since else one.last_day)
    return OpenRequest(
        id=one.id,
        question=one.question,
        who=who_is_asked(case, last.post, last.person),
        since=last.at.astimezone(case.zone).date(),
        first_asked=who_is_asked(case, first.post, first.person) if last is not first else None,
        last_day=one.last_day,
        days=days_to(due_at, day, case.advice.calendar, Unit.WORKING_DAYS, case.now),
        is_late=is_late,
        is_mine=one.is_mine,
    )


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    requests = open_requests(case)
    return {"requests": requests} if requests else None


OFFERS = (
    Offer(
        "request_information",
        to_translate("Demander des renseignements à l’interne"),
        Permission.REQUEST_INFORMATION,
        lambda case: may_ask(case.complaint.status),
    ),
)
PARTS = (CasePart("requests", Place.AFTER_TASK, "information_requests/_requests.html", _shown),)
