"""Invented alarms: a subject that rises in three agencies, and what one of them does about it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.demo.complaints import every_way, make_since
from portal.demo.recommendations import people_of
from portal.demo.ways import Ways
from portal.domain.actor import PORTAL
from portal.features.alarms.actions import raise_alarms, respond_to_alarm
from portal.features.alarms.records import AlarmRecord
from portal.features.alarms.rules import Rule
from portal.features.recommendations.records import RecommendationRecord
from portal.runtime import Runtime

_AGENCIES, _COMPLAINTS, _SEED = 3, 14, 12
_REST = "other"
_ANSWER = {
    Rule.RISING_THEME: "La lettre du mois était ambiguë. Elle est corrigée et envoyée de nouveau.",
    Rule.RECOMMENDATIONS: "La direction revoit les dates avec chaque équipe cette semaine.",
}


def raise_some(runtime: Runtime) -> int:
    """Let a subject rise in three agencies, look for alarms, and answer two; return how many."""
    make_since(runtime, _rising(runtime), _beginning_of_month(runtime), _COMPLAINTS, _SEED)
    with runtime.acting(PORTAL) as work:
        raised = raise_alarms(work)
    for rule in _ANSWER:
        _answer(runtime, rule)
    return raised


def _rising(runtime: Runtime) -> list[Ways]:
    """Return a subject of each of the first agencies that share the most frequent theme."""
    ways = every_way(runtime)
    shared = {(way.category.theme, way.agency.code) for way in ways if way.category.theme != _REST}
    [(theme, _)] = Counter(sorted(theme for theme, _ in shared)).most_common(1)
    first = {way.agency.code: way for way in reversed(ways) if way.category.theme == theme}
    return [first[code] for code in sorted(first)[:_AGENCIES]]


def _beginning_of_month(runtime: Runtime) -> datetime:
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    today = runtime.now().astimezone(zone)
    return today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _answer(runtime: Runtime, rule: Rule) -> None:
    """Let the head of one agency answer the first alarm of a rule."""
    chosen = select(AlarmRecord.id, AlarmRecord.agency).where(AlarmRecord.rule == rule.value)
    with runtime.reading(PORTAL) as session:
        alarm = session.execute(chosen.order_by(AlarmRecord.id).limit(1)).one_or_none()
    people = alarm and people_of(runtime, alarm.agency)
    if not alarm or not people:
        return
    with runtime.acting(people.head) as work:
        newest = select(RecommendationRecord.id).order_by(RecommendationRecord.id.desc()).limit(1)
        linked = work.session.scalar(newest) if rule is Rule.RECOMMENDATIONS else None
        respond_to_alarm(work, alarm.agency, alarm.id, _ANSWER[rule], linked)
