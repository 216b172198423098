"""A dry run: what other settings would have done with the complaints of the past.

Each complaint is planned twice, as it would be by what is in force and by the draft, from what
its complainant said and the moment it was received. What differs is counted, with examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from portal.agencies.agency import Agency
from portal.complaints.features import Features
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.complaints.queries.exports import PastComplaint
from portal.domain.letter import LetterUse
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind

EXAMPLES = 5


class Decision(StrEnum):
    """What settings decide about a complaint when it is received."""

    ANSWER = "answer"
    FIRST_CONTACT = "first_contact"
    ACKNOWLEDGE = "acknowledge"
    CATEGORY = "category"
    UNIT = "unit"
    PATH = "path"
    NOTICES = "notices"
    URGENCY = "urgency"
    WORDS = "words"


_DAYS = {
    Decision.ANSWER: ClockKind.ANSWER,
    Decision.FIRST_CONTACT: ClockKind.FIRST_CONTACT,
    Decision.ACKNOWLEDGE: ClockKind.ACKNOWLEDGE,
}

# A day is an ISO date; everything else, names or words in both languages.
Decided = str | tuple[Text, ...] | None


@dataclass(frozen=True, slots=True)
class Example:
    """One complaint for which something differs."""

    number: str
    before: Decided
    after: Decided


@dataclass(slots=True)
class Difference:
    """How often one part differs, and for days how often they come earlier or later."""

    count: int = 0
    earlier: int = 0
    later: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, example: Example) -> None:
        """Count one more complaint."""
        self.count += 1
        if isinstance(example.before, str) and isinstance(example.after, str):
            self.earlier += example.after < example.before
            self.later += example.after > example.before
        if len(self.examples) < EXAMPLES:
            self.examples.append(example)


@dataclass(slots=True)
class Report:
    """What differs over `replayed` complaints, `differing` of which in one part or more."""

    replayed: int = 0
    differing: int = 0
    parts: dict[Decision, Difference] = field(default_factory=dict)

    def as_facts(self) -> dict[str, Any]:
        """Return the report as values that JSON can hold."""
        parts = {part.value: asdict(difference) for part, difference in self.parts.items()}
        return {"replayed": self.replayed, "differing": self.differing, "parts": parts}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Report:
        """Return the report that `as_facts` wrote."""
        parts = {
            Decision(name): _difference(difference) for name, difference in facts["parts"].items()
        }
        return cls(facts["replayed"], facts["differing"], parts)


def replay(
    report: Report,
    features: Features,
    before: Agency,
    after: Agency,
    past: Iterable[PastComplaint],
) -> None:
    """Add to `report` what differs for each of some complaints between two releases."""
    for complaint in past:
        old, new = (decided(features, agency, complaint) for agency in (before, after))
        report.replayed += 1
        report.differing += old != new
        for part in Decision:
            if old.get(part) != new.get(part):
                example = Example(complaint.number, old.get(part), new.get(part))
                report.parts.setdefault(part, Difference()).add(example)


def decided(features: Features, agency: Agency, past: PastComplaint) -> dict[Decision, Decided]:
    """Return everything that an agency decides about a complaint when it is received."""
    consultation = agency.consult()
    plan = plan_filing(agency, past.told, past.received_at, consultation)
    notices = tuple(notice.title for notice in consultation.notices(past.told))
    return {
        **{part: _day(plan, kind) for part, kind in _DAYS.items()},
        Decision.CATEGORY: (plan.category.name,),
        Decision.UNIT: _unit(agency, plan),
        Decision.PATH: tuple(step.title for step in plan.path),
        Decision.NOTICES: notices,
        Decision.WORDS: _words(agency, plan),
        **{Decision(code): decide(agency, past) for code, decide in features.decides.items()},
    }


def _day(plan: FilingPlan, kind: ClockKind) -> str | None:
    day = plan.latest_day(kind)
    return day.isoformat() if day else None


def _unit(agency: Agency, plan: FilingPlan) -> tuple[Text, ...]:
    names = {unit.code: unit.name.text for unit in agency.settings.units}
    return (names.get(plan.unit, Text(plan.unit, plan.unit)),) if plan.unit else ()


def _words(agency: Agency, plan: FilingPlan) -> tuple[Text, ...]:
    """Return the agency's own words in the letter that leaves when a complaint is received."""
    words = agency.letters.middle(LetterUse.ACKNOWLEDGEMENT, plan.category.code)
    return () if words is None else (words,)


def _difference(facts: Mapping[str, Any]) -> Difference:
    examples = [
        Example(example["number"], _decided(example["before"]), _decided(example["after"]))
        for example in facts["examples"]
    ]
    return Difference(facts["count"], facts["earlier"], facts["later"], examples)


def _decided(facts: Any) -> Decided:
    if isinstance(facts, list | tuple):
        return tuple(Text(**words) for words in facts)
    return str(facts) if facts is not None else None
