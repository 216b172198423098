"""What agencies learn from invented complaints: by ratings, lessons and alarms.

Ratings are enough to be shown in some agencies, too few in others. Lessons are published in most
agencies that verified something, one waits and one came back. A subject rises in three agencies,
and one of them does something about it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.complaints.queries.kept_drafts import DraftCut
from portal.complaints.queries.staff import Staff
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import DraftCountRecord
from portal.complaints.work import Work
from portal.demo.complaints import every_way, make_since
from portal.demo.lives import Ways
from portal.demo.recommendations import people_of
from portal.demo.rows import insert_rows
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Channel, Status
from portal.domain.text import Text
from portal.features.alarms.actions import respond_to_alarm
from portal.features.alarms.actions_watch import raise_alarms
from portal.features.alarms.records import AlarmRecord
from portal.features.alarms.rules import Rule, Step
from portal.features.lessons import actions as lessons
from portal.features.lessons.records import LessonRecord
from portal.features.lessons.rules import LessonPart, LessonTexts
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import State
from portal.features.satisfaction.records import SurveyCountRecord, SurveyMarkRecord
from portal.features.satisfaction.rules import Cut, Place, Question, counted
from portal.runtime import Runtime

_RATING_SEED = 13
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

_DAYS_AGO = 20

_LESSONS = (
    LessonTexts(
        {
            LessonPart.TITLE: Text(
                "La date de fin est dite dès l’accusé de réception",
                "The end date is told with the acknowledgement",
            ),
            LessonPart.LEARNED: Text(
                "Des personnes appelaient parce qu’elles ne savaient pas quand leur demande serait "
                "traitée. Rien ne le leur disait.",
                "People called because they did not know when their request would be handled. "
                "Nothing told them.",
            ),
            LessonPart.CHANGED: Text(
                "Chaque accusé de réception dit maintenant la date prévue, et ce qui peut la "
                "changer.",
                "Every acknowledgement now tells the expected date, and what may change it.",
            ),
        }
    ),
    LessonTexts(
        {
            LessonPart.TITLE: Text(
                "Un message laissé est un message rappelé", "A message left is a message returned"
            ),
            LessonPart.LEARNED: Text(
                "Des messages laissés au téléphone restaient sans rappel, parce que personne n’en "
                "tenait la liste.",
                "Messages left by telephone were not returned, because nobody kept a list of them.",
            ),
            LessonPart.CHANGED: Text(
                "Chaque message est noté, et une personne rappelle dans les deux jours ouvrables.",
                "Every message is noted, and somebody calls back within two working days.",
            ),
        }
    ),
)

_RISING_IN, _COMPLAINTS, _RISING_SEED = 3, 20, 12
_REST = "other"

_ALARMED_SINCE = timedelta(days=6)
_CLOSED = "La lettre corrigée est partie à chaque personne qui avait reçu la première."
_ANSWER = {
    Rule.RISING_THEME: "La lettre du mois était ambiguë. Elle est corrigée et envoyée de nouveau.",
    Rule.RECOMMENDATIONS: "La direction revoit les dates avec chaque équipe cette semaine.",
}


def rate_some(runtime: Runtime) -> int:
    """Let some complainants of closed complaints say what they thought; return how many."""
    random = Random(_RATING_SEED)
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


def begin_some(runtime: Runtime) -> int:
    """Count the drafts of complaints from the site, and others that were never sent; return all."""
    random = Random(_RATING_SEED)
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    begun: Counter[tuple[Any, ...]] = Counter()
    sent: Counter[tuple[Any, ...]] = Counter()
    with runtime.transaction() as session:
        filed = session.execute(
            select(_C.agency, _C.language, _C.received_at)
            .where(_C.channel == Channel.WEB.value, _C.parent_id.is_(None))
            .order_by(_C.id)
        ).all()
        agencies = sorted({complaint.agency for complaint in filed})
        left = {agency: random.uniform(0.05, 0.6) for agency in agencies}
        for complaint in filed:
            day = complaint.received_at.astimezone(zone).date()
            cuts = (DraftCut.ALL, ""), (DraftCut.LANGUAGE, complaint.language)
            places = [(day, *cut) for cut in (*cuts, (DraftCut.AGENCY, complaint.agency))]
            sent.update(places)
            begun.update(places)
            if random.random() < left[complaint.agency]:
                begun.update(places)
        rows = [
            {
                "day": day,
                "cut": cut.value,
                "value": value,
                "begun": n,
                "sent": sent[day, cut, value],
            }
            for (day, cut, value), n in sorted(begun.items())
        ]
        insert_rows(session, DraftCountRecord, rows)
    return sum(n for (_, cut, _), n in begun.items() if cut is DraftCut.ALL)


def tell_some(runtime: Runtime) -> int:
    """Write a lesson of what each agency verified, and publish most; return how many."""
    with runtime.reading(PORTAL) as session:
        if session.scalar(select(LessonRecord.id).limit(1)) is not None:
            return 0
        verified = session.execute(
            select(RecommendationRecord.id, ComplaintRecord.agency)
            .join(ComplaintRecord, ComplaintRecord.id == RecommendationRecord.complaint_id)
            .where(RecommendationRecord.state == State.VERIFIED.value)
            .order_by(RecommendationRecord.id)
        ).all()
    for rank, (recommendation_id, agency) in enumerate(verified):
        people = people_of(runtime, agency)
        assert people is not None, "these people made the recommendation"
        texts = _LESSONS[rank % len(_LESSONS)]
        lesson = _as(runtime, people.head, lessons.write_lesson, agency, recommendation_id, texts)
        left = len(verified) - rank
        if left > 2 or left == len(verified):
            # Somebody invented may be called like a word of it.
            publishing = partial(lessons.publish_lesson, is_naming_meant=True)
            _as(runtime, people.top, publishing, agency, lesson)
        elif left > 1:
            why = "Le titre dit trop peu : de quelle lettre s’agit-il?"
            _as(runtime, people.top, lessons.send_back_lesson, agency, lesson, why)
    return len(verified)


def raise_some(runtime: Runtime) -> int:
    """Let a subject rise in three agencies, look for alarms, and answer two; return how many."""
    make_since(runtime, _rising(runtime), _beginning_of_month(runtime), _COMPLAINTS, _RISING_SEED)
    raised_at, measured_at, closed_at = _days_of_alarms(runtime)
    with runtime.acting(PORTAL, raised_at) as work:
        raised = raise_alarms(work)
    for rule in _ANSWER:
        _answer(runtime, rule, measured_at, closed_at)
    return raised


def _responding(closed: Sequence[Any], random: Random) -> Iterator[Any]:
    agencies = list(dict.fromkeys(complaint.agency for complaint in closed))
    share = {code: _RESPONSES[rank % len(_RESPONSES)] for rank, code in enumerate(agencies)}
    return (complaint for complaint in closed if random.random() < share[complaint.agency])


def _row(key: tuple[Any, ...], n: int) -> dict[str, Any]:
    names = ("agency", "month", "cut", "value", "question", "answer")
    return {**dict(zip(names, key, strict=True)), "n": n}


def _as(runtime: Runtime, actor: Actor, act: object, *arguments: object) -> int:
    """Let somebody do something with a lesson, some days ago; return what comes of it."""
    now = runtime.now() - timedelta(days=_DAYS_AGO)
    with runtime.transaction(actor) as session:
        work = Work(
            session, runtime.keyring, runtime.agencies, actor, now, Staff(now), runtime.features
        )
        return act(work, *arguments)  # type: ignore[operator, no-any-return]


def _rising(runtime: Runtime) -> list[Ways]:
    """Return a subject of each of the first agencies that share the most frequent theme."""
    ways = every_way(runtime)
    shared = {(way.category.theme, way.agency.code) for way in ways if way.category.theme != _REST}
    [(theme, _)] = Counter(sorted(theme for theme, _ in shared)).most_common(1)
    first = {way.agency.code: way for way in reversed(ways) if way.category.theme == theme}
    return [first[code] for code in sorted(first)[:_RISING_IN]]


def _beginning_of_month(runtime: Runtime) -> datetime:
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    today = runtime.now().astimezone(zone)
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _days_of_alarms(runtime: Runtime) -> tuple[datetime, datetime, datetime]:
    """Return when alarms were raised, met by a measure and closed: some days apart, this month."""
    now = runtime.now()
    since = min(_ALARMED_SINCE, now - _beginning_of_month(runtime))
    return now - since, now - since / 2, now - since / 6


def _answer(runtime: Runtime, rule: Rule, measured_at: datetime, closed_at: datetime) -> None:
    """Let the head of one agency answer the first alarm of a rule."""
    chosen = select(AlarmRecord.id, AlarmRecord.agency).where(AlarmRecord.rule == rule.value)
    with runtime.reading(PORTAL) as session:
        alarm = session.execute(chosen.order_by(AlarmRecord.id).limit(1)).one_or_none()
    people = alarm and people_of(runtime, alarm.agency)
    if not alarm or not people:
        return
    with runtime.acting(people.head, measured_at) as work:
        newest = select(RecommendationRecord.id).order_by(RecommendationRecord.id.desc()).limit(1)
        linked = work.session.scalar(newest) if rule is Rule.RECOMMENDATIONS else None
        respond_to_alarm(work, alarm.agency, alarm.id, Step.MEASURE, _ANSWER[rule], linked)
    if linked is None:
        with runtime.acting(people.head, closed_at) as work:
            respond_to_alarm(work, alarm.agency, alarm.id, Step.CLOSED, _CLOSED)
