"""The history of a complaint as its complainant is told it, and its dates as they are explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct, json

from portal.agencies.plugins.noted import KEPT_DATES, FailureOf
from portal.complaints.entries import (
    CALL,
    DateMissed,
    Escalated,
    FileCompleted,
    LetterPosted,
    Paused,
    RecourseOpened,
    Resumed,
    ReviewAsked,
    entry_of,
)
from portal.complaints.queries.followed import ToldEntry
from portal.complaints.queries.kept_clocks import KeptClock, explained
from portal.complaints.queries.readable import readable
from portal.domain.handling.escalation import Path, step_at
from portal.domain.handling.notices import Recourse
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.pages.current import current_language, filled, gettext, rewording, runtime
from portal.pages.features import Contribution, added, arranged_once
from portal.pages.filters import marked_text
from portal.words.alarms import alarmed_words
from portal.words.catalogue import to_translate
from portal.words.dates import day_words, moment_words
from portal.words.explained import ExplainedWords, explained_words

K = EntryKind

_EXPLAINED_AT_ONCE = 256
"""How many dates an application remembers in words: some 10 KB each."""

TITLES: dict[EntryKind, str] = {
    K.FILED: to_translate("Plainte reçue"),
    K.TAKEN_IN_CHARGE: to_translate("Plainte prise en charge"),
    K.FILE_COMPLETED: to_translate("Le délai de réponse est commencé"),
    K.STUDIED: to_translate("Plainte à l’étude"),
    K.RECLASSIFIED: to_translate("Sujet de la plainte changé"),
    K.ASKED: to_translate("On vous a posé une question"),
    K.MESSAGE_RECEIVED: to_translate("Vous avez écrit un message"),
    K.DOCUMENT_ADDED: to_translate("Un document a été ajouté"),
    K.EXTENDED: to_translate("Délai de réponse prolongé"),
    K.PAUSED: to_translate("Délai de réponse suspendu"),
    K.RESUMED: to_translate("Le délai de réponse est reparti"),
    K.DATE_MISSED: to_translate("La date promise est passée"),
    K.ESCALATED: to_translate("Plainte transmise au palier suivant"),
    K.PASSED_TO_TOP: to_translate("Plainte transmise à la plus haute autorité"),
    K.RECOURSE_OPENED: to_translate("Un autre recours vous est ouvert"),
    K.DECIDED: to_translate("La plus haute autorité a pris une décision"),
    K.ANSWERED: to_translate("Réponse donnée"),
    K.CLOSED: to_translate("Plainte fermée"),
    K.REVIEW_ASKED: to_translate("Vous avez demandé une révision"),
    K.WITHDRAWN: to_translate("Plainte retirée"),
    K.CONTACT_CHANGED: to_translate("Coordonnées changées"),
    K.LETTER_POSTED: to_translate("Lettre postée"),
}


class Happened(Struct, frozen=True):
    """One line of the history: what, when, by whom, and the words that go with it.

    `by` is the agency, where it is another than the one that has the complaint.
    """

    kind: str
    title: str
    at: datetime
    by_complainant: bool
    note: str
    text: str | None
    by: str = ""


class Around(Struct, frozen=True):
    """What the words of an entry may name: the levels and the recourses of the agency, its time."""

    path: Path
    recourses: tuple[Recourse, ...]
    zone: ZoneInfo


Note = Callable[[Any, Around], str]
"""The words that go with an entry, made of what its class holds."""


@dataclass(frozen=True, slots=True)
class ToldWords(Contribution):
    """What a complainant is told of something that a feature does to their complaint.

    A feature may word facts of its own in what the kernel records: without a title. What `follows`
    from an act of the person is not told as theirs.
    """

    kind: EntryKind
    title: str = ""
    note: Note | None = None
    follows: bool = False


def worded_history(entries: Iterable[ToldEntry], around: Around) -> list[Happened]:
    """Return the entries that a complainant is told about, in the order given."""
    titles, notes, following = _told_words()
    return [
        Happened(
            entry.kind,
            gettext(titles[entry.kind]),
            entry.at,
            entry.by_complainant and entry.kind not in following,
            _note_on(entry, notes.get(entry.kind, ()), around),
            entry.text,
        )
        for entry in entries
        if entry.kind in titles
    ]


@arranged_once
def _told_words() -> tuple[Mapping[str, str], Mapping[str, Sequence[Note]], frozenset[str]]:
    """Return the title of each kind of entry that is told, what makes its notes, what follows."""
    titles: dict[str, str] = dict(TITLES.items())
    notes: dict[str, list[Note]] = {kind: [note] for kind, note in _NOTES.items()}
    for words in added(ToldWords):
        if words.title:
            titles[words.kind] = words.title
        if words.note is not None:
            notes.setdefault(words.kind, []).append(words.note)
    following = frozenset(words.kind for words in added(ToldWords) if words.follows)
    return titles, notes, following


def _note_on(entry: ToldEntry, notes: Sequence[Note], around: Around) -> str:
    facts = entry_of(entry) if notes else None
    noted = next((words for note in notes if (words := note(facts, around))), "")
    told = _told_of(facts) if isinstance(facts, DateMissed) else _confirmed(entry, around.zone)
    return filled("%(noted)s %(told)s", noted=noted, told=told) if noted and told else noted or told


def _confirmed(entry: ToldEntry, zone: ZoneInfo) -> str:
    return "" if entry.confirmed_before is None else confirmed_words(entry.confirmed_before, zone)


def confirmed_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return when was confirmed what left later, as its date counts."""
    return gettext(
        "Texte confirmé le %(moment)s : c’est ce qui compte pour la date promise.",
        moment=moment_words(moment, zone, current_language()),
    )


