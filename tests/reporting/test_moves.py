"""From the moves of each complaint every published figure follows, and no move tells of anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.app import FEATURES
from portal.complaints.handling import casework
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.domain.time.periods import Period
from portal.features.nature.actions import say_complaint, set_nature
from portal.reporting import counting
from portal.reporting.open_data.dumps import (
    For,
    NotADumpError,
    differences,
    dump_of,
    read_file,
)
from portal.reporting.open_data.rows import rows_of
from portal.reporting.vintages.computing import known_of
from portal.reporting.vintages.freezing import publish, read_counts
from portal.reporting.vintages.lives import TOLD, LivesRead
from portal.reporting.vintages.queries import vintages
from portal.reporting.vintages.queries_lives import lives_in
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.features.own_motion.opened import own_file
from tests.reporting.lives import LIVES, write
from tests.support import file, officer, on_both

QUARTERS = (Period(2026, 4), Period(2027, 1))
SECRET = "Le sentier de Zouaveville est fermé."
READABLE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


@pytest.fixture
def lived(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """Three complaints, one answered and one contested, and a file of the service's own."""
    numbers = [file(runtime, story=SECRET, name="Odile Zouave").number for _ in range(3)]
    runtime.change(officer(), numbers[0], partial(casework.answer, body=SECRET))
    # Held to be praise, and a complaint again: its person has the last word.
    runtime.change(officer(), numbers[1], partial(set_nature, nature=Nature.PRAISE))
    author = complainant(complaint(runtime, numbers[1]).id)
    runtime.change(author, numbers[1], say_complaint)
    own_file(runtime)
    with runtime.transaction() as session:
        counting.rebuild(session)
    return runtime


def lines(session: Session, quarter: Period) -> Iterator[bytes]:
    reached = session.scalar(select(func.max(HistoryEntryRecord.id))) or 0
    return (life.line for life in lives_in(session, "n{}".format, reached, quarter.months))


def dumped(runtime: Runtime, quarter: Period) -> list[bytes]:
    with runtime.transaction() as session:
        publish(session, runtime, quarter, runtime.now())
    with runtime.reading(PORTAL) as session:
        found, lives = vintages(session, quarter), LivesRead()
        written = list(lines(session, quarter))
    for line in written:
        lives.note(line)
    last = dump_of(found, For.AUDITOR, runtime.keyring, lives=lives)
    return [*written, msgspec.json.encode(last)]


def problems(written: list[bytes]) -> list[str]:
    dump, lives = read_file(written)
    return list(differences(dump, FEATURES.counted_apart, lives=lives))


@given(lives=LIVES)
@settings(max_examples=40, **READABLE)  # type: ignore[arg-type]
def test_of_any_histories_the_figures_come_out_of_the_moves(lived: Runtime, lives: list[Any]):
    with lived.transaction() as session:
        write(session, lives)
        counting.rebuild(session)
        for quarter in QUARTERS:
            counts, read = read_counts(session, lived, quarter), LivesRead()
            for line in lines(session, quarter):
                read.take(line)
            again = read.counts(counts)
            assert again.received == [tuple(row) for row in counts.received]
            assert again.answers == [tuple(row) for row in counts.answers]
            apart = FEATURES.counted_apart
            assert rows_of(known_of(again, apart)) == rows_of(known_of(counts, apart))
        session.rollback()


@on_both
def test_what_is_published_comes_out_of_an_auditors_dump_alone(lived: Runtime):
    written = dumped(lived, QUARTERS[0])
    assert len(written) == 5
    assert problems(written) == []


def test_a_dump_of_which_a_life_was_changed_is_refused(lived: Runtime):
    written = dumped(lived, QUARTERS[0])
    earlier = [line.replace(b'"level":1', b'"level":2') for line in written[:-1]]
    assert earlier != written[:-1]
    assert problems([*earlier, written[-1]])[0] == "moves: not those that were signed"
    assert "moves: received are counted otherwise" in problems(written[1:])
    for spoilt in (b"{}\n", b'{"complaint":"x","moves":[["answered","2026-11-24",{}]]}\n'):
        with pytest.raises(NotADumpError):
            problems([spoilt, *written])


def test_no_move_tells_of_anybody(lived: Runtime):
    told = b"".join(dumped(lived, QUARTERS[0])[:-1]).decode()
    assert not re.search("Zouave|exemple|P-|user|sentier", told)
    for line in told.splitlines():
        for kind, _, facts in json.loads(line)["moves"]:
            assert set(facts) <= set(TOLD[kind])
            assert all(not isinstance(value, str) or " " not in value for value in facts.values())
    # Who was responsible, who suggested to withdraw, what was adapted: no published figure has it.
    kinds = {EntryKind.ASSIGNED, EntryKind.WITHDRAWAL_SUGGESTED, EntryKind.ACCOMMODATION_ANSWERED}
    assert kinds.isdisjoint(TOLD)
