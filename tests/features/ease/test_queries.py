"""What was said is counted at once by many, added up by days, and forgotten as said in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from sqlalchemy import select

from portal.domain.actor import PORTAL
from portal.features.ease.actions import say
from portal.features.ease.queries import Said, said_between
from portal.features.ease.records import EaseMarkRecord
from portal.features.ease.rules import KEPT_AS_SAID, Ease
from portal.runtime import Runtime
from tests.support import on_both

DAY = date(2026, 11, 24)


def said(runtime: Runtime, mark: str, answer: Ease = Ease.YES, day: date = DAY) -> bool:
    with runtime.transaction() as session:
        return say(session, mark, answer, day=day, agency="parks", language="fr")


def read(runtime: Runtime, first: date, last: date) -> list[Said]:
    return sorted(runtime.read(PORTAL, said_between, first, last))


@on_both
def test_many_at_once_are_all_counted_and_each_once(runtime: Runtime):
    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(lambda n: said(runtime, f"mark-{n % 8}"), range(16)))
    assert sum(new) == 8
    assert read(runtime, DAY, DAY) == [
        Said("agency", "parks", "yes", 8),
        Said("language", "fr", "yes", 8),
    ]


@on_both
def test_days_are_added_up_as_far_as_they_are_asked_for(runtime: Runtime):
    for number, day in enumerate((DAY, DAY, DAY + timedelta(1), DAY + timedelta(9))):
        said(runtime, f"mark-{number}", Ease.NO, day)
    assert [one.n for one in read(runtime, DAY, DAY + timedelta(1))] == [3, 3]


@on_both
def test_that_a_draft_had_its_answer_is_forgotten_with_the_draft(runtime: Runtime):
    said(runtime, "old")
    said(runtime, "new", day=DAY + KEPT_AS_SAID + timedelta(1))
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(EaseMarkRecord.mark)).all() == ["new"]
