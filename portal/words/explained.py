"""How a promised date was counted, in sentences: the same for citizens, officers and commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from portal.domain.promise import Confidence
from portal.domain.text import Text
from portal.domain.time.allowance import Unit
from portal.domain.time.clock import ClockKind
from portal.domain.time.counted_in import CountedIn
from portal.domain.time.explanation import Explanation
from portal.domain.time.pauses import Pause
from portal.domain.time.replay import IN_HOURS, Part, WalkedDay
from portal.words.catalogue import gettext_in
from portal.words.clocks import (
    COUNTED,
    DAYS_ZERO,
    EVERY_DAY,
    STARTS,
    STATES,
    UNDECLARED,
    ClockWords,
)
from portal.words.dates import (
    after_file_words,
    allowance_words,
    day_words,
    hours_words,
    moment_words,
    short_day_words,
)
from portal.words.numbers import number_words
from portal.words.typography import french_spaces


@dataclass(frozen=True, slots=True)
class DayWords:
    """A day on the way: what it is among those that count, and why it is none or not the last."""

    day: str
    rank: str
    reason: Text | None


@dataclass(frozen=True, slots=True)
class CountedWords:
    """A length of time in words: how it was counted, and the days on the way."""

    title: str
    sentences: tuple[str, ...]
    days: tuple[DayWords, ...]


@dataclass(frozen=True, slots=True)
class ExplainedWords:
    """A clock in words, from its rule to its date.

    What settings say, the `basis` and the reasons of days, is kept in both languages: it may be
    there in French alone.
    """

    name: str
    when: str
    title: str
    rule: str
    basis: Text
    sentences: tuple[str, ...]
    parts: tuple[CountedWords, ...]
    result: tuple[str, ...]


def explained_words(
    one: Explanation, language: str, clock_words: Mapping[ClockKind, ClockWords]
) -> ExplainedWords:
    """Word how a date was counted, in the order in which one counts.

    `clock_words` are those of each kind of clock, as its feature declares them.
    """
    words = clock_words.get(one.kind, UNDECLARED)
    name, when = gettext_in(language, words.name), _when(one, language)
    return ExplainedWords(
        name=name,
        when=when,
        title=gettext_in(language, "%(what)s : %(when)s", what=name, when=when),
        rule=_rule(one, language),
        basis=one.rule.basis,
        sentences=_ended(
            *_release(one, language), *_start(one, words, language), *_pauses(one, language)
        ),
        parts=tuple(
            _part(rank, part, calendar, language)
            for rank, (part, calendar) in enumerate(zip(one.parts, one.calendars, strict=False))
        ),
        result=_ended(*_result(one, words, language)),
    )


def as_lines(words: ExplainedWords, language: str) -> list[str]:
    """Return the words as lines of plain text."""
    basis = f"{gettext_in(language, 'Fondement :')} {_in(words.basis, language)}."
    lines = [words.title, f"{words.rule} {basis}", *words.sentences]
    for part in words.parts:
        lines += ["", part.title, *part.sentences]
        lines += [f"  {one.day:<22}{_what(one, language)}" for one in part.days]
    return [*lines, "", *words.result]


def _what(one: DayWords, language: str) -> str:
    return " · ".join(filter(None, (one.rank, _in(one.reason, language))))


def _when(one: Explanation, language: str) -> str:
    if one.is_waiting:
        return after_file_words(one.length, language)
    if one.due_at is None:
        return gettext_in(language, "délai suspendu")
    if one.kind is ClockKind.SILENCE or one.parts[-1].length.unit in IN_HOURS:
        return moment_words(one.due_at, one.zone, language)
    assert one.last_day is not None, "a clock that runs has a last day"
    return day_words(one.last_day, language)


def _rule(one: Explanation, language: str) -> str:
    length = allowance_words(one.length, language)
    return gettext_in(language, "Règle : %(length)s.", length=length)


def _release(one: Explanation, language: str) -> list[str]:
    _ = partial(gettext_in, language)
    said = []
    if one.rule.confidence is Confidence.ASSUMED and not _says_sample(one.rule.basis, language):
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


def _says_sample(basis: Text, language: str) -> bool:
    """Tell whether what a time rests on calls it a sample already."""
    return gettext_in(language, "délai d’exemple") in _in(basis, language).casefold()


def _start(one: Explanation, words: ClockWords, language: str) -> list[str]:
    if one.day_zero is None:
        return [_awaited_start(one, language)]
    moment = moment_words(one.started_at, one.zone, language)
    day = day_words(one.parts[0].day_zero, language)
    return [
        gettext_in(language, STARTS.get(one.start) or _started(words), moment=moment),
        gettext_in(language, DAYS_ZERO[one.day_zero]) % {"day": day},
    ]


def _started(words: ClockWords) -> str:
    assert words.started is not None, "a clock of a start of its own says what it is"
    return words.started


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


def _part(rank: int, part: Part, calendar: CountedIn, language: str) -> CountedWords:
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


def _days(part: Part, language: str) -> list[DayWords]:
    """Word the days on the way: all of them in working days, else those that need a reason."""
    every = part.length.unit is Unit.WORKING_DAYS
    told = [one for one in part.days if every or one.reason is not None or one.rank is None]
    before = [None, *(one.day.year for one in told)]
    return [
        DayWords(_short(one.day, year, language), _rank(one, language), one.reason)
        for one, year in zip(told, before, strict=False)
    ]


def _short(day: date, year: int | None, language: str) -> str:
    """Word a day in a list, with its year where that is not the one of the day before."""
    return short_day_words(day, language) if day.year == year else day_words(day, language)


def _rank(one: WalkedDay, language: str) -> str:
    if one.rank is not None:
        return gettext_in(language, "Jour %(rank)s", rank=number_words(one.rank, language))
    return "" if one.reason is not None else gettext_in(language, "Dernier jour")


def _result(one: Explanation, words: ClockWords, language: str) -> list[str]:
    _ = partial(gettext_in, language)
    said = [_end(one, language)]
    if words.afterwards is not None:
        said.append(_(words.afterwards))
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
