"""The index is made anew from the texts, and searches say how far it is until then."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from portal.complaints.queries.search import readable_texts
from portal.complaints.queries.search_rebuild import begin_rebuild, rebuild_now, rebuild_some
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.search.merging import merge_all
from portal.db.search.records import (
    SearchBlockRecord,
    SearchRebuildRecord,
    SearchSegmentRecord,
    SearchTextRecord,
)
from portal.db.search.texts import index_more
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from portal.worker import Worker
from tests.support import file, on_both
from tests.support.searching import ids_matching

STORIES = ("Le sentier est fermé.", "Le sentier est boueux.", "Le sentier est glacé.")
INDEX = (SearchTextRecord, SearchBlockRecord, SearchSegmentRecord, SearchRebuildRecord)


@pytest.fixture
def lost(runtime: Runtime) -> Runtime:
    """A portal with three complaints of which the index knows nothing, as after a migration."""
    for story in STORIES:
        file(runtime, story=story)
    with runtime.transaction() as session:
        for record in INDEX:
            session.connection().execute(delete(record))
        begin_rebuild(session)
    return runtime


def ids(runtime: Runtime, typed: str) -> list[int]:
    with runtime.reading(PORTAL) as session:
        return ids_matching(session, runtime.keyring, typed)


def some(runtime: Runtime, most: int) -> int:
    with runtime.transaction() as session:
        return rebuild_some(session, runtime.keyring, most)


@on_both
def test_the_newest_complaints_are_found_first_and_all_in_the_end(lost: Runtime):
    assert ids(lost, "sentier") == []
    assert some(lost, 2) == 2
    assert ids(lost, "sentier") == [3, 2]
    merge_all(lost.database, lost.now())
    assert some(lost, 2) == 1
    assert ids(lost, "sentier") == [3, 2, 1]
    assert lost.read(PORTAL, rebuild_now) is None
    assert some(lost, 2) == 0


@on_both
def test_what_comes_meanwhile_is_the_newest(lost: Runtime):
    some(lost, 1)
    file(lost, story="Le sentier est neuf.")
    some(lost, 5)
    assert ids(lost, "sentier") == [4, 3, 2, 1]


@on_both
def test_what_was_added_before_is_found_once(lost: Runtime):
    with lost.transaction() as session:
        complaint = session.get_one(ComplaintRecord, 1)
        index_more(session, lost.keyring, complaint, "Toujours le sentier.")
    assert ids(lost, "sentier") == [1]
    some(lost, 5)
    with lost.reading(PORTAL) as session:
        assert len(session.scalars(select(SearchTextRecord)).all()) == 3


@on_both
def test_the_worker_does_it(lost: Runtime):
    worker, now = Worker(lost), lost.now()
    done = [worker.run_once(now) for _ in range(3)]
    assert [one.indexed_anew for one in done] == [3, 0, 0]
    assert [one.more for one in done[1:]] == [False, False]
    assert ids(lost, "sentier") == [3, 2, 1]


@on_both
def test_names_and_the_wish_are_found_as_they_were(runtime: Runtime):
    file(runtime, story="Le sentier est fermé.", name="Zoé Desrosiers")
    with runtime.reading(PORTAL) as session:
        assert readable_texts(session, {1: "parks"}) == {
            1: ["Le sentier est fermé. Zoé Desrosiers"]
        }
    with runtime.transaction() as session:
        begin_rebuild(session)
    some(runtime, 5)
    assert ids(runtime, "desrosiers sentier") == [1]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_whoever_holds_a_complaint_is_waited_for_by_nobody_else(lost: Runtime):
    with lost.transaction() as holding:
        holding.execute(select(ComplaintRecord.id).where(ComplaintRecord.id == 2).with_for_update())
        assert some(lost, 3) == 1
    assert some(lost, 3) == 2
    assert ids(lost, "sentier") == [3, 2, 1]
    assert lost.read(PORTAL, rebuild_now) is None