class NamesAgency(Protocol):
    """An entry that names another agency."""

    @property
    def agency_name(self) -> Text:
        """The name, as it was then."""


def to_whom(entry: NamesAgency, _around: Around) -> str:
    """Return the agency that an entry names, as the one that something goes to."""
    return filled(gettext("À : %(agency)s."), agency=marked_text(entry.agency_name))


def told_new_date(last_day: date | None) -> str:
    """Return the new date by which an answer is promised."""
    return gettext("Nouvelle date : au plus tard le %(day)s.", day=told_day(last_day))


def _started(entry: FileCompleted, _around: Around) -> str:
    why = (
        gettext("Personne n’avait noté que le dossier est complet. Le délai part quand même.")
        if entry.by_itself
        else gettext("Le dossier est complet.")
    )
    return f"{why} {told_new_date(entry.last_day)}"


def _paused(entry: Paused, _around: Around) -> str:
    why = filled(
        gettext("Ce qu’on attend de vous : %(reason)s."), reason=marked_text(entry.reason_name)
    )
    until = gettext(
        "Le délai repart dès que vous répondez, ou de lui-même après le %(day)s.",
        day=told_day(entry.until),
    )
    return filled("%(why)s %(until)s", why=why, until=until)


def _resumed(entry: Resumed, _around: Around) -> str:
    why = (
        gettext("Il est reparti de lui-même.")
        if entry.by_itself
        else gettext("Votre réponse est arrivée.")
    )
    return f"{why} {told_new_date(entry.last_day)}"


def _told_of(entry: DateMissed) -> str:
    """Return that nobody was there to answer, where nobody was, and who was told."""
    nobody = gettext("Il n’y avait personne pour répondre à ce palier.") if entry.nobody else ""
    return f"{nobody} {alarmed_words(entry.told, current_language())}".strip()


def _climbed(entry: Escalated | ReviewAsked, around: Around) -> str:
    """Return who has the complaint now, and the levels that it went past.

    Why nobody answered there is the staff's own: an absence, or somebody whom it concerns.
    """
    holder = _holder(around, entry.level, entry.last_day)
    if not entry.over:
        return holder
    titles = {step.to: marked_text(step.title) for step in around.path}
    over = filled(
        gettext("Palier sauté, parce qu’il n’y avait personne pour répondre : %(levels)s."),
        levels=Markup(", ").join(titles.get(post, post) for post in entry.over),
    )
    return filled("%(holder)s %(over)s", holder=holder, over=over)


def _holder(around: Around, level: int, last_day: date | None = None) -> str:
    """Return who has the complaint from then on, and until when."""
    title = marked_text(step_at(around.path, level).title)
    if last_day is None:
        return filled(gettext("Responsable maintenant : %(title)s."), title=title)
    return filled(
        gettext("Responsable maintenant : %(title)s. Réponse au plus tard le %(day)s."),
        title=title,
        day=told_day(last_day),
    )


