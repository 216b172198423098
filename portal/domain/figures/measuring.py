"""What entries of a history add to the indicators of the six criteria, measure by measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.domain.complaint import ReplyBy
from portal.domain.conclusion import Finding
from portal.domain.figures.measures import NO, YES, Measure

Measured = tuple[Measure, int]
"""A measure and the bucket into which something falls."""

MOST_HOURS, MOST_HAND_OFFS = 400, 20
"""What took longer, or changed hands more often, is counted with what took so long."""

_STEP = 5
"""In steps of how many percent the words of an answer are counted."""

_GRANTED, _REFUSED = "grant", "refuse"
_FOUNDED = frozenset({Finding.FOUNDED.value, Finding.PARTLY_FOUNDED.value})


@dataclass(slots=True)
class Hands:
    """Who was responsible for a complaint, one after the other."""

    person: int | None = None
    hand_offs: int = 0
    is_same_person: bool = True

    def taken_by(self, person: int | None) -> None:
        """Let a person be responsible from now on; the first one takes it from nobody."""
        if person is None or person == self.person:
            return
        if self.person is not None:
            self.hand_offs += 1
            self.is_same_person = False
        self.person = person

    def passed_on(self) -> None:
        """Let another level be responsible; whoever is named to the complainant stays."""
        self.hand_offs += 1

    def left(self) -> None:
        """Let another agency be responsible, where nobody is named yet."""
        self.hand_offs += 1
        self.is_same_person &= self.person is None
        self.person = None


def of_receipt(facts: Mapping[str, Any], agency: str) -> Iterator[Measured]:
    """Yield what a receipt adds beside itself, while `agency` has the complaint."""
    if facts.get("acknowledged_late"):
        yield Measure.ACKNOWLEDGED_LATE, 0
    proposed = facts.get("finder_proposed", ())
    if proposed or facts.get("finder_nobody"):
        yield Measure.FOUND_FIRST, _bucket(list(proposed[:1]) == [agency])
    if facts.get("recurs"):
        yield Measure.RECURRED, YES


def of_extension(
    facts: Mapping[str, Any], at: datetime, due_at: datetime | None
) -> Iterator[Measured]:
    """Yield what an extension adds: its reason leaves with it, before the date that it moves."""
    confirmed = facts.get("confirmed_at")
    told_at = datetime.fromisoformat(confirmed) if confirmed else at
    yield Measure.EXTENDED, _bucket(due_at is None or told_at < due_at)


def of_first_act(facts: Mapping[str, Any]) -> Iterator[Measured]:
    """Yield what taking in charge adds; entries from before hours were counted add nothing."""
    if "working_hours" in facts:
        yield Measure.FIRST_ACT, min(facts["working_hours"], MOST_HOURS)


def of_answer(facts: Mapping[str, Any]) -> Iterator[Measured]:
    """Yield what every answer adds, the first one and those after it."""
    if "recourses" in facts:
        yield Measure.RECOURSE_NAMED, _bucket(bool(facts["recourses"]))
    if "in_language" in facts:
        yield Measure.IN_LANGUAGE, _bucket(facts["in_language"])
    if facts["first"] and "own_words" in facts:
        yield Measure.OWN_WORDS, round(facts["own_words"] / _STEP) * _STEP


def is_as_asked(facts: Mapping[str, Any]) -> bool | None:
    """Tell whether an answer leaves in the way that was asked for; None where nobody can tell.

    On paper it has left once somebody posted it. By telephone, the history only knows of those who
    were settled with.
    """
    reply_by = facts.get("reply_by")
    if reply_by is None or (reply_by == ReplyBy.PHONE and "contact" not in facts):
        return None
    if reply_by == ReplyBy.PHONE:
        return bool(facts["contact"] == ReplyBy.PHONE)
    return bool(reply_by != ReplyBy.POST)


def of_closing(facts: Mapping[str, Any], hands: Hands) -> Iterator[Measured]:
    """Yield what a closing adds beside its finding, issue by issue where it is of these."""
    yield Measure.HAND_OFFS, min(hands.hand_offs, MOST_HAND_OFFS)
    yield Measure.SAME_PERSON, _bucket(hands.is_same_person)
    if facts.get("remedied") is not None and not _FOUNDED.isdisjoint(facts["findings"]):
        yield Measure.REMEDIED, _bucket(facts["remedied"])
    for finding in facts.get("findings", ()):
        yield Measure.CONCLUDED, _bucket(finding is not None)


def of_adaptation(facts: Mapping[str, Any]) -> Iterator[Measured]:
    """Yield what a decision on adaptations adds, one by one; a question decides nothing."""
    if facts["decision"] in (_GRANTED, _REFUSED):
        bucket = _bucket(facts["decision"] == _GRANTED)
        yield from [(Measure.ADAPTED, bucket)] * facts["count"]


def _bucket(is_so: bool) -> int:
    return YES if is_so else NO
