"""Several agencies on the page of one complaint, just sent or followed: a line for each.

Each has its own date and its own history there; the complaint and the other parts stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import g
from msgspec.structs import replace

from portal.complaints.queries.followed import SentComplaint, ToldEntry
from portal.complaints.queries.kept_clocks import clocks_of, clocks_told
from portal.db import Session
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import is_overdue
from portal.features.joint_answers.actions_ending import take_reading_back
from portal.features.joint_answers.pages import (
    PartLine,
    agreed_words,
    field_names,
    part_lines,
    read_words,
    ways_at,
)
from portal.features.joint_answers.queries import FOLLOWED_PARTS, FollowedPart, Part, parts_of
from portal.features.joint_answers.rules import (
    PartAgreed,
    PartAsked,
    PartBegun,
    PartUnread,
    named_in,
    read_unanswered,
)
from portal.pages.citizen.case_summary import CaseSummary
from portal.pages.citizen.contributions import (
    ASKED,
    BELOW_ANSWER,
    BELOW_DAYS,
    FIRST,
    Addressee,
    AgencyDay,
    AlsoAnswered,
    AlsoRecourses,
    AlsoWrittenTo,
    ConsentsGiven,
    CountedDates,
    GivenConsent,
    MoreDates,
    MoreHistory,
    MoreWritten,
    PagePart,
)
from portal.pages.citizen.follow import mark
from portal.pages.citizen.written import written_by_person
from portal.pages.current import current_language, filled, gettext, runtime
from portal.pages.filters import marked_text
from portal.pages.shown.history_words import (
    Around,
    Happened,
    NamesAgency,
    ToldWords,
    to_whom,
    told_day,
    worded_history,
)
from portal.pages.shown.recourses import AgencyWays
from portal.pages.shown.written import WrittenLine
from portal.words.catalogue import to_translate
from portal.words.dates import promise_words

# What stands in the history of both agencies is told once.
_TOLD_BY_THE_FIRST = frozenset({EntryKind.PART_AGREED, EntryKind.PART_CALLED_OFF})


# A line for each agency.


def _agencies(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return a line for each other agency, and what each asks, or lets one ask."""
    parts = summary.complaint.of(FOLLOWED_PARTS)
    if not parts:
        return None
    reviews = {followed.part.id: review_of(followed, summary) for followed in parts}
    facts, contact = summary.complaint.facts, summary.complaint.contact
    return {
        "contact_goes": bool(read_unanswered(facts.channel, contact.reply_by)),
        "agencies": part_lines((followed.part for followed in parts), is_mine=True),
        "reviews": {part_id: review for part_id, review in reviews.items() if review is not None},
    }


