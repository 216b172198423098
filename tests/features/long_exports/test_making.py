"""A file is made step by step: never twice, never lost, and for nobody who may not have it."""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal.complaints.records.people import UserRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import NotAllowedError
from portal.features.long_exports import actions_progress, queries_contents
from portal.features.long_exports.actions import TooManyExportsError, call_off
from portal.features.long_exports.actions_progress import Making, erase_what_is_over
from portal.features.long_exports.queries import one_export
from portal.features.long_exports.records import ExportPartRecord
from portal.features.long_exports.rules import AT_ONCE, LEASE, TRIES, Progress, State, Why
from portal.gateways.file_store import FileMissingError
from portal.runtime import Runtime
from tests.features.long_exports.asked import (
    LATER,
    asked,
    auditor,
    content,
    letters,
    lived,
    made,
    problems,
    seen,
)
from tests.support import FixedClock, file, officer, on_both


@pytest.fixture(autouse=True)
def one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries_contents, "SLICE", 1)


def kept_parts(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count(ExportPartRecord.id))) or 0


@on_both
def test_two_workers_at_once_and_one_who_dies_make_the_file_once(
    runtime: Runtime, clock: FixedClock
):
    lived(runtime)
    vera = auditor(runtime)
    number = asked(runtime, vera)
    assert asked(runtime, vera) == number
    first, second = Making(runtime), Making(runtime)
    assert first.go_on(clock()) == 1
    assert second.go_on(clock()) == 0
    told = seen(runtime, vera, number)
    assert (told.state, told.is_worked_on) == (State.RUNNING, True)
    assert (told.progress.done, told.progress.total) == (1, 3)
    # What comes meanwhile is of another quarter's file.
    file(runtime)
    # The first one dies here, or sleeps: once its lease is over, the other goes on.
    clock.moment += LEASE + timedelta(seconds=1)
    assert not seen(runtime, vera, number).is_worked_on
    assert second.go_on(clock()) == 1
    assert seen(runtime, vera, number).progress.done == 2
    before = kept_parts(runtime)
    # It wakes up: what it did counts for nothing, and no file of it stays.
    assert first.go_on(clock()) == 1
    assert first.go_on(clock()) == 0
    assert kept_parts(runtime) == before
    assert made(runtime, second) == 2
    assert seen(runtime, vera, number).state is State.READY
    assert letters(runtime) == ["export_ready"]
    packed = content(runtime, number)
    assert problems(packed) == []
    assert seen(runtime, vera, number).size == len(packed)
    # Whoever makes it again gets the same lines.
    again = asked(runtime, auditor(runtime, "autre@exemple.org"))
    made(runtime)
    assert content(runtime, again) == packed


@on_both
def test_somebody_elses_export_is_seen_by_nobody_and_an_agency_asks_for_none(runtime: Runtime):
    lived(runtime)
    vera, other = auditor(runtime), auditor(runtime, "autre@exemple.org")
    number = asked(runtime, vera)
    for stranger in (other, officer(), officer("water")):
        assert runtime.read(stranger, one_export, number, runtime.now()) is None
    with pytest.raises(NotAllowedError):
        asked(runtime, officer())


