"""What an agency's words look like in a letter, about a complaint that nobody filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from portal.agencies.agency import Agency
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.letters.envelopes import names_for
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.config import Config
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.letter import LetterUse
from portal.domain.number import complaint_number
from portal.domain.promise import Confidence, Stage
from portal.domain.text import Language, Text
from portal.domain.time.clock import ClockKind
from portal.releases.effects import days_up
from portal.words.letters.models import Told, model_words
from portal.words.letters.writing import OWN, Letter

_RANK = 1234
_ABOVE = 2


@dataclass(frozen=True)
class SampleComplaint:
    """A complaint received now by an agency, with an invented number and the dates of today."""

    agency: Agency
    category: str
    now: datetime

    @cached_property
    def number(self) -> str:
        """An invented number."""
        return complaint_number(self.now.year, _RANK)

    @cached_property
    def plan(self) -> FilingPlan:
        """What the agency promises for it."""
        draft = Draft(category=self.category, story="", received_at=self.now)
        return plan_filing(self.agency, draft, self.now)

    def letter(
        self,
        config: Config,
        portal: PortalSettings,
        use: LetterUse,
        middle: Text | None,
        language: Language,
    ) -> Letter:
        """Return a letter as it would leave, with `middle` as the words of the agency."""
        facts = self._facts(language)
        names = names_for(config, portal, self.agency, facts, self.now, middle)
        return OWN.render(use, language, self._told(use), names)

    def model(self, text: Text, language: Language) -> str:
        """Return a model as an officer would find it."""
        promise = self.agency.consult().allowance(self._facts(language), Stage.ANSWER)
        told = Told(
            self.number,
            self.agency.name,
            self.agency.every_category()[self.category].name,
            self._day(ClockKind.ANSWER),
            is_sample=promise.confidence is Confidence.ASSUMED,
        )
        return model_words(text, language, told)

    def _told(self, use: LetterUse) -> dict[str, Any]:
        """Return what the letter's row would tell: each promises its own day."""
        told = {
            "number": self.number,
            "agency": self.agency.code,
            "received_at": self.now.isoformat(),
            "first_contact_day": _written(self._day(ClockKind.FIRST_CONTACT)),
            "recourse": next((one.code for one in self.agency.settings.recourses), ""),
        }
        answer = self._day(ClockKind.ANSWER)
        levels = days_up(self.agency, self.category, self.now)[:_ABOVE]
        days = {
            LetterUse.EXTENDED: {"last_day": _written(answer)},
            LetterUse.LATE: {"last_day": _written(levels[-1].until)},
        }
        return {
            **told,
            "level": len(levels),
            **days.get(use, {"answer_day": _written(answer)}),
        }

    def _day(self, kind: ClockKind) -> date | None:
        return self.plan.clock(kind).due.last_day

    def _facts(self, language: Language) -> Complaint:
        return Complaint(
            number=self.number,
            agency=self.agency.code,
            category=self.category,
            status=Status.RECEIVED,
            level=1,
            received_at=self.now,
            language=language,
        )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
