"""Demonstration complaints in any number: whole lives, chained and signed like real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.handling import register
from portal.complaints.records.complaint import (
    ClockRecord,
    ComplaintRecord,
)
from portal.complaints.records.people import MembershipRecord
from portal.db.search.merging import merge_all
from portal.demo.lives import Life, Ways
from portal.demo.living import live
from portal.demo.rows import LifeRows, index_all, insert_rows, reserve_ids, rows_of
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.domain.number import complaint_number
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.groups.queries_similar import look_from_here
from portal.reporting.counting import rebuild
from portal.runtime import Runtime

SPREAD = timedelta(days=400)
_AT_ONCE = 1000
_CLOCK_HOURS = Allowance(240, Unit.HOURS)
_HANDLERS = (Role.OFFICER.value, Role.INTAKE.value)


def has_complaints(runtime: Runtime) -> bool:
    """Tell whether anything was complained of yet."""
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(ComplaintRecord.id).limit(1)) is not None


def make_complaints(runtime: Runtime, count: int, seed: int) -> int:
    """Make `count` complaints received over the last 13 months; the same for the same seed.

    Return how many were made.
    """
    random = Random(seed)
    ways = every_way(runtime)
    # To the hour, so that two portals filled one after the other hold the same.
    now = runtime.now().replace(minute=0, second=0, microsecond=0)
    moments = sorted(now - SPREAD * random.random() ** 1.4 for _ in range(count))
    lives = (live(random.choice(ways), moment, now, random) for moment in moments)
    return store_lives(runtime, lives, random)


def make_since(
    runtime: Runtime, ways: Sequence[Ways], since: datetime, count: int, seed: int
) -> int:
    """Make `count` complaints about each of some subjects, received between `since` and now."""
    random, now = Random(seed), runtime.now()
    received = sorted(
        (since + (now - since) * random.random(), rank)
        for rank in range(len(ways))
        for _ in range(count)
    )
    lives = (live(ways[rank], moment, now, random) for moment, rank in received)
    return store_lives(runtime, lives, random)


def make_clocks(runtime: Runtime, due: datetime, count: int) -> int:
    """Make `count` complaints whose answer clocks run out at `due` exactly.

    Their answer is promised in hours, which run without a stop, so that the date is on the dot.
    """
    random = Random(count)
    ways = [way.answering_in(_CLOCK_HOURS) for way in every_way(runtime)]
    received = due - timedelta(hours=_CLOCK_HOURS.amount)
    lives = (live(random.choice(ways), received, received, random) for _ in range(count))
    return store_lives(runtime, lives, random)


def every_way(runtime: Runtime) -> list[Ways]:
    """Return every category of every agency but the desk, which hands complaints on."""
    desk = runtime.agencies.intake_desk.code
    return [
        Ways(agency, category)
        for agency in runtime.agencies
        if agency.code != desk
        for category in agency.consult().categories()
    ]


def store_lives(
    runtime: Runtime, lives: Iterator[Life], random: Random, *, counts: bool = True
) -> int:
    """Write lives, a thousand at once; return how many. They may be counted later (`counts`)."""
    made = 0
    with runtime.transaction() as session:
        officers = _officers(session)
    while batch := list(islice(lives, _AT_ONCE)):
        with runtime.transaction() as session:
            _store_batch(runtime, session, batch, officers, random)
        made += len(batch)
    if not counts:
        return made
    # Counted at once: the worker would take long over so many, at the expense of the pages.
    with runtime.transaction() as session:
        rebuild(session)
        # They are drawn from few stories: the portal would propose groups of them everywhere.
        look_from_here(session)
    merge_all(runtime.database, runtime.now())
    return made


def _store_batch(
    runtime: Runtime,
    session: Session,
    batch: Sequence[Life],
    officers: dict[str, list[int]],
    random: Random,
) -> None:
    numbers = _numbers(session, batch)
    first_id = reserve_ids(session, ComplaintRecord, len(batch))
    clock_id = reserve_ids(session, ClockRecord, sum(len(life.clocks) for life in batch))
    made: list[LifeRows] = []
    for offset, life in enumerate(batch):
        officer = random.choice(officers.get(life.ways.agency.code) or [None])
        if life.status is Status.RECEIVED:
            officer = None
        keys = (first_id + offset, clock_id, numbers[offset])
        made.append(rows_of(runtime.keyring, life, keys, officer, random))
        clock_id += len(life.clocks)
    insert_rows(session, ComplaintRecord, [rows.complaint for rows in made])
    for record in made[0].rows:
        insert_rows(session, record, [row for life in made for row in life.rows[record]])
    indexed = [(rows.complaint["id"], rows.complaint["agency"], rows.stems) for rows in made]
    index_all(session, indexed)


def _numbers(session: Session, batch: Sequence[Life]) -> list[str]:
    """Give out numbers in the order of receipt, each in the year of its receipt."""
    years = [life.received_at.astimezone(life.ways.calendar.zone).year for life in batch]
    next_rank: dict[int, int] = {}
    for year, count in Counter(years).items():
        next_rank[year] = register.next_number(session.connection(), year, count) - count + 1
    numbers = []
    for year in years:
        numbers.append(complaint_number(year, next_rank[year]))
        next_rank[year] += 1
    return numbers


def _officers(session: Session) -> dict[str, list[int]]:
    """Return who handles complaints in each agency."""
    statement = select(MembershipRecord.agency, MembershipRecord.user_id).where(
        MembershipRecord.role.in_(_HANDLERS), MembershipRecord.agency.is_not(None)
    )
    handlers: dict[str, list[int]] = {}
    for agency, user_id in session.execute(statement):
        handlers.setdefault(str(agency), []).append(user_id)
    return handlers
