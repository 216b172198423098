"""What several requests write at once lasts for each of them, or for that one not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from portal.db.group_commit import GroupCommit
from portal.domain.troubles import DataBusyError, DataGoneError


class RefusedError(Exception):
    """What one of those who write raises."""


class Bench:
    """A table of numbers, and how many commits it took."""

    def __init__(self) -> None:
        self.engine: Engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        with self.engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (n INTEGER)"))
        self.commits = 0
        event.listen(self.engine, "commit", self._count)
        self.turn = threading.Lock()
        self.writer = GroupCommit(self.engine, self.turn)

    def all_at_once(self, acts: list[Callable[[Connection], int]]) -> list[int | Exception]:
        """Let a thread for each act ask for it while somebody else writes; return what came."""
        with ThreadPoolExecutor(len(acts)) as pool:
            with self.turn:
                asked = [pool.submit(self.writer.write, act) for act in acts]
                while len(self.writer._waiting) < len(acts):
                    pass
            errors = [one.exception(timeout=20) for one in asked]
        return [
            error if isinstance(error, Exception) else one.result()
            for one, error in zip(asked, errors, strict=True)
        ]

    @property
    def kept(self) -> list[int]:
        with self.engine.connect() as connection:
            return sorted(connection.scalars(text("SELECT n FROM kept")))

    def _count(self, _: Connection) -> None:
        self.commits += 1


def keeps(number: int, *, refused: bool = False) -> Callable[[Connection], int]:
    def act(connection: Connection) -> int:
        connection.execute(text("INSERT INTO kept VALUES (:n)"), {"n": number})
        if refused:
            raise RefusedError(number)
        return number

    return act


def test_one_that_is_alone_is_written_at_once():
    bench = Bench()
    assert bench.writer.write(keeps(7)) == 7
    assert (bench.kept, bench.commits) == ([7], 1)


def test_those_who_waited_together_share_one_commit():
    bench = Bench()
    assert bench.all_at_once([keeps(n) for n in range(4)]) == [0, 1, 2, 3]
    assert (bench.kept, bench.commits) == ([0, 1, 2, 3], 1)


def test_a_crowd_is_written_in_several_commits_and_nobody_is_left_waiting():
    bench = Bench()
    assert bench.all_at_once([keeps(n) for n in range(40)]) == list(range(40))
    assert bench.kept == list(range(40))
    assert 1 < bench.commits < 10


@given(st.lists(st.booleans(), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_one_that_fails_is_told_so_and_the_others_are_kept_once(refused: list[bool]):
    bench = Bench()
    results = bench.all_at_once([keeps(n, refused=no) for n, no in enumerate(refused)])
    for number, (result, no) in enumerate(zip(results, refused, strict=True)):
        assert isinstance(result, RefusedError) if no else result == number
    assert bench.kept == [number for number, no in enumerate(refused) if not no]


def test_a_commit_that_fails_is_told_to_everybody_and_nothing_is_kept():
    bench = Bench()
    bench.all_at_once([keeps(0)])

    def full(_: Connection) -> None:
        raise SQLAlchemyError("the disk is full")

    event.listen(bench.engine, "commit", full)
    results = bench.all_at_once([keeps(n) for n in (1, 2, 3)])
    assert all(isinstance(one, SQLAlchemyError) for one in results)
    assert bench.kept == [0]


def test_an_error_that_is_no_ordinary_one_ends_only_who_met_it():
    bench = Bench()

    def stops(_: Connection) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.writer.write(stops)
    assert bench.writer.write(keeps(1)) == 1
    assert bench.kept == [1]


class Refusing:
    """A turn that does not come."""

    def __enter__(self) -> None:
        raise DataBusyError

    def __exit__(self, *_: object) -> None:
        """Nobody has it."""


def test_who_does_not_get_the_turn_is_not_written_later_either():
    bench = Bench()
    turn, bench.writer._write_lock = bench.writer._write_lock, Refusing()
    with pytest.raises(DataBusyError):
        bench.writer.write(keeps(1))
    bench.writer._write_lock = turn
    bench.writer.write(keeps(2))
    assert bench.kept == [2]


def test_what_keeps_the_database_from_writing_is_told_to_all_without_trying_each():
    bench = Bench()
    tries = 0

    def gone() -> None:
        nonlocal tries
        tries += 1
        raise DataGoneError

    bench.writer._ensure_kept = gone
    results = bench.all_at_once([keeps(n) for n in (1, 2, 3)])
    assert all(isinstance(result, DataGoneError) for result in results)
    assert tries == 1
