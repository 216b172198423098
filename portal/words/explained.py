"""How a promised date was counted, in sentences: the same for citizens, officers and commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.due_date import CountedIn, Pause
from portal.domain.time.explanation import ClockState, Explanation
from portal.domain.time.promise import Confidence, Unit
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
from portal.words.typography import french_spaces, number_words


class DayWords(NamedTuple):
    """A day on the way: what it is among those that count, and why it is none or not the last."""

    day: str
    rank: str
    reason: Text | None


class CountedWords(Struct, frozen=True):
    """A length of time in words: how it was counted, and the days on the way."""

    title: str
    sentences: tuple[str, ...]
    days: tuple[DayWords, ...]


class ExplainedWords(Struct, frozen=True):
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
    explanation: Explanation,
    language: str,
    clock_words: Mapping[ClockKind, ClockWords],
    others: Mapping[str, str] | None = None,
) -> ExplainedWords:
    """Word how a date was counted, in the order in which explanation counts.

    `clock_words` are those of each kind of clock, as its feature declares them; `others` stand in
    the place of some, where what it is about is no complaint.
    """
    words = _spoken(clock_words.get(explanation.kind, UNDECLARED), explanation, others or {})
    _ = partial(gettext_in, language)
    name, when = _(words.name), _when(explanation, language)
    # What was ended unmet promises nothing any more: its name alone would still read as a promise.
    is_over = explanation.state is ClockState.ENDED
    shown = _("%(when)s, ne court plus", when=when) if is_over else when
    return ExplainedWords(
        name=name,
        when=when,
        title=_("%(what)s : %(when)s", what=name, when=shown),
        rule=_("Règle : %(length)s.", length=allowance_words(explanation.length, language)),
        basis=explanation.rule.basis,
        sentences=_ended(
            *_release(explanation, language),
            *_start(explanation, words, language),
            *(_pause(pause, explanation, language) for pause in explanation.pauses),
        ),
        parts=tuple(
            _part(rank, part, calendar, language)
            for rank, (part, calendar) in enumerate(
                zip(explanation.parts, explanation.calendars, strict=False)
            )
        ),
        result=_ended(*_result(explanation, words, language)),
    )


def _spoken(words: ClockWords, explanation: Explanation, others: Mapping[str, str]) -> ClockWords:
    """Return the words of this clock, with what set it going: others where these are not true."""
    started = STARTS.get(explanation.start) or words.started
    return replace(
        words,
        name=others.get(words.name, words.name),
        started=started and others.get(started, started),
        afterwards=words.afterwards and others.get(words.afterwards, words.afterwards),
    )


def as_lines(words: ExplainedWords, language: str) -> list[str]:
    """Return the words as lines of plain text."""
    basis = f"{gettext_in(language, 'Fondement :')} {_in(words.basis, language)}."
    lines = [words.title, f"{words.rule} {basis}", *words.sentences]
    for part in words.parts:
        lines += ["", part.title, *part.sentences]
        lines += [f"  {day.day:<22}{_what(day, language)}" for day in part.days]
    return [*lines, "", *words.result]


def _what(day: DayWords, language: str) -> str:
    return " · ".join(filter(None, (day.rank, _in(day.reason, language))))


def _when(explanation: Explanation, language: str) -> str:
    if explanation.is_waiting:
        return after_file_words(explanation.length, language)
    if explanation.due_at is None:
        return gettext_in(language, "délai suspendu")
    if explanation.kind is ClockKind.SILENCE or explanation.parts[-1].length.unit in IN_HOURS:
        return moment_words(explanation.due_at, explanation.zone, language)
    assert explanation.last_day is not None, "a clock that runs has a last day"
    return day_words(explanation.last_day, language)


def _release(explanation: Explanation, language: str) -> list[str]:
    _ = partial(gettext_in, language)
    sentences = []
    if explanation.rule.confidence is Confidence.ASSUMED and not _says_sample(
        explanation.rule.basis, language
    ):
        sentences.append(_("C’est un délai d’exemple."))
    if explanation.rule.in_force_from is not None:
        since = day_words(
            explanation.rule.in_force_from.astimezone(explanation.zone).date(), language
        )
        rank = number_words(explanation.rule.release, language)
        sentences.append(
            _(
                "Règles de l’organisme : version %(rank)s, en vigueur depuis le %(day)s.",
                rank=rank,
                day=since,
            )
        )
    return sentences


def _says_sample(basis: Text, language: str) -> bool:
    """Tell whether what a time rests on calls it a sample already."""
    return gettext_in(language, "délai d’exemple") in _in(basis, language).casefold()


def _start(explanation: Explanation, words: ClockWords, language: str) -> list[str]:
    if explanation.day_zero is None:
        return [_awaited_start(explanation, language)]
    moment = moment_words(explanation.started_at, explanation.zone, language)
    day = day_words(explanation.parts[0].day_zero, language)
    assert words.started is not None, "a clock of a start of its own says what it is"
    return [
        gettext_in(language, words.started, moment=moment),
        gettext_in(language, DAYS_ZERO[explanation.day_zero]) % {"day": day},
    ]


def _awaited_start(explanation: Explanation, language: str) -> str:
    if explanation.starts_by is None:
        return gettext_in(language, "Le délai part quand le dossier est complet.")
    return gettext_in(
        language,
        "Le délai part quand le dossier est complet, et au plus tard après le %(day)s.",
        day=day_words(explanation.starts_by, language),
    )


def _pause(pause: Pause, explanation: Explanation, language: str) -> str:
    began = moment_words(pause.began_at, explanation.zone, language)
    if pause.ended_at is None:
        return gettext_in(language, "Le délai est suspendu depuis le %(began)s.", began=began)
    ended = moment_words(pause.ended_at, explanation.zone, language)
    return gettext_in(
        language, "Le délai a été suspendu du %(began)s au %(ended)s.", began=began, ended=ended
    )


def _part(rank: int, part: Part, calendar: CountedIn, language: str) -> CountedWords:
    _ = partial(gettext_in, language)
    length = allowance_words(part.length, language)
    title = _("Prolongation : %(length)s", length=length) if rank else length
    sentences = [_counted(part, calendar, language)]
    if rank:
        day = day_words(part.day_zero, language)
        sentences.insert(0, _("Jour 0 de la prolongation : le %(day)s, la date promise.", day=day))
    if part.landed_from is not None:
        day = day_words(part.landed_from, language)
        sentences.append(
            _("Le délai ne peut pas finir le %(day)s. Il finit le jour ouvrable suivant.", day=day)
        )
    return CountedWords(title, tuple(sentences), tuple(_days(part, language)))


def _counted(part: Part, calendar: CountedIn, language: str) -> str:
    words = gettext_in(language, COUNTED.get(part.length.unit, EVERY_DAY))
    return words % {"hours": hours_words(calendar.hours_on(part.day_zero), language)}


def _days(part: Part, language: str) -> list[DayWords]:
    """Word the days on the way: all of them in working days, else those that need a reason."""
    every = part.length.unit is Unit.WORKING_DAYS
    listed = [
        walked for walked in part.days if every or walked.reason is not None or walked.rank is None
    ]
    before = [None, *(walked.day.year for walked in listed)]
    return [
        DayWords(_short(walked.day, year, language), _what_day(walked, language), walked.reason)
        for walked, year in zip(listed, before, strict=False)
    ]


def _short(day: date, year: int | None, language: str) -> str:
    """Word a day in a list, with its year where that is not the one of the day before."""
    return short_day_words(day, language) if day.year == year else day_words(day, language)


def _what_day(day: WalkedDay, language: str) -> str:
    if day.rank is not None:
        return _rank(day.rank, language)
    return "" if day.reason is not None else gettext_in(language, "Dernier jour")


@lru_cache(maxsize=1024)
def _rank(rank: int, language: str) -> str:
    """Word which of the days that count one is; every clock has the first ones."""
    return gettext_in(language, "Jour %(rank)s", rank=number_words(rank, language))


def _result(explanation: Explanation, words: ClockWords, language: str) -> list[str]:
    _ = partial(gettext_in, language)
    sentences = [_end(explanation, language)]
    if words.afterwards is not None:
        sentences.append(_(words.afterwards))
    outcome = explanation.outcome
    done_at = outcome.met_at or outcome.ended_at or outcome.missed_at
    if explanation.state in STATES and done_at is not None:
        moment = moment_words(done_at, explanation.zone, language)
        sentences.append(_(STATES[explanation.state]) % {"moment": moment})
    return sentences


def _end(explanation: Explanation, language: str) -> str:
    _ = partial(gettext_in, language)
    if explanation.is_waiting:
        return _("Il n’y a pas de date tant que le dossier n’est pas complet.")
    if explanation.due_at is None:
        return _("Il n’y a pas de date tant que le délai est suspendu.")
    when = _when(explanation, language)
    if explanation.kind is ClockKind.SILENCE:
        return _("Sans réponse, le recours s’ouvre le %(moment)s.", moment=when)
    if explanation.parts[-1].length.unit in IN_HOURS:
        return _("Le délai finit le %(moment)s.", moment=when)
    return _("Dernier jour : %(day)s.", day=when)


def _ended(*sentences: str) -> tuple[str, ...]:
    """End each sentence once, also one that closes with the full stop of "p.m."."""
    return tuple(f"{sentence.removesuffix('.').removesuffix('.')}." for sentence in sentences)


def _in(words: Text | None, language: str) -> str:
    chosen = "" if words is None else words.in_(language)
    return french_spaces(chosen) if language != "en" else chosen
