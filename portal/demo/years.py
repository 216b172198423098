"""Two years of the demonstration: every agency's complaints, by its size, its season, its manner.

They are written in bulk, by the rules that the use cases keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from portal.demo.cast import Cast, cast_of, share_passed
from portal.demo.complaints import every_way, store_lives
from portal.demo.lives import Life, Ways
from portal.demo.living import live
from portal.demo.organisations import Before
from portal.runtime import Runtime

MONTHS = 24
Ends = Mapping[str, datetime]
"""When agencies end, by their codes."""

# Among so many months, with the present one, lies all of the last finished quarter.
_RISING_FOR, _TIMES_MORE = 6, 2.5


def make_years(
    runtime: Runtime,
    seed: int,
    size: float = 1.0,
    *,
    ended: Ends | None = None,
    before: Before | None = None,
    counts: bool = True,
) -> int:
    """Make the complaints of the last two years; the same for the same seed.

    `size` is how many of them, beside the ordinary number. An agency that `ended` gets none
    afterwards, and does nothing any more. What a category was split from complaints had `before`.
    Reports have them at once unless they are counted later
    (`counts`). Return how many were made.
    """
    random = Random(seed)
    lives = lives_of_years(runtime, random, size, ended, before)
    return store_lives(runtime, lives, random, counts=counts)


def lives_of_years(
    runtime: Runtime,
    random: Random,
    size: float = 1.0,
    ended: Ends | None = None,
    before: Before | None = None,
) -> Iterator[Life]:
    """Yield the lives of the last two years, by when they were received."""
    # To the hour, so that two portals filled one after the other hold the same.
    now = runtime.now().replace(minute=0, second=0, microsecond=0)
    zone, ended = ZoneInfo(runtime.agencies.portal.calendar.timezone), ended or {}
    ways = every_way(runtime)
    cast = cast_of([runtime.agencies.agency(code) for code in {way.agency.code for way in ways}])
    months = list(_months(now, zone))
    received = sorted(
        (moment, rank)
        for begins, ends in months
        for moment, rank in _received(
            cast, ways, begins, ends, size, random, is_late=begins >= months[-_RISING_FOR][0]
        )
        if moment < _until(ways[rank], now, ended)
    )
    for moment, rank in received:
        manner = cast.manner(ways[rank].agency.code, share_passed(moment, months[0][0], now))
        way = _way_then(ways[rank], moment, before)
        yield live(way, moment, _until(way, now, ended), random, manner)


def _way_then(way: Ways, moment: datetime, before: Before | None) -> Ways:
    """Return what a complaint is about at a moment: the whole, until it was split."""
    if before is None or moment >= before.until or way.agency.code != before.agency:
        return way
    if way.category.code not in before.parts:
        return way
    whole = before.whole
    return replace(way, category=replace(way.category, code=whole.code, name=whole.name))


def _until(way: Ways, now: datetime, ended: Ends) -> datetime:
    """Return until when an agency acts: now, or as long as it is there."""
    return ended.get(way.agency.code, now)


def _months(now: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield when each of the months begins and ends, the present one last."""
    today = now.astimezone(zone)
    count = 12 * today.year + today.month - 1
    firsts = [
        datetime(month // 12, month % 12 + 1, 1, tzinfo=zone)
        for month in range(count - MONTHS, count + 2)
    ]
    yield from pairwise(firsts)


def _received(
    cast: Cast,
    ways: Sequence[Ways],
    begins: datetime,
    ends: datetime,
    size: float,
    random: Random,
    *,
    is_late: bool,
) -> Iterator[tuple[datetime, int]]:
    """Yield when complaints came in a month, each with the rank of what it is about.

    In what `is_late` a subject of one agency has tripled, and another agency is silent.
    """
    for agency in cast.ranked:
        ranks = [rank for rank, way in enumerate(ways) if way.agency.code == agency]
        due = cast.monthly(agency, begins.month, is_late=is_late) * size
        if agency == cast.rising_in:
            # Its first subject is a large one, so that what it does can be told from chance.
            ranks += [ranks[0]] * (len(ranks) // 2)
        about = [random.choice(ranks) for _ in range(_rounded(due, random))]
        if agency == cast.rising_in and is_late:
            # Some more than twice as many besides: it triples whatever chance takes away.
            share = ranks.count(ranks[0]) / len(ranks)
            about += [ranks[0]] * _rounded(_TIMES_MORE * due * share, random)
        for rank in about:
            yield _moment(begins, ends, random), rank


def _rounded(due: float, random: Random) -> int:
    """Return a whole number that is as much in the long run."""
    return int(due) + (random.random() < due % 1)


def _moment(begins: datetime, ends: datetime, random: Random) -> datetime:
    """Return a moment between two, to the minute."""
    minutes = (ends - begins) // timedelta(minutes=1)
    return begins + timedelta(minutes=random.randrange(minutes))
