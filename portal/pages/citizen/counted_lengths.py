"""The lengths of time that an agency promises, each with the subjects that it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.domain.promise import Promise, Stage
from portal.domain.text import Text
from portal.domain.time.allowance import Allowance
from portal.pages.shown.agency import facts_now


@dataclass(frozen=True, slots=True)
class CountedLength:
    """A length that is promised; `subjects` are those it is for, none for all."""

    promise: Promise
    subjects: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CountedReview:
    """Who reviews what the first level answered, and within what time."""

    title: Text
    within: Allowance


@dataclass(frozen=True, slots=True)
class AfterAnswer:
    """What an agency promises once it has answered: the closing, a review, the time to reopen."""

    closings: list[CountedLength]
    review: CountedReview | None
    reopening: Promise | None

    @property
    def lengths(self) -> list[Allowance]:
        """Every length of it."""
        promises = [one.promise for one in self.closings]
        promises += [self.reopening] if self.reopening else []
        reviews = [self.review.within] if self.review else []
        return [*reviews, *(promise.allowance for promise in promises)]


def counted_answers(agency: Agency, asked: Consultation) -> list[CountedLength]:
    """Return the lengths promised for an answer, the one of the default category first."""

    def promised(category: str) -> Promise:
        return asked.allowance(facts_now(agency, category), Stage.ANSWER)

    return _counted(agency, asked, promised)


def after_answer(agency: Agency, asked: Consultation) -> AfterAnswer:
    """Return what an agency promises after the answer, by the levels of its default category."""
    default = facts_now(agency, agency.settings.default_category)
    path, answer = asked.escalation_path(default), asked.allowance(default, Stage.ANSWER)
    reviews = [CountedReview(step.title, step.within or answer.allowance) for step in path[1:2]]
    return AfterAnswer(
        closings=_counted(agency, asked, agency.configured.closing_promise),
        review=next(iter(reviews), None),
        reopening=agency.configured.reopening,
    )


def _counted(
    agency: Agency, asked: Consultation, promised: Callable[[str], Promise]
) -> list[CountedLength]:
    default = agency.settings.default_category
    found: dict[Promise, list[Text]] = {}
    for category in sorted(asked.categories(), key=lambda one: one.code != default):
        found.setdefault(promised(category.code), []).append(category.name)
    alone = len(found) == 1
    return [CountedLength(one, () if alone else tuple(names)) for one, names in found.items()]