def _which_recourse(entry: RecourseOpened, around: Around) -> str:
    bodies = {recourse.code: marked_text(recourse.body) for recourse in around.recourses}
    return bodies.get(entry.recourse, "")


def _missed(entry: DateMissed, _around: Around) -> str:
    return gettext(_MISSED[entry.clock]) if entry.clock in _MISSED else ""


def posted_words(entry: LetterPosted) -> str:
    """Return when a letter was posted and, where another form was asked for, in which form."""
    posted = gettext("Postée le %(day)s.", day=told_day(entry.day))
    if entry.as_asked is None:
        return posted
    form = (
        gettext("Sous la forme demandée.")
        if entry.as_asked
        else gettext("Sous la forme ordinaire seulement.")
    )
    return f"{posted} {form}"


def told_day(day: date | None) -> str:
    """Return a day that an entry keeps, in words; nothing where it keeps none."""
    return day_words(day, current_language()) if day is not None else ""


_MISSED: dict[str, str] = {
    ClockKind.CLOSING: to_translate("La plainte devait être fermée à cette date."),
    ClockKind.INTAKE: to_translate(
        "Le guichet n’a pas remis votre plainte à un organisme à cette date. Le retard est compté."
    ),
    ClockKind.FIRST_PROMISE: to_translate(
        "C’est la date promise avant que votre plainte change d’organisme."
    ),
}
_NOTES: dict[EntryKind, Note] = {
    K.MESSAGE_RECEIVED: lambda entry, _around: (
        gettext("Vous demandez un appel ou une rencontre.") if entry.about == CALL else ""
    ),
    K.LETTER_POSTED: lambda entry, _around: posted_words(entry),
    K.EXTENDED: lambda entry, _around: told_new_date(entry.last_day),
    K.REVIEW_ASKED: _climbed,
    K.FILE_COMPLETED: _started,
    K.PAUSED: _paused,
    K.RESUMED: _resumed,
    K.DATE_MISSED: _missed,
    K.ESCALATED: _climbed,
    K.PASSED_TO_TOP: lambda entry, around: _holder(around, entry.level),
    K.RECOURSE_OPENED: _which_recourse,
}


class ExplainedDates(Struct, frozen=True):
    """The date that counts now, if an answer is awaited, and the others, the newest first."""

    awaited: ExplainedWords | None
    others: tuple[ExplainedWords, ...]


def explained_dates(
    clocks: Sequence[KeptClock], calendar: WorkingCalendar, agency: str
) -> ExplainedDates:
    """Explain every clock of a complaint in the language of the page.

    One that cannot be read is left out, and the agency's administrators are told.
    """

    def told(clock: KeptClock) -> ExplainedWords | None:
        words = readable("date", partial(_explained, calendar=calendar), clock)
        if words is None:
            runtime().agencies.noted.note(FailureOf(agency, KEPT_DATES, "cannot be read"))
        return words

    answering = (clock for clock in reversed(clocks) if clock.pending and clock.kind in ANSWERING)
    awaited = next(answering, None)
    others = (told(clock) for clock in reversed(clocks) if clock is not awaited)
    return ExplainedDates(
        None if awaited is None else told(awaited),
        tuple(words for words in others if words is not None),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A clock to explain in a language: it is known again by all that is kept of it."""

    kept: bytes
    language: str
    clock: KeptClock = field(compare=False)
    calendar: WorkingCalendar = field(compare=False)


def _explained(clock: KeptClock, calendar: WorkingCalendar) -> ExplainedWords:
    asked = _Asked(json.encode(clock), current_language(), clock, calendar)
    # Without a calendar of its own, it is explained by today's, which settings may change. What is
    # worded otherwise is not kept beside what most pages say.
    is_kept = clock.explanation.get("counted_in") and rewording() is None
    explain = _explained_lately() if is_kept else _words_of
    return explain(asked)


def _words_of(asked: _Asked) -> ExplainedWords:
    features = runtime().features
    explanation = explained(asked.clock, asked.calendar, features)
    return explained_words(explanation, asked.language, features.clock_words, rewording())


@arranged_once
def _explained_lately() -> Callable[[_Asked], ExplainedWords]:
    """Explain again what was explained lately: whoever works on a complaint opens it often."""
    return lru_cache(maxsize=_EXPLAINED_AT_ONCE)(_words_of)
