"""Lives of complaints by chance: what may happen to them, in any order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.complaints.records.counted import CountedComplaintRecord
from portal.complaints.records.message import (
    HistoryEntryRecord,
    ReportCountRecord,
    ReportMarkRecord,
)
from portal.domain.conclusion import Finding, Outcome
from portal.domain.nature import Nature
from tests.support import TUESDAY

MOMENTS = st.integers(0, 3000).map(lambda hours: TUESDAY + timedelta(hours=hours))
LEVELS = st.integers(1, 3)
DUE = MOMENTS.map(datetime.isoformat)
EVENTS = st.one_of(
    st.builds(lambda level: ("escalated", {"level": level}), LEVELS),
    st.builds(lambda level: ("passed_to_top", {"level": level}), LEVELS),
    st.builds(
        lambda clock, level: ("date_missed", {"clock": clock, "level": level}),
        st.sampled_from(["answer", "review", "first_promise", "first_contact", "acknowledge"]),
        LEVELS,
    ),
    st.builds(
        lambda in_time, days: ("taken_in_charge", {"in_time": in_time, "working_days": days}),
        st.booleans(),
        st.integers(0, 9),
    ),
    st.builds(
        lambda first, in_time, level, days, own: (
            "answered",
            {
                "first": first,
                "in_time": in_time,
                "level": level,
                "working_days": days,
                "substance": own,
            },
        ),
        st.booleans(),
        st.booleans(),
        LEVELS,
        st.integers(0, 60),
        st.integers(0, 30),
    ),
    st.builds(
        lambda finding, count, remedied: (
            "closed",
            {"finding": finding, "findings": [finding], "measures": count, "level": 1}
            | ({} if remedied is None else {"remedied": remedied}),
        ),
        st.sampled_from([finding.value for finding in Finding]),
        st.integers(0, 1),
        st.sampled_from([True, False, None]),
    ),
    st.builds(lambda day: ("extended", {"last_day": day.date().isoformat()}), MOMENTS),
    st.builds(lambda c: ("reclassified", {"category": c, "theme": c}), st.sampled_from("abc")),
    st.builds(
        lambda agency, due, days: (
            "routed",
            {
                "agency": agency,
                "release": 1,
                "category": "r",
                "theme": "r",
                "due_at": due,
                "held_days": days,
                "days_before": days,
            },
        ),
        st.sampled_from(["water", "parks"]),
        DUE,
        st.integers(0, 9),
    ),
    st.builds(
        lambda agency: (
            "succeeded",
            {"agency": agency, "release": 1, "category": "s", "theme": "s", "level": 1},
        ),
        st.sampled_from(["water", "desk"]),
    ),
    st.just(("withdrawn", {})),
    st.just(("paused", {})),
    st.builds(lambda due: ("resumed", {"due_at": due}), DUE),
    st.sampled_from(["reopened", "review_asked", "part_asked", "urgency_declined"]).map(
        lambda kind: (kind, {})
    ),
    st.builds(
        lambda nature: ("nature_set", {"nature": nature}),
        st.sampled_from([nature.value for nature in Nature]),
    ),
    st.builds(
        lambda link, outcome: ("outside_outcome_told", {"link": link, "outcome": outcome}),
        st.integers(1, 2),
        st.sampled_from([outcome.value for outcome in Outcome]),
    ),
    st.just(("noted", {})),
)
LIVES = st.lists(st.tuples(st.integers(0, 3), MOMENTS, EVENTS), max_size=25)


def write(session: Session, lives: list[Any]) -> None:
    """Add entries to what was filed, in the order in which they are committed."""
    session.execute(delete(ReportCountRecord))
    session.execute(delete(CountedComplaintRecord))
    session.execute(delete(ReportMarkRecord))
    ids = sorted(set(session.scalars(select(HistoryEntryRecord.complaint_id))))
    rows = [
        {"complaint_id": ids[which], "seq": 100 + rank, "kind": kind, "at": at, "facts": facts}
        for rank, (which, at, (kind, facts)) in enumerate(lives)
    ]
    if rows:
        common = {"actor": "portal", "public": True, "salt": b"", "recorded_at": TUESDAY}
        hashes = dict.fromkeys(("digest", "prev", "hash"), "")
        session.execute(insert(HistoryEntryRecord), [{**row, **common, **hashes} for row in rows])
