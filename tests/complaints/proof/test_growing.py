"""The tree grows by what was stored, in its order, and never past what is still being stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from portal.complaints.accounts import record_opening
from portal.complaints.proof import growing
from portal.complaints.proof.anchoring import NoRootError, anchored
from portal.complaints.proof.growing import BusyError, Tree
from portal.complaints.queries.roots import all_roots
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.proof.forging import anchored_now, verified, why_broken
from tests.support import TUESDAY, add_user, file, on_both
from tests.support.unguarded import unguarded

OPEN_1 = text(
    "INSERT INTO access_log (at, user_id, complaint_id, what)"
    " VALUES ('2026-11-24 15:00:00+00', 1, 1, 'complaint')"
)


def covered_by(runtime: Runtime) -> list[tuple[int, int]]:
    """Return how many entries and openings each stored root covers."""
    with runtime.reading(PORTAL) as session:
        return [(root.entries, root.openings) for root in all_roots(session)]


def opened(runtime: Runtime, reader: int, times: int = 1) -> None:
    """Let somebody open the first complaint."""
    for _ in range(times):
        record_opening(runtime.database, reader, [1], "complaint", TUESDAY)


@on_both
def test_what_grew_step_by_step_is_what_grows_at_once(
    lived: Runtime, monkeypatch: pytest.MonkeyPatch
):
    opened(lived, add_user(lived, "c.roy@exemple.org"), times=7)
    at_once = anchored_now(lived).root
    with unguarded(lived), lived.transaction() as session:
        session.delete(all_roots(session)[0])
    monkeypatch.setattr(growing, "AT_ONCE", 5)
    step_by_step = anchored_now(lived).root
    assert (step_by_step.root, step_by_step.openings_hash) == (
        at_once.root,
        at_once.openings_hash,
    )
    assert covered_by(lived) == [(12, 7)]


@on_both
def test_a_root_grows_on_for_an_hour_and_stays_as_it_was_then(lived: Runtime):
    anchored_now(lived)
    file(lived)
    anchored_now(lived)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        file(lived)
        anchored_now(lived)
        assert covered_by(lived) == [(14, 0), (16, 0)]
        assert why_broken(lived) == ""


@on_both
def test_nothing_new_signs_nothing_anew(lived: Runtime):
    before = anchored_now(lived)
    assert anchored_now(lived).root == before.root


def test_without_anything_stored_there_is_no_root(runtime: Runtime):
    Tree(runtime).grow_now()
    with pytest.raises(NoRootError):
        anchored(runtime)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_what_is_overtaken_while_it_is_stored_is_waited_for(
    lived: Runtime, monkeypatch: pytest.MonkeyPatch
):
    reader, tree = add_user(lived, "c.roy@exemple.org"), Tree(lived)
    with lived.database.writer.connect() as slow, slow.begin():
        slow.execute(OPEN_1)
        opened(lived, reader)
        assert [tree.grow(), tree.grow(), tree.grow()] == [0, 0, 0]
        monkeypatch.setattr(growing, "_PATIENCE", 0.0)
        with pytest.raises(BusyError):
            tree.grow_now()
    tree.grow_now()
    assert covered_by(lived) == [(12, 2)]
    assert verified(lived).broken is None


@on_both
def test_of_two_workers_at_once_one_signs(lived: Runtime, monkeypatch: pytest.MonkeyPatch):
    first, second = Tree(lived), Tree(lived)
    first.grow()
    keep = first._keep

    def overtaken(*step: object) -> bool:
        second.grow_now()
        return keep(*step)  # type: ignore[arg-type]

    monkeypatch.setattr(first, "_keep", overtaken)
    file(lived)
    first.grow()
    assert first.grow() == 0
    assert covered_by(lived) == [(14, 0)]
    assert verified(lived).broken is None


def test_a_clock_that_ran_ahead_and_was_set_back_forges_nothing(lived: Runtime):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        anchored_now(lived)
    file(lived)
    assert why_broken(lived) == ""
    anchored_now(lived)
    assert why_broken(lived) == ""


def test_the_worker_signs_at_its_start_then_once_a_minute_and_at_its_end(
    lived: Runtime, monkeypatch: pytest.MonkeyPatch
):
    worker = Worker(lived)
    assert worker.run_once(TUESDAY).covered == 12
    file(lived)
    assert worker.run_once(TUESDAY).covered == 0
    monkeypatch.setattr(worker, "_covers_at", 0.0)
    assert worker.run_once(TUESDAY).covered == 2
    file(lived)
    stop = Stopped()
    worker.run_forever(stop)  # type: ignore[arg-type]
    assert covered_by(lived)[-1] == (16, 0)


class Stopped:
    """A signal to stop that came before the worker began."""

    def is_set(self) -> bool:
        return True
