"""The worker does what is due, again and again, whatever fails."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import worker
from portal.complaints import kept_drafts
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.letters.outcomes import SentCount
from portal.complaints.records.complaint import DraftRecord
from portal.complaints.records.message import AttachmentRecord
from portal.domain.actor import PORTAL
from portal.gateways.file_store import FileMissingError
from portal.runtime import Runtime
from portal.worker import Worker
from tests.support import TUESDAY, RecordingMailer, file

LATE = TUESDAY + timedelta(days=60)


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


def a_draft(runtime: Runtime, at: Any) -> str:
    return kept_drafts.start_draft(runtime.database, "fr", at, DraftContent(words="sentier"))[0]


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


def test_a_worker_may_let_go_of_the_database_before_it_rests_and_works_on(
    runtime: Runtime, mailbox: RecordingMailer
) -> None:
    runtime.config.worker_seconds = 0.001
    file(runtime)
    stop = threading.Event()
    rests: list[str] = []

    def before_rest() -> None:
        runtime.database.let_pages_go()
        rests.append("")
        if len(rests) == 2:
            stop.set()

    Worker(runtime, before_rest=before_rest).run_forever(stop)
    assert len(mailbox.sent) == 1
    if runtime.database.is_sqlite:
        pools = [engine.pool for engine in (runtime.database.reader, runtime.database.writer)]
        assert not [pool for pool in pools if pool.checkedin()]  # type: ignore[attr-defined]
