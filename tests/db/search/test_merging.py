"""Texts that wait become segments, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.complaints.queries.search import index_again
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.search import merging
from portal.db.search.merging import LEAST, merge_all, merge_waiting
from portal.db.search.records import (
    Place,
    SearchBlockRecord,
    SearchSegmentRecord,
    SearchTextRecord,
)
from portal.db.search.texts import forget_complaint, index_more
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from portal.worker import Worker
from tests.support import file, on_both
from tests.support.searching import ids_matching

WORDS = ["rouge", "vert", "bleu", "jaune", "noir", "blanc", "gris", "rose"]


def add(runtime: Runtime, count: int, complaint_id: int = 1, also: str = "") -> None:
    with runtime.transaction() as session:
        complaint = session.get_one(ComplaintRecord, complaint_id)
        for n in range(count):
            text = f"Le sentier {WORDS[n % len(WORDS)]} {also}"
            index_more(session, runtime.keyring, complaint, text)


def ids(runtime: Runtime, typed: str) -> list[int]:
    with runtime.reading(PORTAL) as session:
        return ids_matching(session, runtime.keyring, typed)


def read(runtime: Runtime, statement: Any) -> list[Any]:
    with runtime.reading(PORTAL) as session:
        return [*session.scalars(statement)]


def in_use(runtime: Runtime) -> list[int]:
    """Return how many texts each segment in use has."""
    segment = SearchSegmentRecord
    return read(runtime, select(segment.texts).where(segment.in_use).order_by(segment.texts))


def places(runtime: Runtime) -> set[int]:
    return set(read(runtime, select(SearchTextRecord.place)))


def merge(runtime: Runtime) -> int:
    return merge_waiting(runtime.database, runtime.now())


@pytest.fixture
def filed(runtime: Runtime) -> Runtime:
    """A portal with three complaints, each of which is found."""
    for story in ("Le sentier est fermé.", "Le pont est fermé.", "Le chemin est fermé."):
        file(runtime, story=story)
    return runtime


@on_both
def test_few_texts_wait_and_more_become_a_segment(filed: Runtime):
    assert merge(filed) == 0
    assert places(filed) == {Place.WAITING}
    add(filed, LEAST)
    assert merge(filed) == LEAST + 3
    assert places(filed) == {Place.MERGED}
    assert read(filed, select(SearchTextRecord.words).distinct()) == [None]
    assert in_use(filed) == [LEAST + 3]
    assert ids(filed, "sentier") == [1]
    assert ids(filed, "fermé") == [3, 2, 1]


@on_both
def test_there_are_few_segments_and_each_takes_in_smaller_ones(filed: Runtime):
    for _ in range(30):
        add(filed, LEAST)
        merge(filed)
    assert sum(in_use(filed)) == 30 * LEAST + 3
    assert len(in_use(filed)) <= 4
    assert ids(filed, "pont fermé") == [2]
    assert ids(filed, "sentier rose") == [1]


@on_both
def test_what_was_forgotten_is_found_no_more_and_goes_with_the_next_segment(filed: Runtime):
    add(filed, 20)
    add(filed, 20, complaint_id=2)
    merge_all(filed.database, filed.now())
    with filed.transaction() as session:
        forget_complaint(session, 1)
    assert ids(filed, "sentier") == [2]
    assert Place.FORGOTTEN in places(filed)
    merge_all(filed.database, filed.now())
    assert places(filed) == {Place.MERGED}
    assert in_use(filed) == [22]
    assert ids(filed, "sentier") == [2]


@on_both
def test_however_much_is_forgotten_what_is_left_is_found(filed: Runtime):
    add(filed, 20)
    for _ in range(2):
        add(filed, 40, complaint_id=2)
        merge_all(filed.database, filed.now())
        with filed.transaction() as session:
            forget_complaint(session, 2)
    with filed.reading(PORTAL) as session:
        assert ids_matching(session, filed.keyring, "sentier", at_most=20) == [1]


@on_both
def test_a_complaint_that_changes_hands_is_found_by_whoever_has_it(filed: Runtime):
    merge_all(filed.database, filed.now())
    with filed.transaction() as session:
        complaint = session.get_one(ComplaintRecord, 1)
        index_again(session, filed.keyring, complaint, "water")
        complaint.agency = "water"
    for _ in range(2):
        assert ids(filed, "sentier") == [1]
        text = SearchTextRecord
        of_it = select(text.agency).where(text.complaint_id == 1, text.place != Place.FORGOTTEN)
        assert read(filed, of_it) == ["water"]
        merge_all(filed.database, filed.now())


def _forget(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        forget_complaint(session, 2)


def _merge_too(runtime: Runtime) -> None:
    merge_all(runtime.database, runtime.now())


@on_both
@pytest.mark.parametrize("meanwhile", [_forget, _merge_too])
def test_what_changes_meanwhile_is_not_lost_nor_found_twice(
    filed: Runtime, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[Runtime], None]
):
    write = merging.write_segment

    def interrupted(*told: Any) -> int:
        monkeypatch.setattr(merging, "write_segment", write)
        written = write(*told)
        meanwhile(filed)
        return written

    add(filed, LEAST)
    monkeypatch.setattr(merging, "write_segment", interrupted)
    assert merge(filed) == 0
    left = [3, 1] if meanwhile is _forget else [3, 2, 1]
    assert ids(filed, "fermé") == left
    merge_all(filed.database, filed.now())
    assert ids(filed, "fermé") == left
    assert sum(in_use(filed)) == LEAST + len(left)


@on_both
def test_a_merge_that_is_killed_leaves_everything_as_it_was(
    filed: Runtime, monkeypatch: pytest.MonkeyPatch
):
    def killed(*_: Any) -> None:
        raise SystemExit

    add(filed, LEAST)
    monkeypatch.setattr(merging, "_replace", killed)
    with pytest.raises(SystemExit):
        merge(filed)
    assert places(filed) == {Place.WAITING}
    assert ids(filed, "fermé") == [3, 2, 1]


@on_both
def test_what_is_out_of_use_is_erased_after_an_hour(filed: Runtime):
    merge_all(filed.database, filed.now())
    add(filed, 10)
    merge_all(filed.database, filed.now())
    blocks = select(func.count()).select_from(SearchBlockRecord)
    assert read(filed, blocks) == [32]
    later = filed.now() + timedelta(hours=1)
    merge_waiting(filed.database, later)
    assert read(filed, blocks) == [16]
    assert read(filed, select(SearchSegmentRecord.in_use)) == [True]


@on_both
def test_the_worker_merges_what_waits(filed: Runtime):
    add(filed, LEAST)
    Worker(filed).run_once(filed.now())
    assert places(filed) == {Place.MERGED}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_merge_waits_for_nobody_who_holds_a_text(filed: Runtime):
    add(filed, LEAST)
    with filed.transaction() as holding:
        text = SearchTextRecord
        holding.execute(select(text.id).where(text.complaint_id == 2).with_for_update())
        assert merge(filed) == 0
    assert merge(filed) == LEAST + 3
