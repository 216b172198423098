"""What an agency promises for a draft: asked for before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation, PluginFailure
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.escalation import EscalationStep
from portal.domain.promise import Stage
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind
from portal.services.clocks import PlannedClock, planned

_STAGES = {
    Stage.ACKNOWLEDGE: ClockKind.ACKNOWLEDGE,
    Stage.FIRST_CONTACT: ClockKind.FIRST_CONTACT,
    Stage.ANSWER: ClockKind.ANSWER,
}


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """What the agency promises for a draft: shown on the check page, then kept as promised."""

    agency: Agency
    category: Category
    unit: str | None
    calendar: WorkingCalendar
    path: tuple[EscalationStep, ...]
    clocks: tuple[PlannedClock, ...]
    failures: tuple[PluginFailure, ...]

    def clock(self, kind: ClockKind) -> PlannedClock:
        """Return the planned clock of this kind."""
        return next(clock for clock in self.clocks if clock.kind is kind)


def plan_filing(
    agency: Agency, draft: Draft, now: datetime, asked: Consultation | None = None
) -> FilingPlan:
    """Ask the agency for everything that it promises for this draft now; nothing is written.

    `asked` goes on with questions that were begun for the same use case: a plugin that failed
    there is not waited for again, and its failure is kept.
    """
    asked = asked or agency.consult()
    category = asked.category(draft.category)
    facts = facts_before(agency, category, draft, now)
    calendar = asked.calendar()
    return FilingPlan(
        agency=agency,
        category=category,
        unit=asked.receiving_unit(draft) or category.unit,
        calendar=calendar,
        path=asked.escalation_path(facts),
        clocks=tuple(
            planned(kind, 1, asked.allowance(facts, stage), now, calendar)
            for stage, kind in _STAGES.items()
        ),
        failures=tuple(asked.failures),
    )


def facts_before(agency: Agency, category: Category, draft: Draft, now: datetime) -> Complaint:
    """Return what is known of a complaint before it is written."""
    return Complaint(
        number="",
        agency=agency.code,
        category=category.code,
        status=Status.RECEIVED,
        level=1,
        received_at=now,
        language=draft.language,
        channel=draft.channel,
        answers=draft.answers,
    )
