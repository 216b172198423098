"""The way from a first word to a sent complaint: its pages, their order, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import url_for

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.complaints.handling.documents import DraftDocument
from portal.complaints.planning.kept_drafts import DraftContent, OpenDraft
from portal.domain.answers import read_answers
from portal.domain.category import Category, Problem, Question, QuestionKind
from portal.domain.complaint import Draft
from portal.pages import uploads
from portal.pages.citizen import checks
from portal.pages.current import current_language, filled, gettext, runtime
from portal.pages.filters import marked_text
from portal.pages.forms import Problems
from portal.pages.shown.before_filing import QUESTION_PREFIX

STORY, QUESTIONS, REPLY, CHECK = "story", "questions", "reply", "check"
FINDER = "finder"


@dataclass(frozen=True)
class Journey:
    """A draft on its way to one agency; asks that agency at most once for each thing."""

    draft: OpenDraft
    agency: Agency
    consultation: Consultation

    @classmethod
    def of(cls, draft: OpenDraft, agency: Agency) -> Journey:
        """Begin this draft's questions to its agency."""
        return cls(draft, agency, agency.consult())

    @property
    def content(self) -> DraftContent:
        """What was typed so far."""
        return self.draft.content

    @cached_property
    def category(self) -> Category:
        """The category chosen or found, else the agency's default one."""
        return self.consultation.category(self.draft.category)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What the agency asks about this category."""
        return self.consultation.questions(self.category)

    @property
    def steps(self) -> tuple[str, ...]:
        """The numbered pages of this draft, in order."""
        return (STORY, QUESTIONS, REPLY, CHECK) if self.questions else (STORY, REPLY, CHECK)

    @cached_property
    def filing(self) -> Draft:
        """What the agency is asked about, its category and answers settled."""
        filing = self.draft.as_told(runtime().now())
        return replace(filing, category=self.category.code, answers=self.read[0])

    @cached_property
    def read(self) -> tuple[dict[str, object], list[Problem]]:
        """The usable answers to the questions of this very category, and what to correct.

        They are read from what was typed each time: a change of subject never mixes them up.
        """
        typed = self.content.typed if self.was_asked else {}
        return read_answers(
            self.questions, typed, self.consultation.calendar().day_of(runtime().now())
        )

    @cached_property
    def own_problems(self) -> tuple[Problem, ...]:
        """What the agency's own rules find wrong."""
        return self.consultation.problems(self.filing)

    @cached_property
    def documents(self) -> Sequence[DraftDocument]:
        """The documents of the draft, if any question asks for one."""
        asks = any(question.kind is QuestionKind.FILE for question in self.questions)
        return uploads.kept_for(self.draft.id) if asks else ()

    @property
    def documented(self) -> frozenset[str]:
        """The codes of the questions that a document answers already."""
        return frozenset(document.question for document in self.documents if document.question)

    def kicker(self, step: str) -> str:
        """Return the small line above a page's title: for whom, and how far one is."""
        return filled(
            gettext("Plainte : %(agency)s · Étape %(step)s de %(steps)s"),
            agency=marked_text(self.agency.name),
            step=self.steps.index(step) + 1,
            steps=len(self.steps),
        )

    def place(self, step: str) -> str:
        """Return how far one is, for the title of the window."""
        return gettext(
            "Étape %(step)s de %(steps)s", step=self.steps.index(step) + 1, steps=len(self.steps)
        )

    def missing(self, step: str) -> Problems:
        """Return what a page lacks by itself, the agency's own rules apart."""
        return _MISSING[step](self)

    def problems(self, step: str) -> Problems:
        """Return everything there is to correct on a page."""
        noted = self.missing(step)
        asked = frozenset(question.code for question in self.questions)
        for problem in self.own_problems:
            text = problem.text.in_(current_language())
            if step == QUESTIONS and problem.field in asked:
                noted.add(QUESTION_PREFIX + problem.field, text)
            elif step == STORY and problem.field not in asked:
                noted.add(checks.STORY_FIELD, text)
        return noted

    def is_done(self, step: str) -> bool:
        """Tell whether a page was answered and has nothing to correct."""
        if step == QUESTIONS and not self.was_asked:
            return False
        return step != CHECK and not self.problems(step)

    @property
    def was_asked(self) -> bool:
        """Tell whether the questions page of this very category was sent once."""
        return self.content.typed.get(checks.ASKED_FIELD) == [self.asked_mark]

    @property
    def asked_mark(self) -> str:
        """What the questions page says of itself: which questions it showed."""
        return f"{self.agency.code}/{self.category.code}"

    def next_step(self) -> str:
        """Return the first page that still needs something; the check page when none does."""
        return next((step for step in self.steps if not self.is_done(step)), CHECK)

    def url(self, step: str, **values: Any) -> str:
        """Return the address of one of this draft's pages."""
        return url_for(f"citizen.{step}", draft=self.draft.id, **values)

    def back(self, step: str) -> str:
        """Return the address of the page before this one."""
        before = self.steps.index(step) - 1
        return self.url(self.steps[before] if before >= 0 else FINDER)


def journey_of(draft: OpenDraft) -> Journey | None:
    """Return the way of this draft, or None while no agency is chosen."""
    if draft.agency is None:
        return None
    return Journey.of(draft, runtime().agencies.agency(draft.agency))


def _question_problems(journey: Journey) -> Problems:
    return checks.question_problems(
        journey.questions, journey.read[1], journey.documented, current_language()
    )


_MISSING: dict[str, Callable[[Journey], Problems]] = {
    STORY: lambda journey: checks.story_problems(journey.content.story),
    QUESTIONS: _question_problems,
    REPLY: lambda journey: checks.reply_problems(journey.content),
    CHECK: lambda journey: Problems(),
}
