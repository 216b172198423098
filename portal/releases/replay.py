"""A dry run: what other settings would have done with the complaints of the past.

Each complaint is planned twice, as it would be by what is in force and by the draft, from what
its complainant said and the moment it was received. What differs is counted, with examples. People
ask for it on a page; the worker goes on with it step by step, and it is kept until it is read.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.every_feature import Features
from portal.complaints.planning import plan_filing
from portal.complaints.queries.exports import PastComplaint, count_past, past_complaints
from portal.complaints.work import Office
from portal.db.taking_turns import take_turns
from portal.domain.actor import PORTAL
from portal.domain.letter import LetterUse
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.releases.drafts import check_settings
from portal.releases.queries import forget_replay, keep_step, next_replay, replay_record
from portal.releases.records import SettingsReplayRecord

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
        return dict(_REPORTS.dump_python(self, mode="json"))

    @staticmethod
    def from_facts(facts: Mapping[str, Any]) -> Report:
        """Return the report that `as_facts` wrote."""
        return _REPORTS.validate_python(facts)


_REPORTS = TypeAdapter(Report)


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
    units = {unit.code: unit.name.text for unit in agency.settings.units}
    # The agency's own words in the letter that leaves when a complaint is received.
    words = agency.letters.middle(LetterUse.ACKNOWLEDGEMENT, plan.category.code)
    return {
        **{
            part: day.isoformat() if (day := plan.latest_day(kind)) else None
            for part, kind in _DAYS.items()
        },
        Decision.CATEGORY: (plan.category.name,),
        Decision.UNIT: (units.get(plan.unit, Text(plan.unit, plan.unit)),) if plan.unit else (),
        Decision.PATH: tuple(step.title for step in plan.path),
        Decision.NOTICES: tuple(notice.title for notice in consultation.notices(past.told)),
        Decision.WORDS: () if words is None else (words,),
        **{Decision(code): decide(agency, past) for code, decide in features.decides.items()},
    }


# Asked for on a page, done in the background.

AT_ONCE = 400
SECONDS = 2.0
"""How long one run of the worker goes on replaying."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay as somebody reads it: over how many complaints, and what differs so far."""

    total: int
    is_done: bool
    report: Report


def ask_for_replay(
    session: Session, agency: str, release_id: int, text: str, now: datetime
) -> None:
    """Have a draft replayed over its agency's past complaints, from the first one on.

    It is compared to a release; an earlier replay of the agency is forgotten.
    """
    take_turns(session.connection(), "replays")
    job = replay_record(session, agency) or SettingsReplayRecord(agency=agency)
    job.text, job.release_id, job.asked_at = text, release_id, now
    job.total, job.reached = count_past(session, agency), 0
    job.is_done, job.report = False, Report().as_facts()
    session.add(job)


def replay_of(session: Session, agency: str, release_id: int, text: str) -> Replay | None:
    """Return the replay of exactly this draft against this release, done or not yet."""
    job = replay_record(session, agency)
    if job is None or (job.release_id, job.text) != (release_id, text):
        return None
    return Replay(job.total, job.is_done, Report.from_facts(job.report))


def replay_some(office: Office, seconds: float = SECONDS) -> bool:
    """Go on with the replays that were asked for; tell whether any is left to do."""
    with office.reading(PORTAL) as session:
        job = next_replay(session)
    if job is None:
        return False
    until = time.monotonic() + seconds
    current = office.agencies.in_force.agencies.get(job.agency)
    if current is not None and current.release_id < job.release_id:
        # This process has not noticed yet what the draft is compared to.
        return True
    drafted = _drafted(office, job, current)
    if drafted is None:
        with office.transaction(PORTAL) as session:
            forget_replay(session, job)
        return True
    while _step(office, job, drafted) and time.monotonic() < until:
        pass
    return True


def _drafted(office: Office, job: SettingsReplayRecord, current: Agency | None) -> Agency | None:
    """Return the agency under the draft, or None where there is nothing to compare any more."""
    if current is None or current.release_id != job.release_id:
        return None
    with office.reading(PORTAL) as session:
        checked = check_settings(session, job.agency, job.text, office.agencies.portal)
    return replace(current, settings=checked.settings) if checked.settings else None


def _step(office: Office, job: SettingsReplayRecord, drafted: Agency) -> bool:
    """Replay the next few complaints, nothing locked; tell whether to go on."""
    with office.reading(PORTAL) as session:
        past = past_complaints(session, job.agency, job.reached, AT_ONCE)
    report = Report.from_facts(job.report)
    replay(report, office.features, office.agencies.agency(job.agency), drafted, past)
    step = {
        "report": report.as_facts(),
        "reached": past[-1].id if past else job.reached,
        "is_done": len(past) < AT_ONCE,
    }
    with office.transaction(PORTAL) as session:
        is_ours = keep_step(session, job, step)
    for name, value in step.items():
        setattr(job, name, value)
    return is_ours and not job.is_done
