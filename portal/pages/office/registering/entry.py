"""A complaint that an employee is writing down, and what its agency asks about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.complaints.filing.registering import moment_of_receipt
from portal.complaints.planning.drafts import DraftContent
from portal.domain.answers import read_answers
from portal.domain.category import Category, Question
from portal.domain.complaint import Channel, Draft, FiledFor
from portal.domain.problems import Problem
from portal.pages.current import runtime
from portal.pages.office.registering.form import language_of, received_on


@dataclass(frozen=True)
class Entry:
    """What an employee has written down so far, and the agency that it is for."""

    id: str
    agency: Agency
    asked: Consultation
    subject: str
    content: DraftContent

    @cached_property
    def category(self) -> Category:
        """The subject chosen, or else the one that the story leads to."""
        return self.asked.category(self.subject or self._heard())

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What the agency asks of this subject; the employee may not know every answer."""
        asked = self.asked.questions(self.category) if self.content.story or self.subject else ()
        return tuple(replace(question, required=False) for question in asked)

    @cached_property
    def read(self) -> tuple[dict[str, object], list[Problem]]:
        """The usable answers, and what there is to correct among them."""
        today = self.asked.calendar().day_of(runtime().now())
        return read_answers(self.questions, self.content.typed, today)

    def told(self) -> Draft:
        """Return what the agency is asked about; the day of receipt has been looked at."""
        calendar = self.asked.calendar(self.category.code)
        day, now = received_on(self.content).found, runtime().now()
        assert day is not None
        content = self.content
        return Draft(
            category=self.category.code,
            story=content.story,
            language=language_of(content),
            answers=self.read[0],
            filed_for=FiledFor(content.filed_for),
            channel=Channel(content.channel),
            received_at=moment_of_receipt(day, now, calendar),
        )

    def _heard(self) -> str | None:
        if not self.content.story:
            return None
        heard = runtime().suggested(self.content.story, language_of(self.content), most=99)
        return next((one.category for one in heard if one.agency == self.agency.code), None)
