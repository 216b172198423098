"""What an agency answers for invented complaints: its calendar, levels, promises and recourses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from portal.agencies.agency import Agency
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Status
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.promise import Allowance, Promise, Stage


@dataclass(frozen=True)
class Ways:
    """What one agency answers for one category: asked once, used for many complaints."""

    agency: Agency
    category: Category
    answer_within: Allowance | None = None

    def answering_in(self, allowance: Allowance) -> Ways:
        """Return the same ways with another time allowed for the answer."""
        return replace(self, answer_within=allowance)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days and hours of the category."""
        return self.agency.consult().calendar(self.category.code)

    @cached_property
    def path(self) -> tuple[EscalationStep, ...]:
        """The agency's levels."""
        return self.agency.consult().escalation_path(self._facts)

    @cached_property
    def promises(self) -> dict[Stage, Promise]:
        """What the agency promises for each stage."""
        asked = self.agency.consult()
        # Invented people send their documents with the complaint: no time waits for them.
        promised = {
            stage: replace(asked.allowance(self._facts, stage), complete_within=None)
            for stage in Stage
        }
        if self.answer_within is not None:
            answer = replace(promised[Stage.ANSWER], allowance=self.answer_within, silence=None)
            promised[Stage.ANSWER] = answer
        return promised

    @cached_property
    def recourses(self) -> tuple[Recourse, ...]:
        """Where else the complainant can turn."""
        return self.agency.consult().recourses(self._facts, self._facts.received_at)

    @property
    def _facts(self) -> Complaint:
        return Complaint(
            number="",
            agency=self.agency.code,
            category=self.category.code,
            status=Status.RECEIVED,
            level=1,
            received_at=datetime.fromisoformat("2026-01-05T15:00:00+00:00"),
        )
