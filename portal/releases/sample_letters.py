"""What an agency's words look like in a letter, about a complaint that nobody filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from portal.agencies.agency import Agency
from portal.agencies.settings.shared import PortalSettings
from portal.complaints.letters.outbox import names_for
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.config import Config
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.letter import LetterUse
from portal.domain.number import complaint_number
from portal.domain.text import Language, Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Confidence, Stage
from portal.releases.effects import days_up
from portal.words.letters.about_dates import Extended, Late, PassedUp, RecourseOpened
from portal.words.letters.letter import Letter
from portal.words.letters.models import Told, model_words
from portal.words.letters.to_citizens import (
    TAKEN_IN_CHARGE,
    WITHDRAWN,
    Acknowledgement,
    AnswerReady,
    ComplaintClosed,
    Question,
    Routed,
)
from portal.words.letters.writing import OWN, WordedLetter

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
    ) -> WordedLetter:
        """Return a letter as it would leave, with `middle` as the words of the agency."""
        names = names_for(config, portal, self.agency, self._facts(language), self.now, middle)
        about = {"number": self.number, "agency": self.agency.code, **self._letter(use).facts()}
        return OWN.render(use, language, about, names)

    def model(self, text: Text, language: Language) -> str:
        """Return a model as an officer would find it."""
        promise = self.agency.consult().allowance(self._facts(language), Stage.ANSWER)
        letter = Told(
            self.number,
            self.agency.name,
            self.agency.every_category()[self.category].name,
            self._day(ClockKind.ANSWER),
            is_sample=promise.confidence is Confidence.ASSUMED,
        )
        return model_words(text, language, letter)

    def _letter(self, use: LetterUse) -> Letter:
        """Return the letter: each promises its own day."""
        answer, first_contact = self._day(ClockKind.ANSWER), self._day(ClockKind.FIRST_CONTACT)
        later = self.plan.latest_day(ClockKind.ANSWER) or self.now.date()
        levels = days_up(self.agency, self.category, self.now)[:_ABOVE]
        recourse = next((recourse.code for recourse in self.agency.settings.recourses), "")
        letters: dict[LetterUse, Letter] = {
            LetterUse.ACKNOWLEDGEMENT: Acknowledgement(self.now, first_contact, answer),
            LetterUse.TAKEN_IN_CHARGE: TAKEN_IN_CHARGE,
            LetterUse.QUESTION: Question(),
            LetterUse.EXTENDED: Extended(later),
            LetterUse.LATE: Late(len(levels), levels[-1].until),
            LetterUse.PASSED_UP: PassedUp(len(levels)),
            LetterUse.RECOURSE_OPENED: RecourseOpened(recourse),
            LetterUse.ROUTED: Routed(answer),
            LetterUse.ANSWERED: AnswerReady(seq=1),
            LetterUse.CLOSED: ComplaintClosed(),
            LetterUse.WITHDRAWN: WITHDRAWN,
        }
        return letters[use]

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
