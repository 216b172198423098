"""Two agencies that live the same complaints, and the pages on which their rates stand.

Each life is written as the history that the use cases would have written, straight into the
database, and counted from there; one of the twins plays a trick with all that it would answer late.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.reporting import counting
from portal.runtime import Runtime
from tests.reporting.figures import words
from tests.support import TUESDAY, file

HONEST, TRICKSTER, THIRD = "parks", "water", "desk"
CONTACT = "contact without contact"
PROMISED = 15
"""Within how many working days both promise an answer."""

Event = tuple[str, datetime, dict[str, Any]]
History = list[Event]


@dataclass(frozen=True)
class Life:
    """A complaint as it befalls both: when it came, and how long it takes to answer it well."""

    agency: str
    release: int
    came: datetime
    contact: int
    days: int
    finding: str
    odd: int
    """What is out of the ordinary about it, out of a hundred."""

    @property
    def is_late(self) -> bool:
        return self.days > PROMISED

    def day(self, n: int) -> datetime:
        """Return the moment so many working days after it came."""
        moment = self.came
        for _ in range(n):
            moment += timedelta(days=1)
            while moment.weekday() > 4:
                moment += timedelta(days=1)
        return moment

    def night(self, n: int) -> datetime:
        return self.day(n).replace(hour=4) + timedelta(days=1)

    def filed(self, came: datetime | None = None, **more: Any) -> Event:
        place = {"agency": self.agency, "release": self.release}
        subject = {"theme": "delay", "category": "trail", "channel": "phone", "language": "fr"}
        due = {"due_at": self.night(PROMISED).isoformat(), "level": 1}
        return ("filed", came or self.came, {**place, **subject, **due, **more})

    def contacted(self, n: int | None = None) -> Event:
        days = self.contact if n is None else n
        facts = {"in_time": days <= 2, "working_days": days, "contact": "phone"}
        return ("taken_in_charge", self.day(days), facts)

    def confirmed(self) -> History:
        """Say that the contact was made, as about half of the people do."""
        moment = self.day(self.contact) + timedelta(hours=2)
        return [("contact_judged", moment, {"reached": True})] if self.odd % 2 else []

    def missed(self) -> History:
        passed = self.night(PROMISED)
        missed = ("date_missed", passed, {"clock": "answer", "level": 1})
        return [missed, ("escalated", passed, {"level": 2})]

    def answered(self, n: int, **more: Any) -> Event:
        usual = {"first": True, "in_time": n <= PROMISED, "level": 1, "working_days": n}
        said = {"recourses": ["x"], "hints": self.odd % 2, "substance": 60, "own_words": 60}
        return ("answered", self.day(n), {**usual, **said, **more})

    def closed(self, n: int, **more: Any) -> Event:
        usual = {"finding": self.finding, "findings": [self.finding], "measures": self.odd % 3 == 0}
        return ("closed", self.day(n) + timedelta(hours=1), {**usual, "level": 1, **more})

    def reopened(self, n: int) -> Event:
        return ("reopened", self.day(n) + timedelta(hours=2), {"level": 1, "last_day": None})

    def again(self, n: int) -> Event:
        return self.answered(n, first=False, in_time=True)


def lived(life: Life) -> list[History]:
    """Return what happens where nobody plays a trick: now and then each means has its place."""
    begun = [life.filed(), life.contacted(), *life.confirmed()]
    missed = life.missed() if life.is_late else []
    if life.odd == 0:
        return [[*begun, ("withdrawn", life.day(3), {})]]
    ended = [life.answered(life.days), life.closed(life.days)]
    if life.odd == 1:
        ended += [
            life.reopened(life.days + 1),
            life.again(life.days + 4),
            life.closed(life.days + 4),
        ]
    if life.odd == 2:
        ended.append(("nature_set", life.day(life.days), {"nature": "comment"}))
    if life.odd == 3:
        return [_extended(life)]
    return [[*begun, *missed, *ended]]


def _extended(life: Life) -> History:
    last = life.day(max(life.days, PROMISED)).date()
    put_off = ("extended", life.day(min(life.days, PROMISED) - 1), {"last_day": last.isoformat()})
    answer = life.answered(life.days, in_time=True)
    return [life.filed(), life.contacted(), put_off, answer, life.closed(life.days)]


def _paused(life: Life) -> History:
    stopped = ("paused", life.day(PROMISED - 1), {})
    going_on = (
        "resumed",
        life.day(life.days - 1),
        {"due_at": life.night(life.days + 1).isoformat()},
    )
    answer = life.answered(life.days, in_time=True)
    return [life.filed(), life.contacted(), stopped, going_on, answer, life.closed(life.days)]


def _quickly(life: Life, *later: Event, **said: Any) -> list[History]:
    return [[life.filed(), life.contacted(), life.answered(5, **said), life.closed(5), *later]]


def _handed_on(life: Life) -> History:
    facts = {"agency": THIRD, "release": life.release, "theme": "other", "category": "other"}
    held = {"held_days": PROMISED - 1, "days_before": PROMISED - 1}
    due = {"due_at": life.night(PROMISED + 10).isoformat(), "level": 1}
    away = ("routed", life.day(PROMISED - 1), {**facts, **held, **due})
    return [life.filed(), life.contacted(), away, life.answered(life.days, in_time=True)]


def _after(life: Life, kind: str, n: int, **facts: Any) -> list[History]:
    return [[*lived(life)[0], (kind, life.day(n), facts)]]


def _before(life: Life, kind: str, n: int, **facts: Any) -> list[History]:
    first, *rest = lived(life)[0]
    return [[first, (kind, life.day(n), facts), *rest]]


def _as_several(life: Life) -> list[History]:
    easy = replace(life, days=1, contact=0)
    more = [easy.filed(written_as_several=True), easy.contacted(), easy.answered(1), easy.closed(1)]
    return [*lived(life), *([more] * 3)]


def _pressed(life: Life) -> History:
    """Talk somebody out of it before it is late, as they say themself."""
    asked = ("withdrawal_asked", life.day(6), {"last_day": life.day(9).date().isoformat()})
    said = ("withdrawal_suggested", life.day(6), {"by": "agency"})
    return [life.filed(), life.contacted(), asked, said, ("withdrawn", life.day(10), {})]


Trick = Callable[[Life], list[History]]


def _never_reached(life: Life) -> list[History]:
    first, _, *rest = lived(life)[0]
    return [[first, life.contacted(0), *(event for event in rest if event[0] != "contact_judged")]]


TRICKS: dict[str, Trick] = {
    CONTACT: _never_reached,
    "extensions": lambda life: [_extended(life)],
    "pauses": lambda life: [_paused(life)],
    "hollow answers": lambda life: _quickly(life, substance=4),
    "the same answer to everybody": lambda life: _quickly(life, substance=40, own_words=15),
    "a second answer": lambda life: _quickly(life, life.again(life.days)),
    "closing and reopening": lambda life: _quickly(
        life, life.reopened(6), life.again(life.days), life.closed(life.days)
    ),
    "late transfers": lambda life: [_handed_on(life)],
    "asking others for parts": lambda life: _before(life, "part_asked", 2),
    "writing one down as several": _as_several,
    "closing without an answer": lambda life: [[life.filed(), life.contacted(), life.closed(9)]],
    "withdrawals": lambda life: [[life.filed(), life.contacted(), ("withdrawn", life.day(12), {})]],
    "pressure to withdraw": lambda life: [_pressed(life)],
    "another nature": lambda life: _after(life, "nature_set", life.days, nature="comment"),
    "another subject": lambda life: _before(
        life, "reclassified", 3, before="trail", category="other", theme="other"
    ),
    "no urgency": lambda life: _before(life, "urgency_declined", 1),
    "writing down later": lambda life: [
        [life.filed(life.day(5), received_at=life.came.isoformat()), *lived(life)[0][1:]]
    ],
}
"""What can be done with a complaint that would be answered late."""


def live_twins(runtime: Runtime, trick: str, complaints: int) -> None:
    """Let both live the same complaints, one with a trick, and count them."""
    rows = {code: _row(runtime, code) for code in (HONEST, TRICKSTER)}
    releases = {code: runtime.agencies.agency(code).release_id for code in rows}
    lives = list(_lives(complaints, releases[HONEST] or 0))
    tricked = [replace(life, agency=TRICKSTER, release=releases[TRICKSTER] or 0) for life in lives]
    histories = {
        HONEST: [history for life in lives for history in lived(life)],
        TRICKSTER: [
            history
            for life in tricked
            for history in (TRICKS[trick](life) if _is_played(trick, life) else lived(life))
        ],
    }
    with runtime.transaction() as session:
        for code, of_agency in histories.items():
            _write(session, rows[code], of_agency)
        counting.rebuild(session)


def _is_played(trick: str, life: Life) -> bool:
    """Tell whether a trick is played: of contacts, with all that nobody reached the same day.

    Few contacts more that nobody confirms are within chance, for half of the people say nothing.
    """
    is_worth_it = life.contact > 0 if trick == CONTACT else life.is_late
    return is_worth_it and life.odd > 3


def _lives(n: int, release: int) -> Iterable[Life]:
    random = Random(20261129)
    for _ in range(n):
        came = datetime(2026, 7, 1, 15, tzinfo=UTC) + timedelta(days=random.randrange(45))
        came += timedelta(days=max(0, 7 - came.weekday()) if came.weekday() > 4 else 0)
        days = random.choice([4, 6, 8, 9, 11, 13, 14, 18, 21, 24])
        finding = random.choice(["founded", "partly_founded", "unfounded", "settled"])
        contact = random.choice([0, 1, 1, 2, 2, 3])
        yield Life(HONEST, release, came, contact, days, finding, random.randrange(100))


def _row(runtime: Runtime, agency: str) -> dict[str, Any]:
    """Return the row of a complaint that was filed and is over, to be written again and again."""
    number = file(runtime, agency=agency).number
    table = ComplaintRecord.__table__
    with runtime.transaction() as session:
        found = session.execute(select(table).where(table.c.number == number)).mappings().one()
        return {**found, "is_open": False, "due_at": None}


def _write(session: Session, row: dict[str, Any], histories: list[History]) -> None:
    table = ComplaintRecord.__table__
    first = 1 + max(session.scalars(select(table.c.id)))
    numbered = [
        {**row, "id": first + n, "number": f"T{first + n:07}"} for n in range(len(histories))
    ]
    session.execute(insert(table), numbered)
    common = {"actor": "portal", "public": True, "salt": b"", "recorded_at": TUESDAY}
    hashes = dict.fromkeys(("digest", "prev", "hash"), "")
    session.execute(
        insert(HistoryEntryRecord),
        [
            {"complaint_id": first + n, "seq": seq, "kind": kind, "at": at, "facts": facts}
            | {**common, **hashes}
            for n, history in enumerate(histories)
            for seq, (kind, at, facts) in enumerate(history, 1)
        ],
    )


@dataclass(frozen=True)
class Shown:
    """A cell of a page: what it says, and whether there is a mark on it."""

    words: str
    is_marked: bool

    @property
    def value(self) -> int | None:
        found = re.match(r"(\d+)", self.words)
        return int(found[1]) if found else None

    @property
    def is_share(self) -> bool:
        return re.match(r"\d+ %", self.words) is not None


def cells(page: str, name: str) -> dict[tuple[str, str], Shown]:
    """Return what stands in the rows of an agency, by the code of the figure and the column."""
    found = {}
    for code, figure in re.findall(
        r'<figure class="c-fig" id="([^"]+)">(.*?)</figure>', page, re.DOTALL
    ):
        table = re.sub(r"<svg.*?</svg>", "", figure, flags=re.DOTALL)
        titles = [
            words(head) for head in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
            said = re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            if said and words(said[0]).startswith(name):
                shown = (Shown(words(cell), "c-mark" in cell) for cell in said[1:])
                found |= {
                    (code, title): cell for title, cell in zip(titles[1:], shown, strict=True)
                }
    return found


def one_day(on: date) -> str:
    return on.isoformat()


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text
