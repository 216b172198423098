"""What the pages of the office read of the database, beside the driver alone with the same SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from time import process_time
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import SEARCHES, active_user_id
from portal.complaints.queries.case_reads import case_file
from portal.complaints.queries.held_messages import TO_READ
from portal.complaints.queries.search import search_for
from portal.complaints.queries.staff import known_user
from portal.complaints.queries.work_list import SIZES, page_of
from portal.complaints.queries.work_list_views import Looking, Narrowing, View
from portal.db.reads import read_all
from portal.db.row_filter import connection_of
from portal.domain.actor import PORTAL, Actor
from portal.runtime import Runtime
from tests.benchmarks.in_process import opened

COMPLAINTS, TIMES, WARM = 10_000, 200, 10
AGENCY, OFFICER = "saaq", "agent.saaq@demo.plaintes.example"
Reading = Callable[[], object]


def reads() -> Iterator[str]:
    """Read each warm; tell how long the processor worked at least, in microseconds."""
    with opened(COMPLAINTS) as (portal, _):
        officer = _officer(portal)
        with portal.reading(officer) as session:
            for name, reading in _readings(portal, session, officer).items():
                ours, driver = _least(reading), _least(_alone(portal, session, reading))
                ratio = f"{ours / driver:.1f} ×"
                yield f"{name}: {1e6 * ours:.0f} µs, the driver alone {1e6 * driver:.0f} ({ratio})"


def _officer(portal: Runtime) -> Actor:
    with portal.reading(PORTAL) as session:
        user_id = active_user_id(session, portal.keyring, OFFICER)
        known = known_user(session, user_id or 0, portal.now())
    assert known is not None
    return known.actor


def _readings(portal: Runtime, session: Session, officer: Actor) -> Mapping[str, Reading]:
    now, user_id = portal.now(), officer.user_id or 0
    looking = Looking(AGENCY, user_id, now, now + timedelta(days=2))
    search = search_for(session, portal.keyring, "délais", AGENCY)
    assert search is not None
    around = {**looking.values, "user_id": user_id, "reader": user_id}

    def shown(view: View) -> Any:
        return page_of(session, looking, view, Narrowing(), 1, reads=portal.features.row_reads)

    number = shown(View.CLOSED).rows[0].number
    case_reads = portal.features.case_reads
    return {
        "who is signed in": lambda: known_user(session, user_id, now),
        "what stands around a list": lambda: read_all(
            session, (SIZES, TO_READ, SEARCHES), **around
        ),
        "what a search finds": lambda: read_all(session, (search.read,), **search.values),
        "50 closed complaints": lambda: shown(View.CLOSED),
        "50 open complaints": lambda: shown(View.TEAM),
        "a complaint": lambda: case_file(session, case_reads, AGENCY, number, now),
    }


def _alone(portal: Runtime, session: Session, reading: Reading) -> Reading:
    """Return what asks the driver alone for what a reading asks for."""
    asked: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        asked.append((told[2], told[3]))

    event.listen(portal.database.reader, "before_cursor_execute", note)
    reading()
    event.remove(portal.database.reader, "before_cursor_execute", note)
    cursor = connection_of(session).connection.cursor()

    def alone() -> None:
        for text, bound in asked:
            cursor.execute(text, bound)
            cursor.fetchall()

    return alone


def _least(reading: Reading) -> float:
    taken = []
    for _ in range(WARM + TIMES):
        began = process_time()
        reading()
        taken.append(process_time() - began)
    return min(taken[WARM:])
