"""What an agency promises, by length, and how each unit of time is counted, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.domain.text import Text
from portal.domain.time.promise import Allowance, Promise, Stage, Unit
from portal.pages.current import gettext
from portal.pages.shown.agency import facts_now
from portal.words.catalogue import to_translate

_NAMES: dict[Unit, str] = {
    Unit.HOURS: to_translate("Les heures"),
    Unit.WORKING_HOURS: to_translate("Les heures ouvrables"),
    Unit.WORKING_DAYS: to_translate("Les jours ouvrables"),
    Unit.CALENDAR_DAYS: to_translate("Les jours civils"),
    Unit.WEEKS: to_translate("Les semaines"),
    Unit.MONTHS: to_translate("Les mois"),
    Unit.YEARS: to_translate("Les années"),
}
_LATER = to_translate(
    "Reçue après la fermeture ou un jour fermé? On part du jour ouvrable suivant."
)
_EVERY_DAY = (
    to_translate("Le jour 0 est le jour de la réception, quelle que soit l’heure."),
    to_translate("Tous les jours comptent, les jours fermés aussi."),
)
_LANDING = to_translate("Si le dernier jour est fermé, la date passe au jour ouvrable suivant.")
_SAME_DAY = (
    to_translate("Le délai finit le même jour du mois."),
    to_translate("Si ce jour n’existe pas, il finit le dernier jour du mois."),
)
_RULES: dict[Unit, tuple[str, ...]] = {
    Unit.HOURS: (
        to_translate("Les heures courent dès le moment de la réception."),
        to_translate("Elles courent aussi la nuit et les jours fermés."),
    ),
    Unit.WORKING_HOURS: (to_translate("Seules les heures d’ouverture comptent."), _LATER),
    Unit.WORKING_DAYS: (
        to_translate(
            "Le jour 0 est le jour de la réception. Le jour ouvrable suivant est le jour 1."
        ),
        _LATER,
        to_translate("Les fins de semaine et les jours fermés ne comptent pas."),
    ),
    Unit.CALENDAR_DAYS: (*_EVERY_DAY, _LANDING),
    Unit.WEEKS: (*_EVERY_DAY, _LANDING),
    Unit.MONTHS: (_EVERY_DAY[0], *_SAME_DAY, _LANDING),
    Unit.YEARS: (_EVERY_DAY[0], *_SAME_DAY, _LANDING),
}


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
        promises = [closing.promise for closing in self.closings]
        promises += [self.reopening] if self.reopening else []
        reviews = [self.review.within] if self.review else []
        return [*reviews, *(promise.allowance for promise in promises)]


def counted_answers(agency: Agency, consultation: Consultation) -> list[CountedLength]:
    """Return the lengths promised for an answer, the one of the default category first."""

    def promised(category: str) -> Promise:
        return consultation.allowance(facts_now(agency, category), Stage.ANSWER)

    return _counted(agency, consultation, promised)


def after_answer(agency: Agency, consultation: Consultation) -> AfterAnswer:
    """Return what an agency promises after the answer, by the levels of its default category."""
    default = facts_now(agency, agency.settings.default_category)
    path, answer = (
        consultation.escalation_path(default),
        consultation.allowance(default, Stage.ANSWER),
    )
    reviews = [CountedReview(step.title, step.within or answer.allowance) for step in path[1:2]]
    return AfterAnswer(
        closings=_counted(agency, consultation, agency.configured.closing_promise),
        review=next(iter(reviews), None),
        reopening=agency.configured.reopening,
    )


def _counted(
    agency: Agency, consultation: Consultation, promised: Callable[[str], Promise]
) -> list[CountedLength]:
    default = agency.settings.default_category
    by_promise: dict[Promise, list[Text]] = {}
    for category in sorted(consultation.categories(), key=lambda offered: offered.code != default):
        by_promise.setdefault(promised(category.code), []).append(category.name)
    alone = len(by_promise) == 1
    return [
        CountedLength(promise, () if alone else tuple(names))
        for promise, names in by_promise.items()
    ]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A unit, and the rules by which it is counted."""

    name: str
    rules: tuple[str, ...]


def unit_words(units: Iterable[Unit]) -> list[UnitWords]:
    """Word how each of these units is counted, in the order given."""
    return [UnitWords(gettext(_NAMES[unit]), tuple(map(gettext, _RULES[unit]))) for unit in units]


def every_unit() -> list[UnitWords]:
    """Word how every unit is counted."""
    return unit_words(_NAMES)