@on_both
def test_one_person_has_one_made_after_the_other_and_so_many_on_the_way(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    lived(runtime)
    vera = auditor(runtime)
    first = asked(runtime, vera)
    # The same quarter counts as another one here, so that there is more than one to ask for.
    monkeypatch.setattr("portal.features.long_exports.actions.the_same", lambda *_: None)
    second = asked(runtime, vera)
    for _ in range(AT_ONCE - 2):
        asked(runtime, vera)
    with pytest.raises(TooManyExportsError):
        asked(runtime, vera)
    one, two = Making(runtime), Making(runtime)
    assert (one.go_on(clock()), two.go_on(clock())) == (1, 0)
    other = asked(runtime, auditor(runtime, "autre@exemple.org"))
    assert two.go_on(clock()) == 1
    with runtime.acting(vera) as work:
        call_off(work, first)
    # It notices, lets go, and the next one of the same person begins.
    assert one.go_on(clock()) == 1
    assert one.go_on(clock()) == 1
    assert seen(runtime, vera, first).state is State.CANCELLED
    assert seen(runtime, vera, second).state is State.RUNNING
    assert made(runtime, two) > 0
    assert other > second


@on_both
def test_what_is_called_off_or_over_is_erased_and_so_is_what_somebody_may_have_no_more(
    runtime: Runtime, clock: FixedClock
):
    lived(runtime)
    vera = auditor(runtime)
    number, making = asked(runtime, vera), Making(runtime)
    making.go_on(clock())
    with runtime.acting(vera) as work:
        assert call_off(work, number) is State.RUNNING
        assert call_off(work, number) is State.CANCELLED
    assert erase_what_is_over(runtime, clock()) == 1
    assert made(runtime, making) == 1
    assert (kept_parts(runtime), letters(runtime)) == (0, [])
    ready = asked(runtime, vera)
    made(runtime)
    keys = runtime.read(PORTAL, actions_progress.part_keys, ready)
    assert erase_what_is_over(runtime, clock()) == 0
    clock.moment += timedelta(days=9)
    assert seen(runtime, vera, ready).state is State.EXPIRED
    assert erase_what_is_over(runtime, clock()) == 1
    assert (kept_parts(runtime), erase_what_is_over(runtime, clock())) == (0, 0)
    with pytest.raises(FileMissingError):
        runtime.files.get(keys[0])
    # Rights that are lost meanwhile end it, and nobody is written to.
    third = asked(runtime, vera)
    making = Making(runtime)
    making.go_on(clock())
    with runtime.transaction() as session:
        session.execute(
            update(UserRecord).where(UserRecord.id == vera.user_id), {"is_active": False}
        )
    made(runtime, making)
    told = seen(runtime, vera, third)
    assert (told.state, told.why) == (State.CANCELLED, Why.RIGHTS)
    assert erase_what_is_over(runtime, clock()) == 1
    assert letters(runtime) == ["export_ready"]


@on_both
def test_on_a_full_disk_it_waits_and_what_always_fails_ends_in_words(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    lived(runtime)
    vera = auditor(runtime)
    number, put = asked(runtime, vera), runtime.files.put

    def full(_: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(runtime.files, "put", full)
    for _ in range(TRIES + 1):
        assert made(runtime) == 1
        told = seen(runtime, vera, number)
        assert (told.state, told.why) == (State.WAITING, Why.DISK_FULL)
        clock.moment += LATER
    monkeypatch.setattr(runtime.files, "put", put)
    with monkeypatch.context() as little_room:
        little_room.setattr(runtime.files, "free", lambda: 1000)
        assert made(runtime) == 1
    assert seen(runtime, vera, number).why is Why.DISK_FULL
    clock.moment += LATER
    making = Making(runtime)
    making.go_on(clock())
    assert seen(runtime, vera, number).why is None

    def broken(*_: Any) -> None:
        raise ValueError("spoilt")

    monkeypatch.setattr(actions_progress, "next_part", broken)
    for rank in range(TRIES):
        assert making.go_on(clock()) == 1
        expected = State.FAILED if rank == TRIES - 1 else State.WAITING
        assert seen(runtime, vera, number).state is expected
        clock.moment += LATER
    assert made(runtime, making) == 0
    assert letters(runtime) == ["export_failed"]
    erase_what_is_over(runtime, clock())
    assert kept_parts(runtime) == 0


def test_how_long_it_takes_is_counted_from_how_fast_it_went():
    assert Progress(0, 1_000_000, 0).minutes_left is None
    assert Progress(250_000, 1_000_000, 60_000).minutes_left == 3
    assert Progress(999_999, 1_000_000, 60_000).minutes_left == 1
    assert Progress(1_000_000, 1_000_000, 60_000).minutes_left is None
    assert [Progress(n, 3, 0).percent for n in range(4)] == [0, 33, 66, 100]
    assert Progress(0, 0, 0).percent == 0
