"""The way from a first word to a sent complaint: its pages, their order, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from hashlib import blake2b
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency, Consultation
from portal.complaints.handling.documents import DraftDocument
from portal.complaints.kept_drafts import DraftContent, OpenDraft
from portal.domain.answers import read_answers
from portal.domain.category import Category
from portal.domain.complaint import Draft
from portal.domain.handling.notices import Notice
from portal.domain.history import canonical
from portal.domain.question import Problem, Question, QuestionKind
from portal.pages import uploads
from portal.pages.addresses import address_of
from portal.pages.citizen.draft import opens_draft, saved
from portal.pages.citizen.reply import reply_problems
from portal.pages.current import current_language, filled, gettext, runtime
from portal.pages.features import Contribution, added
from portal.pages.filters import marked_text
from portal.pages.forms import Problems
from portal.pages.own_fields import QUESTION_PREFIX
from portal.pages.shown.before_filing import ToldNotice, notices_of, worded_answers
from portal.pages.shown.help_first import dangers_typed, maybe_typed
from portal.payload import Payload

STEPS = STORY, QUESTIONS, REPLY, CHECK = "story", "questions", "reply", "check"
FINDER = "finder"
STORY_FIELD, ASKED_FIELD = "recit", "pour-sujet"

StepView = Callable[["Journey"], ResponseReturnValue]


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

    def kept(
        self,
        place: Mapping[str, str | None] | None = None,
        parts: Iterable[Payload] = (),
        **content: object,
    ) -> Journey:
        """Keep what was typed on one page, and its category if `place` says it anew."""
        return Journey.of(saved(self.draft, place, parts, **content), self.agency)

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

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The numbered pages of this draft, in order."""
        own = (step for step in (STORY, QUESTIONS, REPLY) if step != QUESTIONS or self.questions)
        asked = (step.name for step in added(DraftStep) if step.is_asked(self))
        return (*own, *asked, CHECK)

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
    def dangers(self) -> list[Notice]:
        """The notices of danger that anything typed so far calls for: told before all else."""
        return dangers_typed(self.agency, self.content)

    @property
    def maybe_danger(self) -> Notice | None:
        """The notice of a danger that it may tell, though not for sure."""
        return maybe_typed(self.agency, self.content)

    @property
    def notices(self) -> list[ToldNotice]:
        """What is told of this draft beside its dangers."""
        told = notices_of(self.consultation, self.filing)
        return [shown for shown in told if shown.notice not in self.dangers]

    @cached_property
    def own_problems(self) -> tuple[Problem, ...]:
        """What the agency's own rules find wrong."""
        return self.consultation.problems(self.filing)

    @cached_property
    def documents(self) -> Sequence[DraftDocument]:
        """The documents of the draft; most have none, and nothing is read for them."""
        return uploads.kept_for(self.draft.id) if self.draft.documents else ()

    def kicker(self, step: str) -> str:
        """Return the small line above a page's title: for whom, and how far one is."""
        return filled(
            gettext("Plainte : %(agency)s · %(place)s"),
            agency=marked_text(self.agency.name),
            place=self.place(step),
        )

    def place(self, step: str) -> str:
        """Return how far one is; of how many, once it is known what is asked, and for whom."""
        at = self.steps.index(step) + 1
        if (step == STORY and self.draft.category is None) or not self.content.filed_for:
            return gettext("Étape %(step)s", step=at)
        return gettext("Étape %(step)s de %(steps)s", step=at, steps=len(self.steps))

    def problems(self, step: str) -> Problems:
        """Return everything there is to correct on a page, by the agency's own rules too."""
        problems = _missing(step)(self)
        asked = frozenset(question.code for question in self.questions)
        for problem in self.own_problems:
            text = problem.text.in_(current_language())
            if step == QUESTIONS and problem.field in asked:
                problems.add(QUESTION_PREFIX + problem.field, text)
            elif step == STORY and problem.field not in asked:
                problems.add(STORY_FIELD, text)
        return problems

    def is_done(self, step: str) -> bool:
        """Tell whether a page was answered and has nothing to correct."""
        if step == QUESTIONS and not self.was_asked:
            return False
        return step != CHECK and not self.problems(step)

    @property
    def was_asked(self) -> bool:
        """Tell whether the questions page of this very category was sent once."""
        return self.content.typed.get(ASKED_FIELD) == [self.asked_mark]

    @property
    def asked_mark(self) -> str:
        """What the questions page says of itself: which questions it showed."""
        return f"{self.agency.code}/{self.category.code}"

    @property
    def shown_mark(self) -> str:
        """What the check page says of itself: all that it showed, by a mark of it."""
        documents = [(document.id, document.question) for document in self.documents]
        shown = [self.asked_mark, self.content.stored(), documents]
        return blake2b(canonical(shown), digest_size=16).hexdigest()

    def next_step(self) -> str:
        """Return the first page that still needs something; the check page when none does."""
        return next((step for step in self.steps if not self.is_done(step)), CHECK)

    def url(self, step: str, **values: Any) -> str:
        """Return the address of one of this draft's pages."""
        return address_of(f"citizen.{step}", draft=self.draft.id, **values)

    def back(self, step: str) -> str:
        """Return the address of the page before this one."""
        before = self.steps.index(step) - 1
        return self.url(self.steps[before] if before >= 0 else FINDER)


