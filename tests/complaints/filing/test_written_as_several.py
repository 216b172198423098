"""What the staff write down for a person for whom they just wrote down another complaint."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.handling.filing import file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Channel, Draft
from portal.runtime import Runtime
from tests.reporting.counted import fed
from tests.support import TUESDAY, FixedClock, file, officer, on_both

STORY = "Le sentier est fermé."


def write_down(
    runtime: Runtime, email: str = "m.gagnon@exemple.org", actor: Actor | None = None
) -> bool:
    """Write a complaint down; return whether its history says that it is one of several."""
    channel = Channel.WEB if actor is PORTAL else Channel.PHONE
    content = DraftContent(story=STORY, email=email, reply_by="email" if email else "none")
    draft, now = Draft(category=None, story=STORY, channel=channel), runtime.now()
    plan = plan_filing(runtime.agencies.agency("parks"), draft, now)
    file_complaint(runtime, plan, None, content, draft, now, actor or officer())
    with runtime.reading(PORTAL) as session:
        entry = select(HistoryEntryRecord.facts).where(HistoryEntryRecord.kind == "filed")
        facts = session.scalars(entry.order_by(HistoryEntryRecord.id.desc()).limit(1)).one()
    return bool(facts.get("written_as_several"))


@on_both
def test_one_that_follows_another_of_the_same_person_is_one_of_several(runtime: Runtime):
    assert not write_down(runtime)
    assert write_down(runtime, "M.Gagnon@exemple.org")
    assert fed(runtime)["parks 2026-11 split 1"] == 1


@pytest.mark.parametrize("email", ["", "quelquun@exemple.org"])
def test_another_person_or_one_that_is_not_known_again_is_not(runtime: Runtime, email: str):
    write_down(runtime, email or "m.gagnon@exemple.org")
    assert not write_down(runtime, "" if not email else "m.gagnon@exemple.org")


def test_what_people_send_themselves_is_theirs_to_split(runtime: Runtime):
    file(runtime)
    assert not write_down(runtime)
    assert not write_down(runtime, actor=PORTAL)


def test_a_complaint_of_the_week_after_is_another_one(runtime: Runtime, clock: FixedClock):
    write_down(runtime)
    clock.moment = TUESDAY + timedelta(days=6)
    assert not write_down(runtime)
