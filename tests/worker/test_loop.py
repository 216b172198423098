from __future__ import annotations

import io
import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import func, select

from portal import logs, worker
from portal.db.models import (
    AttachmentRecord,
    ComplaintRecord,
    DraftRecord,
    EscalationRecord,
    HistoryEntryRecord,
)
from portal.domain.actor import PORTAL
from portal.domain.time.clock import ClockKind
from portal.gateways.file_store import FileMissingError
from portal.runtime import Runtime, build_runtime
from portal.services import drafts, escalation
from portal.services.mail.outbox import SentCount
from portal.worker import Worker, run_clocks
from tests.support import TUESDAY, RecordingMailer, file, on_both

LATE = TUESDAY + timedelta(days=60)


def level_of(runtime: Runtime, number: str) -> int:
    with runtime.reading(PORTAL) as session:
        found = session.scalar(
            select(ComplaintRecord.level).where(ComplaintRecord.number == number)
        )
    assert found is not None
    return found


def escalations(runtime: Runtime) -> int:
    with runtime.reading(PORTAL) as session:
        return session.scalar(select(func.count()).select_from(EscalationRecord)) or 0


def answers_acted_upon(done: worker.ClocksRun) -> int:
    return sum(clock.kind is ClockKind.ANSWER for clock in done.acted)


@on_both
def test_a_late_complaint_climbs_one_step_a_run(runtime: Runtime) -> None:
    number = file(runtime).number
    assert level_of(runtime, number) == 1
    assert answers_acted_upon(run_clocks(runtime, LATE)) == 1
    assert level_of(runtime, number) == 2
    assert run_clocks(runtime, LATE).acted == ()
    assert level_of(runtime, number) == 2


def test_a_complaint_in_time_stays_where_it_is(runtime: Runtime) -> None:
    number = file(runtime).number
    assert run_clocks(runtime, TUESDAY + timedelta(hours=1)).acted == ()
    assert level_of(runtime, number) == 1


@on_both
def test_two_workers_at_once_climb_one_step(runtime: Runtime) -> None:
    numbers = [file(runtime).number for _ in range(4)]
    other = build_runtime(
        runtime.config, runtime.keyring, RecordingMailer(), runtime.files, runtime.now
    )
    together = threading.Barrier(2)

    def work(one: Runtime) -> worker.ClocksRun:
        together.wait()
        return run_clocks(one, LATE)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(work, (runtime, other))
    other.database.close()
    assert first.failed == second.failed == ()
    assert answers_acted_upon(first) + answers_acted_upon(second) == len(numbers)
    assert [level_of(runtime, number) for number in numbers] == [2, 2, 2, 2]
    assert escalations(runtime) == len(numbers)


