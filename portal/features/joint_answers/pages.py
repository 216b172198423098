"""Parts in words: a line for each on the pages of both sides, and their block of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.figures.measures import Measure
from portal.domain.text import Text
from portal.features.joint_answers.queries import Part
from portal.features.joint_answers.rules import Shared
from portal.pages.current import current_language, gettext, runtime
from portal.pages.shown.before_filing import ToldNotice, reminders_of
from portal.pages.shown.recourses import AgencyWays
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.tables.blocks import Block, Column, agency_column, most_first_with_share
from portal.reporting.texts import ngettext
from portal.words.catalogue import to_translate
from portal.words.dates import day_words, promise_words
from portal.words.statuses import status_words

SHARED: dict[str, str] = {
    Shared.STORY: to_translate("le récit"),
    Shared.NAME: to_translate("le nom"),
    Shared.CONTACT: to_translate("les coordonnées"),
    Shared.DOCUMENTS: to_translate("les documents"),
}


class PartLine(Struct, frozen=True):
    """One agency's part in words; `kind` is the mark that repeats its state."""

    part: Part
    agency: Text
    state: str
    kind: str
    when: str
    read: str


def part_lines(parts: Iterable[Part], *, is_mine: bool = False) -> list[PartLine]:
    """Return the parts of a complaint as pages show them; `is_mine` is for its complainant."""
    return [_line(part, is_mine) for part in parts]


def read_words(fields: Iterable[str]) -> str:
    """Return what an agency may read of a complaint, in words."""
    return field_names(fields) or gettext("seulement ce qui est demandé")


def agreed_words(fields: Iterable[str]) -> str:
    """Return what a complainant lets an agency read, in words."""
    return gettext("Accepté : %(what)s.", what=field_names(fields) or gettext("rien de plus"))


def field_names(fields: Iterable[str]) -> str:
    """Return what is let be read, in words."""
    return ", ".join(gettext(SHARED[field]) for field in fields)


def _line(part: Part, is_mine: bool) -> PartLine:
    agency = runtime().agencies.agency(part.agency)
    zone = ZoneInfo(agency.settings.calendar.timezone)
    state, kind = _state(part, is_mine)
    return PartLine(
        part, agency.name, state, kind, _when(part, zone), read_words(part.agreed or ())
    )


def _state(part: Part, is_mine: bool) -> tuple[str, str]:
    if part.called_off is not None:
        return gettext("Demande retirée"), "plain"
    if part.ended_at is not None or part.status == Status.WITHDRAWN:
        return gettext("Retirée"), "plain"
    if part.waits_for_choice:
        mine, theirs = gettext("Votre choix est attendu"), gettext("Choix attendu de la personne")
        return mine if is_mine else theirs, "plain"
    if part.is_late:
        return gettext("En retard"), "late"
    if part.is_reviewed:
        return gettext("En révision"), "info"
    if part.given_at is not None:
        return gettext("Réponse donnée"), "ok"
    if part.answered_at is not None:
        return gettext("Prête, part avec la réponse commune"), "ok"
    return status_words(part.status or Status.RECEIVED, current_language()), "info"


def _when(part: Part, zone: ZoneInfo) -> str:
    given = part.given_at or part.answered_at
    if given is not None and not part.is_reviewed:
        return gettext("Le %(day)s", day=_day(given, zone))
    if not (part.is_awaited or part.is_reviewed):
        return ""
    if part.choose_until is not None and part.waits_for_choice:
        day = day_words(part.choose_until, current_language())
        return gettext("Commence après le %(day)s, sans choix avant", day=day)
    if part.date is None or part.date.last_day is None:
        return gettext("Date à venir")
    return promise_words(part.date.last_day, None, current_language())


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return day_words(moment.astimezone(zone).date(), current_language())


# Where else to turn about them.


def ways_at(
    parts: Iterable[Part], whole: Complaint, texts: Sequence[str], now: datetime
) -> Iterator[AgencyWays]:
    """Yield where else to turn about what each agency answers that has a part now.

    What the person wrote calls for the time limits that are recalled while its answer is awaited.
    """
    for part in parts:
        if part.may_be_written_to and part.ended_at is None:
            facts = _facts_at(part, whole)
            agency = runtime().agencies.agency(facts.agency)
            told = agency.consult().recourses_kept(facts, now, part.release_id or 0)
            words = (part.asked, *texts) if part.is_awaited else ()
            recalled = recalled_at(agency, facts.category, words)
            yield AgencyWays(agency.name, told, recalled, _subject(agency, facts.category))


def _subject(agency: Agency, category: str) -> Text | None:
    """Return for which of an agency's subjects it has its part; None where it has one alone."""
    return agency.subject(category).name if len(agency.settings.categories) > 1 else None


def recalled_at(agency: Agency, category: str | None, texts: Iterable[str]) -> list[ToldNotice]:
    """Return the time limits that an agency recalls for these words."""
    language = current_language()
    return reminders_of(agency, [Draft(category, words, language) for words in texts])


def _facts_at(part: Part, whole: Complaint) -> Complaint:
    """Return what an agency knows of its part: nothing that was answered to another."""
    category = runtime().agencies.agency(part.agency).consult().category(part.category).code
    return replace(
        whole,
        number=part.number,
        agency=part.agency,
        category=category,
        status=Status(part.status or Status.RECEIVED),
        level=part.level or 1,
        received_at=part.begun_at or whole.received_at,
        answers={},
    )


# How many were asked for, and answered in time.


def parts_asked(reading: Reading) -> Block:
    """How many parts of others’ complaints each agency was asked for, and answered in time."""
    count = reading.whole.count(Measure.PARTS)
    return Block(
        code="parties",
        title=ngettext(
            "%(num)s partie demandée à un autre organisme",
            "%(num)s parties demandées à un autre organisme",
            count,
        )
        if count
        else gettext("Aucune partie demandée à un autre organisme"),
        unit=gettext(
            "Parties demandées, %(period)s. Une plainte compte une fois, chez qui l’a.",
            period=texts.in_sentence(reading.asked.period),
        ),
        first=agency_column(),
        columns=(
            Column(gettext("Parties demandées"), "", is_sorted=True),
            Column(gettext("Répondues à temps"), "%"),
            Column(gettext("Réponses dues")),
        ),
        groups=most_first_with_share(reading, Measure.PARTS, lambda figures: figures.parts_kept),
        definition="parties",
    )