def _story_problems(journey: Journey) -> Problems:
    problems = Problems()
    wanted = gettext("Racontez ce qui s’est passé")
    problems.check_text(STORY_FIELD, journey.content.story, wanted)
    return problems


def _question_problems(journey: Journey) -> Problems:
    """Return what to do about the answers to the agency's questions, those for a file too."""
    problems = Problems([QUESTION_PREFIX + question.code for question in journey.questions])
    problems.add_all(journey.read[1], current_language(), prefix=QUESTION_PREFIX)
    documented = {document.question for document in journey.documents}
    for question in journey.questions:
        is_file = question.kind is QuestionKind.FILE
        if is_file and question.required and question.code not in documented:
            label = question.label.in_(current_language())
            words = gettext("Joignez un document en réponse à « %(question)s »", question=label)
            problems.add(QUESTION_PREFIX + question.code, words)
    return problems


_MISSING: dict[str, Callable[[Journey], Problems]] = {
    STORY: _story_problems,
    QUESTIONS: _question_problems,
    REPLY: lambda journey: reply_problems(journey.content),
    CHECK: lambda journey: Problems(),
}


@dataclass(frozen=True, slots=True)
class DraftStep(Contribution):
    """A numbered page of a feature, after how to answer: which drafts have it, and what it lacks.

    `typed` returns what was sent of it, which the draft keeps. One that `may_begin` is opened by
    drafts that do not have it yet: something may be added there.
    """

    name: str
    is_asked: Callable[[Journey], bool]
    problems: Callable[[Journey], Problems]
    typed: Callable[[], Payload]
    may_begin: bool = False


def is_step(name: str) -> bool:
    """Tell whether a page is a numbered one, and shut to drafts that do not have it."""
    return name in STEPS or any(
        step.name == name for step in added(DraftStep) if not step.may_begin
    )


def _missing(name: str) -> Callable[[Journey], Problems]:
    """Return what finds what a numbered page still needs."""
    asked = {step.name: step.problems for step in added(DraftStep)}
    return _MISSING[name] if name in _MISSING else asked[name]


def opens_journey(view: StepView) -> Callable[..., ResponseReturnValue]:
    """Hand a view the way of the draft of its address; without an agency, one is chosen first."""

    def on_draft(draft: OpenDraft) -> ResponseReturnValue:
        portal = runtime()
        if draft.agency is None:
            return redirect(address_of(f"citizen.{FINDER}", draft=draft.id), 303)
        journey = Journey.of(draft, portal.agencies.agency(draft.agency))
        if portal.agencies.in_force.takes_complaints(journey.agency.code, portal.now()):
            return view(journey)
        if request.method != "POST":
            return view(_led_on(journey))
        if request.endpoint == "citizen.send":
            return redirect(journey.url(CHECK), 303)
        # What is being sent is kept as it was asked for; the next page leads on.
        return view(journey)

    return wraps(view)(opens_draft(on_draft))


def _led_on(journey: Journey) -> Journey:
    """Give the draft to whoever took its agency's place, and keep every word of it."""
    portal, draft = runtime(), journey.draft
    to = portal.agencies.heir_of(journey.agency.code, journey.category.code, portal.now())
    successor = portal.agencies.agency(to.agency)
    led = Journey.of(replace(draft, agency=to.agency, category=to.category), successor)
    story = story_with_dropped(journey, led)
    flash(
        gettext(
            "%(successor)s prend la place de : %(before)s. Votre plainte ira là, et tout ce que "
            "vous avez écrit est gardé.",
            successor=successor.name.in_(current_language()),
            before=journey.agency.name.in_(current_language()),
        )
    )
    place = {"agency": to.agency, "category": to.category}
    return Journey.of(saved(draft, place, story=story), successor)


def story_with_dropped(before: Journey, after: Journey) -> str:
    """Return the story, below it once each answer to a question that is not asked any more."""
    asked = {question.code for question in after.questions}
    dropped = [question for question in before.questions if question.code not in asked]
    typed = before.content.typed if before.was_asked else {}
    # What cannot be read as an answer was still written by somebody.
    answers = [
        (question.label.in_(current_language()), words or " ".join(typed.get(question.code, ())))
        for question, words in worded_answers(dropped, before.read[0], ())
    ]
    lines = [f"{question} {words}" for question, words in answers if words.strip()]
    story = before.content.story
    return "\n".join([story, *(line for line in lines if line not in story)])
