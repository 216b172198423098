"""Invented ratings of closed complaints: enough to be shown in some agencies, too few in others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.demo.rows import insert_rows
from portal.domain.complaint import Status
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.satisfaction.rules import Cut, Place, Question, counted
from portal.runtime import Runtime

_SEED = 13
_C = ComplaintRecord
# Agency after agency, this share of those who could have said what they thought did.
_RESPONSES = (0.75, 0.6, 0.1)
# How often each step is chosen, from the worst; the times are judged more severely.
_WEIGHTS = {
    Question.SIMPLE: (1, 2, 3, 6, 5),
    Question.TIME: (4, 4, 4, 4, 2),
    Question.HEARD: (2, 3, 4, 5, 3),
    Question.WHOLE: (2, 3, 4, 5, 3),
}


def rate_some(runtime: Runtime) -> int:
    """Let some complainants of closed complaints say what they thought; return how many."""
    random = Random(_SEED)
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    counts: Counter[tuple[Any, ...]] = Counter()
    with runtime.transaction() as session:
        closed = session.execute(
            select(_C.id, _C.agency, _C.category, _C.theme, _C.channel, _C.language, _C.closed_at)
            .where(_C.status == Status.CLOSED.value)
            .order_by(_C.agency, _C.id)
        ).all()
        rated = list(_responding(closed, random))
        for complaint in rated:
            cuts = dict(
                zip(
                    Cut,
                    (complaint.category, complaint.theme, complaint.channel, complaint.language),
                    strict=True,
                )
            )
            month = complaint.closed_at.astimezone(zone).strftime("%Y-%m")
            answers = {
                question: random.choices((1, 2, 3, 4, 5), weights)[0]
                for question, weights in _WEIGHTS.items()
            }
            counts.update(map(astuple, counted(Place(complaint.agency, month, cuts), answers)))
        insert_rows(
            session, SurveyMarkRecord, [{"complaint_id": complaint.id} for complaint in rated]
        )
        insert_rows(session, SurveyCountRecord, [_row(*count) for count in sorted(counts.items())])
    return len(rated)


def _responding(closed: Sequence[Any], random: Random) -> Iterator[Any]:
    agencies = list(dict.fromkeys(complaint.agency for complaint in closed))
    share = {code: _RESPONSES[rank % len(_RESPONSES)] for rank, code in enumerate(agencies)}
    return (complaint for complaint in closed if random.random() < share[complaint.agency])


def _row(key: tuple[Any, ...], n: int) -> dict[str, Any]:
    names = ("agency", "month", "cut", "value", "question", "answer")
    return {**dict(zip(names, key, strict=True)), "n": n}