def test_one_failure_stays_one_failure(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = file(runtime).number, file(runtime).number
    act = escalation.act_if_run_out

    def act_or_fail(work: Any, complaint: ComplaintRecord, clock_id: int) -> bool:
        if complaint.number == broken:
            raise RuntimeError("cannot climb")
        return act(work, complaint, clock_id)

    monkeypatch.setattr(escalation, "act_if_run_out", act_or_fail)
    done = run_clocks(runtime, LATE)
    assert {clock.number for clock in done.failed} == {broken}
    assert {clock.number for clock in done.acted} == {sound}
    assert (level_of(runtime, broken), level_of(runtime, sound)) == (1, 2)


def test_a_run_at_a_given_moment_is_written_down_at_that_moment(runtime: Runtime) -> None:
    file(runtime)
    run_clocks(runtime, LATE)
    with runtime.reading(PORTAL) as session:
        moments = session.scalars(
            select(HistoryEntryRecord.at).where(HistoryEntryRecord.kind == "escalated")
        ).all()
    assert moments == [LATE]


def test_a_run_sends_the_letters_that_it_caused(runtime: Runtime, mailbox: RecordingMailer) -> None:
    number = file(runtime).number
    done = Worker(runtime).run_once(LATE)
    assert done.letters.sent == len(mailbox.sent) == 2
    subjects = [message["Subject"].replace("\N{NO-BREAK SPACE}", " ") for message in mailbox.sent]
    assert f"Plainte {number} : notre réponse est en retard" in subjects


def test_expired_drafts_go_with_their_documents_and_the_others_stay(runtime: Runtime) -> None:
    key = runtime.files.put(b"a photo")
    old = a_draft(runtime, at=TUESDAY - timedelta(days=40))
    fresh = a_draft(runtime, at=TUESDAY)
    attach(runtime, old, key)
    assert Worker(runtime).run_once(TUESDAY).drafts_erased == 1
    with runtime.reading(PORTAL) as session:
        assert list(session.scalars(select(DraftRecord.id))) == [fresh]
    with pytest.raises(FileMissingError):
        runtime.files.get(key)


def test_a_draft_whose_document_cannot_be_removed_is_tried_again(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = a_draft(runtime, at=TUESDAY - timedelta(days=40))
    attach(runtime, old, runtime.files.put(b"a photo"))
    with monkeypatch.context() as patched:
        patched.setattr(runtime.files, "remove", failing)
        assert worker.erase_drafts(runtime, TUESDAY) == 0
    assert worker.erase_drafts(runtime, TUESDAY) == 1


def test_what_fails_in_a_run_does_not_stop_the_rest_of_it(
    runtime: Runtime, mailbox: RecordingMailer, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(runtime)
    monkeypatch.setattr(worker, "run_clocks", failing)
    monkeypatch.setattr(worker, "erase_drafts", failing)
    done = Worker(runtime).run_once(TUESDAY)
    assert (done.letters.sent, done.clocks, done.drafts_erased) == (1, worker.ClocksRun(), 0)


def test_the_worker_goes_on_after_an_error_and_stops_when_told(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, runs = threading.Event(), []

    def fail_twice(*_: object) -> SentCount:
        runs.append(1)
        if len(runs) == 3:
            stop.set()
        raise RuntimeError("the database went away")

    monkeypatch.setattr(worker, "send_due", fail_twice)
    runtime.config.worker_seconds = 0.001
    Worker(runtime).run_forever(stop)
    assert len(runs) == 3


def test_a_full_batch_is_followed_by_the_next_without_rest(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, runs = threading.Event(), []

    def full_then_stop(*_: object) -> SentCount:
        runs.append(1)
        if len(runs) == 2:
            stop.set()
        return SentCount(sent=1000)

    monkeypatch.setattr(worker, "send_due", full_then_stop)
    runtime.config.worker_seconds = 3600
    Worker(runtime).run_forever(stop)
    assert len(runs) == 2


def test_beside_the_pages_most_of_the_time_is_left_to_them(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, rests = threading.Event(), []
    took = 0.02

    def full(*_: object) -> SentCount:
        time.sleep(took)
        return SentCount(sent=1000)

    def rest(seconds: float) -> bool:
        rests.append(seconds)
        stop.set()
        return True

    monkeypatch.setattr(worker, "send_due", full)
    monkeypatch.setattr(stop, "wait", rest)
    Worker(runtime, beside_pages=True).run_forever(stop)
    assert rests[0] > 10 * took


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[dict[str, Any]]]:
    """The lines that the portal logs, read back as JSON."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure_logs("info")
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_error_is_logged_as_its_kind_and_place_without_its_words(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    try:
        raise ValueError("m.gagnon@exemple.org")
    except ValueError:
        structlog.get_logger().exception("work failed", what="send letters")
    (line,) = lines()
    assert line["error"] == "ValueError"
    assert Path(__file__).name in line["where"][-1]
    assert "gagnon" not in json.dumps(line)


def test_what_libraries_warn_of_is_logged_the_same_way(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    library = logging.getLogger("some.library")
    library.info("GET /fr/suivi?code=K7PM2X9Q")
    try:
        raise ValueError("m.gagnon@exemple.org")
    except ValueError:
        library.exception("request failed")
    (line,) = lines()
    assert (line["event"], line["logger"], line["error"]) == (
        "request failed",
        "some.library",
        "ValueError",
    )
    assert "gagnon" not in json.dumps(line)


def test_lines_below_the_chosen_level_are_not_written(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    structlog.get_logger().debug("nothing to see")
    assert lines() == []


def a_draft(runtime: Runtime, at: Any) -> str:
    with runtime.transaction() as session:
        return drafts.start_draft(session, runtime.keyring, "fr", "sentier", at)[0]


def attach(runtime: Runtime, draft_id: str, key: str) -> None:
    with runtime.transaction() as session:
        session.add(
            AttachmentRecord(
                draft_id=draft_id,
                name="photo.jpeg",
                content_type="image/jpeg",
                size=7,
                file_key=key,
                sha256="0" * 64,
                added_at=TUESDAY,
            )
        )


def failing(*_: object) -> Any:
    raise RuntimeError("not today")
