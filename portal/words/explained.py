"""How a promised date was counted, in sentences: the same for citizens, officers and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from portal.domain.promise import Confidence
from portal.domain.text import Text
from portal.domain.time.allowance import Unit
from portal.domain.time.clock import ClockKind
from portal.domain.time.counted_in import CountedIn
from portal.domain.time.explanation import ClockState, DayZero, Explanation, StartEvent
from portal.domain.time.pauses import Pause
from portal.domain.time.replay import IN_HOURS, Part, WalkedDay
from portal.words.catalogue import gettext_in, to_translate
from portal.words.dates import (
    after_file_words,
    allowance_words,
    day_words,
    moment_words,
    short_day_words,
)
from portal.words.hours import hours_words
from portal.words.numbers import number_words
from portal.words.typography import french_spaces

KINDS: dict[ClockKind, str] = {
    ClockKind.ACKNOWLEDGE: to_translate("Accusé de réception"),
    ClockKind.FIRST_CONTACT: to_translate("Prise en charge par une personne"),
    ClockKind.COMPLETE_FILE: to_translate("Dossier complet"),
    ClockKind.ANSWER: to_translate("Réponse"),
    ClockKind.SILENCE: to_translate("Recours ouvert par le silence"),
    ClockKind.REVIEW: to_translate("Révision"),
    ClockKind.TRANSFER: to_translate("Transfert"),
    ClockKind.INFORMATION_REQUEST: to_translate("Demande de renseignements"),
    ClockKind.RECOMMENDATION_REPLY: to_translate("Réponse à une recommandation"),
    ClockKind.INTAKE: to_translate("Choix de l’organisme"),
}
STARTS: dict[StartEvent, str] = {
    StartEvent.RECEIVED: to_translate("Le délai part de la réception : %(moment)s."),
    StartEvent.ROUTED: to_translate("Le délai part de l’arrivée à cet organisme : %(moment)s."),
    StartEvent.HANDED_OVER: to_translate("Le délai part de l’arrivée à ce palier : %(moment)s."),
    StartEvent.FILE_COMPLETED: to_translate(
        "Le délai part du dossier complet, ou de la fin de l’attente : %(moment)s."
    ),
}
DAYS_ZERO: dict[DayZero, str] = {
    DayZero.RECEIVED_IN_TIME: to_translate(
        "Jour 0 : le %(day)s. C’est un jour ouvrable, avant la fermeture."
    ),
    DayZero.AFTER_CLOSING: to_translate(
        "C’était après la fermeture. Le jour 0 est donc le jour ouvrable suivant : le %(day)s."
    ),
    DayZero.CLOSED_DAY: to_translate(
        "C’était un jour fermé. Le jour 0 est donc le jour ouvrable suivant : le %(day)s."
    ),
    DayZero.ANY_DAY: to_translate("Jour 0 : le %(day)s, quelle que soit l’heure."),
    DayZero.VERY_MOMENT: to_translate("Les heures courent dès ce moment."),
}
COUNTED: dict[Unit, str] = {
    Unit.HOURS: to_translate("Toutes les heures comptent : la nuit et les jours fermés aussi."),
    Unit.WORKING_HOURS: to_translate("Seules les heures d’ouverture comptent : %(hours)s."),
    Unit.WORKING_DAYS: to_translate("Seuls les jours ouvrables comptent, à partir du lendemain."),
}
EVERY_DAY = to_translate("Tous les jours comptent, à partir du lendemain.")
STATES: dict[ClockState, str] = {
    ClockState.MET: to_translate("Fait le %(moment)s, à temps."),
    ClockState.MET_LATE: to_translate("Fait le %(moment)s, en retard."),
    ClockState.MISSED: to_translate("La date est passée sans que ce soit fait."),
    ClockState.ENDED: to_translate("Ce délai ne court plus depuis le %(moment)s."),
}


@dataclass(frozen=True, slots=True)
class CountedWords:
    """A length of time in words: how it was counted, and the days on the way with what each is."""

    title: str
    sentences: tuple[str, ...]
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExplainedWords:
    """A clock in words, from its rule to its date."""

    name: str
    when: str
    title: str
    sentences: tuple[str, ...]
    parts: tuple[CountedWords, ...]
    result: tuple[str, ...]


def explained_words(one: Explanation, language: str) -> ExplainedWords:
    """Word how a date was counted, in the order in which one counts."""
    name, when = gettext_in(language, KINDS[one.kind]), _when(one, language)
    return ExplainedWords(
        name=name,
        when=when,
        title=gettext_in(language, "%(what)s : %(when)s", what=name, when=when),
        sentences=_ended(*_rule(one, language), *_start(one, language), *_pauses(one, language)),
        parts=tuple(
            _part(one, rank, part, calendar, language)
            for rank, (part, calendar) in enumerate(zip(one.parts, one.calendars, strict=False))
        ),
        result=_ended(*_result(one, language)),
    )


def as_lines(words: ExplainedWords) -> list[str]:
    """Return the words as lines of plain text."""
    lines = [words.title, *words.sentences]
    for part in words.parts:
        lines += ["", part.title, *part.sentences]
        lines += [f"  {day:<22}{what}" for day, what in part.days]
    return [*lines, "", *words.result]


def _when(one: Explanation, language: str) -> str:
    if one.is_waiting:
        return after_file_words(one.length, language)
    if one.due_at is None:
        return gettext_in(language, "délai suspendu")
    if one.kind is ClockKind.SILENCE or one.parts[-1].length.unit in IN_HOURS:
        return moment_words(one.due_at, one.zone, language)
    assert one.last_day is not None, "a clock that runs has a last day"
    return day_words(one.last_day, language)


def _rule(one: Explanation, language: str) -> list[str]:
    _ = partial(gettext_in, language)
    length = allowance_words(one.length, language)
    basis = _in(one.rule.basis, language)
    said = [_("Règle : %(length)s. Fondement : %(basis)s.", length=length, basis=basis)]
    if one.rule.confidence is Confidence.ASSUMED:
        said.append(_("C’est un délai d’exemple."))
    if one.rule.in_force_from is not None:
        since = day_words(one.rule.in_force_from.astimezone(one.zone).date(), language)
        rank = number_words(one.rule.release, language)
        said.append(
            _(
                "Règles de l’organisme : version %(rank)s, en vigueur depuis le %(day)s.",
                rank=rank,
                day=since,
            )
        )
    return said


def _start(one: Explanation, language: str) -> list[str]:
    if one.day_zero is None:
        return [_awaited_start(one, language)]
    moment = moment_words(one.started_at, one.zone, language)
    day = day_words(one.parts[0].day_zero, language)
    return [
        gettext_in(language, STARTS[one.start], moment=moment),
        gettext_in(language, DAYS_ZERO[one.day_zero]) % {"day": day},
    ]


def _awaited_start(one: Explanation, language: str) -> str:
    if one.starts_by is None:
        return gettext_in(language, "Le délai part quand le dossier est complet.")
    return gettext_in(
        language,
        "Le délai part quand le dossier est complet, et au plus tard après le %(day)s.",
        day=day_words(one.starts_by, language),
    )


def _pauses(one: Explanation, language: str) -> list[str]:
    return [_pause(pause, one, language) for pause in one.pauses]


def _pause(pause: Pause, one: Explanation, language: str) -> str:
    began = moment_words(pause.began_at, one.zone, language)
    if pause.ended_at is None:
        return gettext_in(language, "Le délai est suspendu depuis le %(began)s.", began=began)
    ended = moment_words(pause.ended_at, one.zone, language)
    return gettext_in(
        language, "Le délai a été suspendu du %(began)s au %(ended)s.", began=began, ended=ended
    )


def _part(
    one: Explanation, rank: int, part: Part, calendar: CountedIn, language: str
) -> CountedWords:
    _ = partial(gettext_in, language)
    length = allowance_words(part.length, language)
    title = _("Prolongation : %(length)s", length=length) if rank else length
    said = [_counted(part, calendar, language)]
    if rank:
        day = day_words(part.day_zero, language)
        said.insert(0, _("Jour 0 de la prolongation : le %(day)s, la date promise.", day=day))
    if part.landed_from is not None:
        said.append(_landing(part, language))
    return CountedWords(title, tuple(said), tuple(_days(part, language)))


def _counted(part: Part, calendar: CountedIn, language: str) -> str:
    words = gettext_in(language, COUNTED.get(part.length.unit, EVERY_DAY))
    return words % {"hours": hours_words(calendar.hours_on(part.day_zero), language)}


def _landing(part: Part, language: str) -> str:
    assert part.landed_from is not None, "only a day that moved is told"
    return gettext_in(
        language,
        "Le délai ne peut pas finir le %(day)s. Il finit le jour ouvrable suivant.",
        day=day_words(part.landed_from, language),
    )


def _days(part: Part, language: str) -> list[tuple[str, str]]:
    """Word the days on the way: all of them in working days, else those that need a reason."""
    every = part.length.unit is Unit.WORKING_DAYS
    told = [one for one in part.days if every or one.reason is not None or one.rank is None]
    before = [None, *(one.day.year for one in told)]
    return [
        (_short(one.day, year, language), _day(one, language))
        for one, year in zip(told, before, strict=False)
    ]


def _short(day: date, year: int | None, language: str) -> str:
    """Word a day in a list, with its year where that is not the one of the day before."""
    return short_day_words(day, language) if day.year == year else day_words(day, language)


def _day(one: WalkedDay, language: str) -> str:
    _ = partial(gettext_in, language)
    if one.reason is None and one.rank is None:
        return _("Dernier jour")
    if one.rank is None:
        return _in(one.reason, language)
    rank = _("Jour %(rank)s", rank=number_words(one.rank, language))
    return rank if one.reason is None else f"{rank} · {_in(one.reason, language)}"


def _result(one: Explanation, language: str) -> list[str]:
    _ = partial(gettext_in, language)
    said = [_end(one, language)]
    if one.kind is ClockKind.COMPLETE_FILE:
        said.append(_("Ensuite, le délai de réponse part de lui-même."))
    outcome = one.outcome
    done_at = outcome.met_at or outcome.ended_at or outcome.missed_at
    if one.state in STATES and done_at is not None:
        moment = moment_words(done_at, one.zone, language)
        said.append(_(STATES[one.state]) % {"moment": moment})
    return said


def _end(one: Explanation, language: str) -> str:
    _ = partial(gettext_in, language)
    if one.is_waiting:
        return _("Il n’y a pas de date tant que le dossier n’est pas complet.")
    if one.due_at is None:
        return _("Il n’y a pas de date tant que le délai est suspendu.")
    if one.kind is ClockKind.SILENCE:
        return _("Sans réponse, le recours s’ouvre le %(moment)s.", moment=_when(one, language))
    if one.parts[-1].length.unit in IN_HOURS:
        return _("Le délai finit le %(moment)s.", moment=_when(one, language))
    return _("Dernier jour : %(day)s.", day=_when(one, language))


def _ended(*sentences: str) -> tuple[str, ...]:
    """End each sentence once, also one that closes with the full stop of "p.m."."""
    return tuple(f"{sentence.removesuffix('.').removesuffix('.')}." for sentence in sentences)


def _in(words: Text | None, language: str) -> str:
    chosen = "" if words is None else words.in_(language)
    return french_spaces(chosen) if language != "en" else chosen