def _asked(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return what other agencies ask, each with the mark of the form that answers it."""
    parts = summary.complaint.of(FOLLOWED_PARTS)
    questions = _entries((followed, followed.question) for followed in parts)
    marks = {part_id: mark() for part_id, _, _ in questions}
    return {"questions": questions, "marks": marks} if questions else None


def _later_answers(summary: CaseSummary) -> Mapping[str, Any] | None:
    parts = summary.complaint.of(FOLLOWED_PARTS)
    answers = _entries((followed, followed.answer) for followed in parts)
    return {"answers": answers} if answers else None


def _entries(
    pairs: Iterable[tuple[FollowedPart, ToldEntry | None]],
) -> list[tuple[int, Text, ToldEntry]]:
    """Return what agencies say of their parts, and which each is."""
    return [
        (followed.part.id, runtime().agencies.agency(followed.part.agency).name, entry)
        for followed, entry in pairs
        if entry is not None
    ]


def _addressees(session: Session, complaint_id: int) -> list[Addressee]:
    """Return the agencies that have a part of the complaint."""
    return [
        Addressee(str(part.id), part.number, part.agency)
        for part in parts_of(session, complaint_id)
        if part.may_be_written_to
    ]


# What happened at each.


def _histories(summary: CaseSummary) -> Iterator[Happened]:
    """Yield what happened at every other agency."""
    for followed in summary.complaint.of(FOLLOWED_PARTS):
        if around := around_of(followed, summary):
            by = marked_text(runtime().agencies.agency(followed.part.agency).name)
            own = (entry for entry in followed.history if entry.kind not in _TOLD_BY_THE_FIRST)
            for line in worded_history(own, around):
                yield replace(_handed_in(line, followed), by=by)


def around_of(followed: FollowedPart, summary: CaseSummary) -> Around | None:
    """Return the way up of a part and its recourses, by the rules that it came under."""
    facts, release_id = followed.facts, followed.part.release_id
    if facts is None or release_id is None:
        return None
    agencies = runtime().agencies
    rules, today = agencies.under(facts.agency, release_id), agencies.agency(facts.agency)
    recourses = today.consult().recourses_kept(facts, summary.now, rules.release_id)
    return Around(rules.consult().escalation_path(facts), recourses, summary.zone)


def _handed_in(line: Happened, followed: FollowedPart) -> Happened:
    if line.kind != EntryKind.ANSWERED or followed.part.given_at is not None:
        return line
    return replace(
        line,
        title=gettext("Partie de la réponse prête"),
        note=gettext("Elle part avec la réponse commune."),
    )


def _what_is_read(entry: PartAgreed, _around: Around) -> str:
    return agreed_words(entry.fields)


def _unread(entry: PartUnread, _around: Around) -> str:
    return gettext("N’est plus lu : %(what)s.", what=field_names(entry.fields))


def _who_has_a_part(entry: PartAsked | PartBegun, around: Around) -> str:
    if entry.last_day is None:
        return to_whom(entry, around)
    return filled(
        gettext("À : %(agency)s. Réponse au plus tard le %(day)s."),
        agency=marked_text(entry.agency_name),
        day=told_day(entry.last_day),
    )


def _who_was_asked(entry: NamesAgency, _around: Around) -> str:
    return filled(gettext("Organisme : %(agency)s."), agency=marked_text(entry.agency_name))


def _dates(summary: CaseSummary) -> Iterator[CountedDates]:
    """Yield the dates of every other agency that has, or had, its part."""
    owner = complainant(summary.complaint.id)
    for followed in summary.complaint.of(FOLLOWED_PARTS):
        if followed.facts is None or followed.part.complaint_id is None:
            continue
        agency = runtime().agencies.agency(followed.part.agency)
        clocks = clocks_told(runtime().read(owner, clocks_of, followed.part.complaint_id))
        calendar = agency.consult().calendar(followed.facts.category)
        yield CountedDates(agency.name, calendar, clocks)


# The agency that was named when it was filed.


def _named(summary: CaseSummary) -> Iterator[WrittenLine]:
    """Yield which other agencies were named, by what each is concerned, and what it may read."""
    agencies = runtime().agencies.in_force.agencies
    for named in named_in(summary.complaint.as_filed.answers):
        agency = agencies.get(named.agency)
        name = agency.name.in_(current_language()) if agency else named.agency
        yield WrittenLine(gettext("Un autre organisme"), name)
        yield WrittenLine(gettext("Ce qui le concerne"), named.about, by_person=True)
        yield WrittenLine(gettext("Ce qu’il pourra lire"), read_words(named.reads))
        yield WrittenLine(gettext("Sa réponse"), _promised_first(summary, named.agency))


def _promised_first(summary: CaseSummary, agency: str) -> str:
    """Return the day that an agency promised when it got its part; nothing where it has none."""
    parts = summary.complaint.of(FOLLOWED_PARTS)
    numbers = {one.part.number for one in parts if agency in (one.part.agency, one.part.asked_of)}
    for entry in summary.complaint.history:
        if entry.kind == EntryKind.PART_BEGUN and entry.facts["part"] in numbers:
            day = entry.facts.get("last_day")
            return promise_words(date.fromisoformat(day), None, current_language()) if day else ""
    return ""


def _not_asked(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return which other agencies were named that have no part, while they may be asked for one."""
    agencies = runtime().agencies.in_force.agencies
    parts = summary.complaint.of(FOLLOWED_PARTS)
    asked = {code for one in parts for code in (one.part.agency, one.part.asked_of)}
    named = [
        agencies[one.agency].name
        for one in named_in(summary.complaint.as_filed.answers)
        if one.agency in agencies and one.agency not in {*asked, summary.agency.code}
    ]
    return {"agencies": named} if named and summary.is_owed_an_answer else None


def review_of(followed: FollowedPart, summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return until when the review of a part's answer may be asked for now; None if it may not."""
    level = followed.part.level or 0
    around = around_of(followed, summary) if _is_in_time(followed, summary) else None
    if around is None or level >= len(around.path):
        return None
    until = followed.ask_again.last_day if followed.ask_again is not None else None
    return {"is_further": level + 1 < len(around.path), "until": until}


def _is_in_time(followed: FollowedPart, summary: CaseSummary) -> bool:
    """Tell whether the time for it runs: the part's own, or the whole's where it has none."""
    if followed.part.given_at is None or followed.part.status != Status.CLOSED:
        return followed.part.given_at is not None and followed.part.status == Status.ANSWERED
    if followed.had_time:
        own = followed.ask_again
        return own is not None and not is_overdue(own.due_at, summary.now)
    return summary.status.is_open or summary.may_be_reopened


# What each may read, among all that was agreed to.


def _consents(summary: CaseSummary) -> Iterator[GivenConsent]:
    """Yield that an agency of a part reads something, for each that does."""
    for part in (followed.part for followed in summary.complaint.of(FOLLOWED_PARTS)):
        if not part.begun_at or not part.agreed or part.ended_at is not None:
            continue
        name = runtime().agencies.agency(part.agency).name.in_(current_language())
        yield GivenConsent(
            f"part-{part.number[-1]}",
            gettext("%(agency)s lit : %(what)s", agency=name, what=field_names(part.agreed)),
            part.begun_at,
            gettext("Cet organisme lit cela pour répondre, avec ce qui lui est demandé."),
            gettext(
                "Cet organisme ne l’ouvre plus, et répond à ce qui lui est demandé. Ce que son "
                "personnel a déjà lu, noté ou écrit reste. L’organisme principal lit toujours "
                "toute votre plainte."
            ),
            partial(take_reading_back, part_id=part.id),
            held=_why_held(part),
        )


def _why_held(part: Part) -> str:
    if part.answered_at is None:
        return ""
    return gettext(
        "Cet organisme a répondu. La loi l’oblige à garder ce sur quoi sa réponse repose : cela ne "
        "peut plus être retiré."
    )


# On the page of what was just sent.


def _sent_to(sent: SentComplaint) -> Iterator[AgencyDay]:
    """Yield each other agency that answers, and each that was named and could not be asked."""
    parts = _parts_sent(sent)
    for line in part_lines(parts, is_mine=True):
        yield _sent_day(line)
    yield from _sent_unasked(sent, parts)


def _parts_sent(sent: SentComplaint) -> tuple[Part, ...]:
    """Return the parts of a complaint that was just sent, read once a request.

    Most complaints name nobody: then nothing is read.
    """
    read: dict[int, tuple[Part, ...]] = g.setdefault("parts_sent", {})
    if sent.id not in read:
        named = named_in(sent.said)
        read[sent.id] = runtime().read(complainant(sent.id), parts_of, sent.id) if named else ()
    return read[sent.id]


def _ways_sent(sent: SentComplaint) -> Iterator[AgencyWays]:
    return ways_at(_parts_sent(sent), sent.facts, [sent.story], runtime().now())


def _ways_followed(summary: CaseSummary) -> Iterator[AgencyWays]:
    parts = (followed.part for followed in summary.complaint.of(FOLLOWED_PARTS))
    return ways_at(parts, summary.complaint.facts, written_by_person(summary), summary.now)


def _first_reads(sent: SentComplaint) -> Mapping[str, Any] | None:
    """Return which agency gathers the answers, where several were named."""
    if not named_in(sent.said):
        return None
    return {"agency": runtime().agencies.agency(sent.facts.agency).name}


def _sent_day(line: PartLine) -> AgencyDay:
    return AgencyDay(
        key=line.part.number[-1],
        agency=line.agency,
        state=line.state,
        kind=line.kind,
        when=line.when,
        day=line.part.date.last_day if line.part.date is not None else None,
        note=gettext("Peut lire : %(what)s.", what=line.read),
    )


def _sent_unasked(sent: SentComplaint, parts: Iterable[Part]) -> Iterator[AgencyDay]:
    agencies = runtime().agencies.in_force.agencies
    asked = {code for part in parts for code in (part.agency, part.asked_of)}
    for named in named_in(sent.said):
        if named.agency in agencies and named.agency not in {*asked, sent.facts.agency}:
            note = gettext(
                "Cela n’a pas pu se faire au moment de l’envoi. Votre plainte est reçue. "
                "L’organisme qui l’a sait que vous avez nommé celui-ci, et décide s’il lui demande "
                "sa partie de la réponse."
            )
            name, state = agencies[named.agency].name, gettext("N’a pas sa partie")
            yield AgencyDay(named.agency, name, state, "plain", "", None, note)


ON_FOLLOWED = (
    AlsoAnswered(_sent_to),
    AlsoRecourses(_ways_sent, _ways_followed),
    PagePart(BELOW_DAYS, "joint_answers/_first_reads.html", _first_reads),
    MoreWritten(_named),
    ConsentsGiven(_consents),
    PagePart(ASKED, "joint_answers/_asked.html", _asked),
    PagePart(FIRST, "joint_answers/_named.html", _not_asked),
    PagePart(FIRST, "joint_answers/_agencies.html", _agencies),
    PagePart(BELOW_ANSWER, "joint_answers/_later_answers.html", _later_answers),
    MoreHistory(_histories, in_own_file=True),
    MoreDates(_dates),
    AlsoWrittenTo(_addressees),
    ToldWords(
        EntryKind.PART_ASKED,
        to_translate("Une partie a été demandée à un autre organisme"),
        to_whom,
    ),
    ToldWords(
        EntryKind.PART_AGREED,
        to_translate("Vous avez dit ce que l’autre organisme peut lire"),
        _what_is_read,
    ),
    ToldWords(
        EntryKind.PART_UNREAD,
        to_translate("Vous avez repris ce que cet organisme pouvait lire"),
        _unread,
    ),
    ToldWords(
        EntryKind.PART_BEGUN,
        to_translate("Un autre organisme répond à une partie"),
        _who_has_a_part,
        follows=True,
    ),
    ToldWords(
        EntryKind.PART_CALLED_OFF,
        to_translate("Un autre organisme ne répond plus à une partie"),
        _who_was_asked,
    ),
)
