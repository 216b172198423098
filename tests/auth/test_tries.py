"""Nobody shuts anybody else out, and nobody guesses: worked out on the limits as they stand."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from portal.auth.tries import (
    ACCESS_CODES,
    MISTYPED,
    OF_STRANGERS,
    PACE,
    PASSWORDS,
    RESUME_CODES,
    WRONG_A_DAY,
    Secret,
    TooOftenError,
    Tries,
    counted_as,
)
from portal.db.counts_in_database import CountsInDatabase
from portal.db.shared_counts import SharedCounts
from portal.domain.number import CODE_ALPHABET, CODE_LENGTH, RESUME_CODE_LENGTH
from portal.domain.troubles import DiskFullError
from portal.runtime import Runtime
from tests.support import on_both

NOON = 1_800_000_000.0
HOUR, DAY = 3600, 24 * 3600
LIBRARY, HOME = "198.51.100.7", "203.0.113.9"
KINDS = pytest.mark.parametrize("secret", [ACCESS_CODES, RESUME_CODES, PASSWORDS])
ADDRESSES = 1_000

Attempt = Callable[..., float]


@pytest.fixture
def tries() -> Tries:
    return Tries(SharedCounts())


def attempt(
    tries: Tries,
    what: str = "2026-000001",
    sender: str = HOME,
    now: float = NOON,
    *,
    secret: Secret = ACCESS_CODES,
    right: bool = False,
    device: str = "",
) -> int:
    """Try once; return how many seconds too early that was."""
    try:
        with tries.one(secret, what, sender, now, device) as one_try:
            one_try.was_right = right
    except TooOftenError as error:
        return error.wait
    return 0


@KINDS
def test_wrong_tries_from_many_addresses_shut_nobody_out(tries: Tries, secret: Secret):
    for number in range(5_000):
        attempt(tries, sender=f"10.0.{number % 250}.{number // 250}", secret=secret)
    assert attempt(tries, secret=secret, right=True) == 0


@KINDS
def test_in_a_library_one_attacker_shuts_out_none_of_two_hundred_people(
    tries: Tries, secret: Secret
):
    for _ in range(10_000):
        attempt(tries, "the attacker's own", LIBRARY, secret=secret)
    people = [f"person {number}" for number in range(200)]
    assert {attempt(tries, who, LIBRARY, secret=secret, right=True) for who in people} == {0}


@KINDS
def test_right_ones_are_never_too_many(tries: Tries, secret: Secret):
    answers = {attempt(tries, secret=secret, right=True) for _ in range(1_000)}
    assert answers == {0}


@KINDS
def test_at_a_flooded_address_who_is_right_passes_and_what_was_tried_wrongly_is_slowed(
    tries: Tries, secret: Secret
):
    attempt(tries, "of before", LIBRARY, secret=secret, right=True)
    for number in range(3 * 700):
        attempt(tries, f"thing {number % 700}", LIBRARY, secret=secret)
    waits = [attempt(tries, f"thing {number}", LIBRARY, secret=secret) for number in range(700)]
    assert (waits.count(0), waits[-1]) == (1, 5)
    assert attempt(tries, "of before", LIBRARY, secret=secret, right=True) == 0
    people = [f"person {number}" for number in range(200)]
    assert {attempt(tries, who, LIBRARY, secret=secret, right=True) for who in people} == {0}
    assert [attempt(tries, "mistyped", LIBRARY, secret=secret) for _ in range(2)] == [0, 0]
    assert attempt(tries, "mistyped", LIBRARY, secret=secret, right=True) == 0
    assert attempt(tries, "thing 5", LIBRARY, NOON + 60, secret=secret, right=True) == 0
    assert attempt(tries, "thing 6", LIBRARY, NOON + 60, secret=secret, right=True) > 0
    assert attempt(tries, "thing 6", LIBRARY, NOON + 900, secret=secret, right=True) == 0


@KINDS
def test_at_flooded_addresses_all_together_try_one_thing_a_few_times_a_day(
    tries: Tries, secret: Secret
):
    heard = 0
    for number in range(40):
        sender = f"10.0.0.{number}"
        for one in range(secret.wrong_from_address + 1):
            attempt(tries, f"thing {number} {one}", sender, secret=secret)
        attempt(tries, "the turn of strangers", sender, secret=secret)
        heard += [attempt(tries, "all", sender, secret=secret) for _ in range(4)].count(0)
    # Each has one turn of strangers besides.
    assert heard <= WRONG_A_DAY + 40


@KINDS
def test_beside_an_attacker_a_known_device_is_heard_and_an_invented_one_is_not(
    tries: Tries, secret: Secret
):
    """The attacker shares the address, and tries that very account."""
    attempt(tries, "head", HOME, secret=secret, right=True, device="known")
    for number in range(2_000):
        attempt(tries, "head", LIBRARY, secret=secret, device=f"invented {number}")
        attempt(tries, f"thing {number}", LIBRARY, secret=secret)
    assert attempt(tries, "head", LIBRARY, secret=secret, device=HOME) > 0
    assert attempt(tries, "head", LIBRARY, secret=secret, device="known") == 0
    assert attempt(tries, "head", LIBRARY, secret=secret, right=True, device="known") == 0


def test_a_known_device_is_slowed_about_what_it_fails_with_as_an_address_is(tries: Tries):
    attempt(tries, right=True, device="known")
    waits = [attempt(tries, device="known", secret=ACCESS_CODES) for _ in range(12)]
    assert waits == [0] * 10 + [30, 30]
    assert attempt(tries, right=True) == 0


def test_an_address_that_fails_waits_ever_longer_and_then_it_is_forgotten(tries: Tries):
    assert [attempt(tries) for _ in range(12)] == [0] * 10 + [30, 30]
    assert attempt(tries, now=NOON + 29, right=True) == 1
    assert attempt(tries, now=NOON + 30) == 0
    assert attempt(tries, now=NOON + 30) == 60
    assert attempt(tries, now=NOON + 90, right=True) == 0
    assert [attempt(tries, now=NOON + 90) for _ in range(10)] == [0] * 10
    assert [attempt(tries, now=NOON + 90 + DAY) for _ in range(10)] == [0] * 10


def test_who_mistyped_twice_while_many_attack_is_heard_and_at_a_known_address_always(tries: Tries):
    attempt(tries, sender=LIBRARY, right=True)
    for number in range(200):
        attempt(tries, sender=f"10.0.0.{number}")
    for sender, longest in ((HOME, ACCESS_CODES.longest), (LIBRARY, 0)):
        assert [attempt(tries, sender=sender) for _ in range(MISTYPED - 1)] == [0, 0]
        with suppress(OSError), tries.one(ACCESS_CODES, "2026-000001", sender, NOON):
            raise OSError
        assert attempt(tries, sender=sender) == 0
        assert attempt(tries, sender=sender, right=True) == longest


def test_a_clock_that_went_back_makes_nobody_wait_for_years(tries: Tries):
    for _ in range(10):
        attempt(tries, now=NOON + 365 * DAY)
    assert attempt(tries, right=True) == 0


def test_where_looking_fails_nothing_was_tried(tries: Tries):
    for _ in range(50):
        with suppress(OSError), tries.one(ACCESS_CODES, "2026-000001", HOME, NOON):
            raise OSError
    assert attempt(tries) == 0


def test_where_looking_fails_no_wrong_try_before_is_forgotten(tries: Tries):
    """Whoever can make looking fail would try for ever."""
    for _ in range(9):
        attempt(tries)
        with suppress(OSError), tries.one(ACCESS_CODES, "2026-000001", HOME, NOON):
            raise OSError
    assert [attempt(tries) for _ in range(2)] == [0, 30]


class Full(SharedCounts):
    """Counts whose disk, or database, takes nothing for a while."""

    is_full = False

    def _within_file(self, file: Path | None, act: Callable[..., Any]) -> Any:
        if self.is_full and file is not None:
            raise sqlite3.OperationalError("database or disk is full")
        return super()._within_file(file, act)


def test_a_try_that_cannot_be_given_back_is_before_the_next_one(tmp_path: Path):
    counts = Full(tmp_path / "counts.sqlite")
    for _ in range(50):
        with suppress(OSError), Tries(counts).one(ACCESS_CODES, "2026-000001", HOME, NOON):
            counts.is_full = True
            raise OSError
        counts.is_full = False
    assert attempt(Tries(counts)) == 0
    counts.close()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_so_it_is_while_the_database_of_many_machines_takes_nothing(
    shared: Tries, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
):
    def refused(*_: object) -> None:
        raise DiskFullError

    for _ in range(50):
        one = shared.one(ACCESS_CODES, "2026-000001", HOME, NOON)
        with monkeypatch.context() as full, suppress(DiskFullError), one:
            full.setattr(runtime.database, "enter", refused)
            raise DiskFullError
    assert attempt(shared) == 0


@pytest.fixture
def shared(runtime: Runtime, backend: str, tmp_path: Path) -> Iterator[Tries]:
    """Tries as they are counted in force: in a file of one machine, or in the database of many."""
    in_file = backend == "sqlite"
    counts = (
        SharedCounts(tmp_path / "counts.sqlite") if in_file else CountsInDatabase(runtime.database)
    )
    yield Tries(counts)
    counts.close()


@on_both
def test_of_sixty_at_once_as_many_are_heard_as_one_after_the_other(shared: Tries):
    waits: list[int] = []
    begun = threading.Barrier(60)

    def trying() -> None:
        begun.wait()
        waits.append(attempt(shared))

    threads = [threading.Thread(target=trying) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0) == PACE.free


@on_both
def test_counts_are_the_same_wherever_they_stand(shared: Tries):
    assert [attempt(shared) for _ in range(11)] == [0] * 10 + [30]
    assert attempt(shared, now=NOON + 30, right=True) == 0
    assert [attempt(shared, now=NOON + 30) for _ in range(11)] == [0] * 10 + [30]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_another_machine_on_the_same_database_knows_of_every_try(shared: Tries, runtime: Runtime):
    for _ in range(10):
        attempt(shared)
    assert attempt(Tries(CountsInDatabase(runtime.database))) == 30


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
    ],
)
def test_of_ipv6_the_network_counts_as_one_address(address: str, counted: str):
    assert counted_as(address) == counted


def tries_a_day_from_one_address(secret: Secret) -> int:
    """Return how often an address is heard in a day about what a thousand addresses attack."""
    tries, made = Tries(SharedCounts()), 0
    for number in range(WRONG_A_DAY + 200):
        attempt(tries, sender=f"10.0.0.{number}", secret=secret)
    now = NOON
    while now < NOON + DAY:
        wait = attempt(tries, now=now, secret=secret)
        made += wait == 0
        now += wait or 1
    return made


def spread_a_day(secret: Secret) -> int:
    """Return how often an address is wrong in a day at most, whatever it tries."""
    quarter, now, turns = 15 * 60, 0, 0
    while now < quarter:
        turns += 1
        now += OF_STRANGERS.wait(turns)
    return (secret.wrong_from_address + turns) * DAY // quarter


CODES = len(CODE_ALPHABET) ** CODE_LENGTH
RESUME = len(CODE_ALPHABET) ** RESUME_CODE_LENGTH


def test_what_a_thousand_addresses_reach_in_a_day_at_one_complaint_or_account():
    at_once = ADDRESSES * PACE.free
    of_codes = ADDRESSES * tries_a_day_from_one_address(ACCESS_CODES)
    assert (of_codes, at_once) == (26_000, 10_000)
    assert (of_codes + at_once) / CODES < 1 / 23_000_000
    assert ADDRESSES * tries_a_day_from_one_address(PASSWORDS) == 6_000


def test_what_a_thousand_addresses_reach_in_a_day_at_whatever_there_is():
    of_codes = ADDRESSES * spread_a_day(ACCESS_CODES)
    assert of_codes == 30_528_000
    assert of_codes / CODES < 1 / 27_000
    # At flooded addresses, what was tried wrongly less than so often is heard at once.
    complaints = drafts = 100_000
    assert (of_codes + complaints * WRONG_A_DAY) / CODES < 1 / 26_000
    of_drafts = ADDRESSES * spread_a_day(RESUME_CODES) + len(CODE_ALPHABET) ** 4 * WRONG_A_DAY
    assert drafts * of_drafts / RESUME < 1 / 160_000
    assert ADDRESSES * spread_a_day(PASSWORDS) == 11_328_000
