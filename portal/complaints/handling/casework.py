"""What the complaints service does with a complaint, from first contact to closing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from msgspec import Struct

from portal.agencies.agency import hints_on
from portal.complaints import entries
from portal.complaints.dates import answer_dates, running_clocks
from portal.complaints.dates.running_clocks import leave_time_to_close, note_closed
from portal.complaints.events import Acted, AnswerBegun, Answered, Closed, RecourseTimed
from portal.complaints.handling.closing_gate import conclude, findings_in_words, refuse_incomplete
from portal.complaints.handling.contacting import imply_contact, make_contact, take_in_charge
from portal.complaints.handling.identity_told import refuse_naming
from portal.complaints.letters import letters
from portal.complaints.letters.holding import stop
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.case_file import issues_of
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.waiting_letters import unsent_letter
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import (
    Work,
    handlers_before_review,
    reached_posts,
    refuse_first_handler,
    require,
)
from portal.domain.category import Category
from portal.domain.complaint import Channel, FiledFrom, Status, is_own_motion
from portal.domain.conclusion import IssueFinding
from portal.domain.contact import Contact, SaidContact
from portal.domain.errors import (
    IncompleteError,
    NotItsTurnError,
    SameCategoryError,
    TransitionNotAllowedError,
)
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.handling.notices import Recourse
from portal.domain.history import EntryKind
from portal.domain.letter import LetterUse
from portal.domain.permissions import Permission, waits_for_its_turn
from portal.domain.remedy import is_individual
from portal.domain.substance import percent_of_its_own, words_of_its_own
from portal.domain.text import Language
from portal.domain.time.clock import working_days_between
from portal.domain.typed import is_blank
from portal.payload import Payload
from portal.words.letters.to_citizens import (
    Acknowledgement,
    AnswerReady,
    ComplaintClosed,
    Paused,
    Question,
    TakenInCharge,
    TimeToReopen,
)
from portal.words.letters.to_staff import ASSIGNED
from portal.words.small_words import foreign_passage
from portal.words.typography import full_stop, unbroken

_REACHED_BY: dict[str, Contact] = {
    Channel.PHONE: Contact.PHONE,
    Channel.COUNTER: Contact.IN_PERSON,
    Channel.EMAIL: Contact.EMAIL,
    Channel.POST: Contact.POST,
    Channel.SOCIAL: Contact.SOCIAL,
}


def record_first_contact(
    work: Work, complaint: ComplaintRecord, note: str = "", said: SaidContact | None = None
) -> None:
    """Take the complaint in charge: somebody spoke or wrote to the complainant in person.

    Where they are `said` to have been reached in some way, they are asked whether they were.
    """
    require(work, complaint, Permission.CONTACT)
    make_contact(work, complaint, said)
    if not is_blank(note):
        add_note(work, complaint, note)
    letters.to_citizen(work, complaint, TakenInCharge(asks=_is_asked(complaint, said)))


def take_in_charge_at_once(work: Work, complaint: ComplaintRecord) -> None:
    """Take in charge what the actor has just written down: one conversation makes one letter.

    That the complaint was received and that somebody has it stand in the same, unless it left.
    They were reached as the complaint came.
    """
    require(work, complaint, Permission.CONTACT)
    said = _said_at_receipt(complaint)
    take_in_charge(work, complaint, said)
    asks = _is_asked(complaint, said)
    received = unsent_letter(work.session, complaint.id, Acknowledgement.code)
    if received is None:
        letters.to_citizen(work, complaint, TakenInCharge(asks=asks))
        return
    promised = {key: kept for key, kept in received.params.items() if key != "first_contact_day"}
    received.params = promised | {"is_taken": True} | ({"asks": True} if asks else {})


def _said_at_receipt(complaint: ComplaintRecord) -> SaidContact | None:
    """Return how whoever was in touch as a complaint came was reached, by what it came by."""
    way = _REACHED_BY.get(complaint.channel)
    return SaidContact(way, complaint.received_at) if way else None


def _is_asked(complaint: ComplaintRecord, said: SaidContact | None) -> bool:
    """Tell whether the complainant is asked about a contact: of a part they have no page."""
    return said is not None and complaint.parent_id is None


def begin_study(work: Work, complaint: ComplaintRecord) -> None:
    """Say that the complaint is being looked into."""
    require(work, complaint, Permission.CONTACT)
    _move(complaint, Action.STUDY)
    work.record(complaint, EntryKind.STUDIED)


def assign(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    """Give the complaint to a member of its agency who may answer it, a review to another one."""
    require(work, complaint, Permission.ASSIGN)
    _refuse_ended(complaint, "assign")
    reached = reached_posts(work.session, complaint)
    members = members_who_may(work.session, Permission.ANSWER, complaint.agency, reached)
    if user_id not in {member.user_id for member in members}:
        raise IncompleteError("assignee")
    if user_id in work.staff.excluded:
        raise IncompleteError("concerned_person")
    if user_id in handlers_before_review(work, complaint):
        raise IncompleteError("another_person")
    complaint.assignee_id = user_id
    work.record(complaint, entries.Assigned(to=user_id))
    letters.to_assignee(work, complaint, ASSIGNED)


def add_note(work: Work, complaint: ComplaintRecord, body: str) -> None:
    """Add a note that only the agency sees; it moves no clock."""
    require(work, complaint, Permission.NOTE)
    if is_blank(body):
        raise IncompleteError("body")
    seq = work.record(complaint, EntryKind.NOTED, text=body)
    letters.add_message(work, complaint, "note", body, seq)


def add_note_to_each(
    work: Work,
    complaint: ComplaintRecord,
    body: str,
    numbers: Collection[str],
    *,
    is_naming_meant: bool = False,
) -> None:
    """Add a note to one of several complaints that all get it, by their `numbers`.

    Raise IdentitySaidError if it tells who complains in one of them, unless that is meant: it
    would stand in the files of the others.
    """
    if len(numbers) > 1 and not is_naming_meant:
        refuse_naming(body, whole_people(work.session, numbers))
    add_note(work, complaint, body)


def ask_complainant(
    work: Work, complaint: ComplaintRecord, body: str, pause: str | None = None
) -> None:
    """Ask the complainant a question; the promised date keeps running.

    It stops meanwhile only for `pause`, the code of a reason that the agency lists.
    """
    require(work, complaint, Permission.ASK)
    if is_blank(body):
        raise IncompleteError("body")
    if complaint.taken_in_charge_at is None:
        imply_contact(work, complaint)
    if complaint.status != Status.WAITING:
        _move(complaint, Action.ASK)
    work.features.happened(Acted(work, complaint))
    seq = work.record(complaint, EntryKind.ASKED, text=body)
    letters.add_message(work, complaint, "question", body, seq)
    stopped: Paused = answer_dates.pause_answer(work, complaint, pause) if pause else {}
    letters.to_citizen(work, complaint, Question(**stopped))


def reclassify(work: Work, complaint: ComplaintRecord, category: Category) -> None:
    """Change what the complaint is about; no clock moves.

    Raise SameCategoryError where it already is: the history would tell of a change that was none.
    """
    require(work, complaint, Permission.RECLASSIFY)
    _refuse_ended(complaint, "reclassify")
    before = complaint.category
    if before == category.code:
        raise SameCategoryError
    complaint.category, complaint.theme = category.code, category.theme
    complaint.unit = category.unit or complaint.unit
    work.record(
        complaint, entries.Reclassified(before=before, category=category.code, theme=category.theme)
    )


def answer(work: Work, complaint: ComplaintRecord, body: str) -> None:
    """Send the answer with the other recourses under it; it cannot leave without them.

    The parts that other agencies handed in go with it. The answer to such a part goes to whoever
    asked for it, and to the complainant directly once they were answered without it.

    Raise AnotherPersonNeededError for a review, if the actor handled the complaint before, and
    NotItsTurnError for the top authority before the complaint is with it.
    """
    tell_answer(work, complaint, record_answer(work, complaint, body))


class Recorded(Struct, frozen=True):
    """An answer in the history: its place there, and whether its complainant is written to now.

    `own_days` end times that run against them from this answer on.
    """

    seq: int
    goes_out: bool
    own_days: tuple[date, ...] = ()


def tell_answer(
    work: Work,
    complaint: ComplaintRecord,
    recorded: Recorded,
    *,
    closed: bool = False,
    **reopening: Unpack[TimeToReopen],
) -> None:
    """Write the letter of an answer, unless it goes to the agency that asked for it.

    Where the complaint was closed with it, the letter tells until when it may be taken up again.
    """
    if recorded.goes_out:
        full = complaint.full_answer_by_email
        answer = AnswerReady(
            recorded.seq, full, closed=closed, own_days=recorded.own_days, **reopening
        )
        letters.to_citizen(work, complaint, answer)


def record_answer(
    work: Work,
    complaint: ComplaintRecord,
    body: str,
    contact: str | None = None,
    *,
    is_thanks: bool = False,
) -> Recorded:
    """Answer without a letter of its own yet; return where it stands and whether it goes out.

    The history counts what a plain-language check says of it and how many words are its own, and
    tells by which `contact` a complaint was settled. Of what is no complaint the answer may be
    thanks: nothing is disagreed with, and no other recourse stands under them.
    """
    require(work, complaint, Permission.ANSWER)
    _refuse_before_turn(work, complaint, Permission.ANSWER)
    refuse_first_handler(work, complaint)
    if is_blank(body):
        raise IncompleteError("body")
    language: Language = "en" if complaint.language == "en" else "fr"
    recourses = () if is_thanks or is_own_motion(complaint) else work.advised.recourses
    stop(work, complaint)
    if complaint.taken_in_charge_at is None:
        imply_contact(work, complaint)
    _move(complaint, Action.ANSWER)
    work.features.happened(Acted(work, complaint))
    work.features.happened(AnswerBegun(work, complaint))
    in_time = running_clocks.meet_answer(work, complaint)
    running_clocks.note_intake_done(work, complaint)
    first = complaint.answered_at is None
    complaint.answered_at = work.now
    leave_time_to_close(work, complaint)
    written = body.strip() if is_thanks else written_answer(complaint, body, recourses, language)
    answered = Answered(work, complaint, written)
    work.features.happened(answered)
    seq = work.record(
        complaint,
        entries.Answered(
            first=first,
            in_time=in_time,
            level=complaint.level,
            working_days=_days(work, complaint.received_at),
            recourses=[recourse.code for recourse in recourses],
            first_promise_kept=answered.first_promise_kept,
            contact=contact,
            **_measured(work, complaint, body, language),
            **work.confirmation,
        ),
        text=answered.text,
    )
    letters.add_message(work, complaint, "answer", answered.text, seq)
    return Recorded(seq, answered.goes_out, () if is_thanks else _times_begun(work, complaint))


class _Measured(TypedDict):
    """What figures rest on of an answer: nothing of what it says."""

    hints: int
    substance: int
    own_words: int
    in_language: bool
    reply_by: str


def _measured(work: Work, complaint: ComplaintRecord, body: str, language: Language) -> _Measured:
    """Measure an answer against the models from which an officer may have begun."""
    agency = work.agencies.agency(complaint.agency)
    models = agency.letters.models(LetterUse.ANSWER, complaint.category)
    texts = [model.text.in_(language) for model in models]
    return _Measured(
        hints=hints_on(agency, body, language).count,
        substance=words_of_its_own(body, texts),
        own_words=percent_of_its_own(body, texts),
        in_language=not foreign_passage(body, language),
        reply_by=complaint.reply_by,
    )


def _times_begun(work: Work, complaint: ComplaintRecord) -> tuple[date, ...]:
    """Let the times of recourses begin that run from the answer; return the last days known."""
    timed = [
        RecourseTimed(work, complaint, recourse, work.now)
        for recourse in work.advised.recourses
        if recourse.within and complaint.parent_id is None and not is_own_motion(complaint)
    ]
    for event in timed:
        work.features.happened(event)
    return tuple(sorted({event.last_day for event in timed if event.last_day is not None}))


def written_answer(
    of: FiledFrom, body: str, recourses: tuple[Recourse, ...], language: Language
) -> str:
    """Return an answer as it is written down: with every other recourse of whoever complains.

    What the service finds by itself is a report, which has none.
    """
    if is_own_motion(of):
        return body.strip()
    return f"{body.strip()}\n\n{recourse_block(recourses, language)}"


def recourse_block(recourses: tuple[Recourse, ...], language: Language) -> str:
    """Return the paragraphs that name every other recourse; raise IncompleteError without any."""
    if not recourses:
        raise IncompleteError("recourse")
    title = {
        "fr": "Si cette réponse ne vous convient pas",
        "en": "If you disagree with this answer",
    }
    lines = [title[language]]
    for recourse in recourses:
        phone = recourse.phone and unbroken(recourse.phone)
        contact = " ".join(filter(None, (phone, recourse.link_in(language))))
        sentences = (
            recourse.body.in_(language),
            recourse.how.in_(language),
            recourse.deadline.in_(language),
        )
        lines.append(
            "- " + " ".join(full_stop(words) for words in sentences) + f" {contact}".rstrip()
        )
    return "\n".join(lines)


def close(
    work: Work,
    complaint: ComplaintRecord,
    findings: tuple[IssueFinding, ...],
    *,
    language_shown: bool = False,
    told: Sequence[Payload] = (),
) -> None:
    """Close an answered complaint, with a finding and reasons for each of its issues.

    Raise IncompleteError naming everything that is missing: see `closing_gate`. An answer of which
    nothing was counted may be closed on once `language_shown` tells that its check was shown. The
    history tells what it is `told` by whoever closes it in a way of their own.
    """
    reopening = record_closing(work, complaint, findings, language_shown=language_shown, told=told)
    if complaint.parent_id is None:
        # Of several agencies only the one that has the complaint closes it for its complainant.
        letters.to_citizen(work, complaint, ComplaintClosed(**reopening))


def record_closing(
    work: Work,
    complaint: ComplaintRecord,
    findings: tuple[IssueFinding, ...],
    *,
    language_shown: bool = False,
    told: Sequence[Payload] = (),
) -> TimeToReopen:
    """Close without a letter of its own yet; return what that has to tell of taking it up again."""
    require(work, complaint, Permission.CLOSE)
    _refuse_before_turn(work, complaint, Permission.CLOSE)
    issues = issues_of(work.session, complaint.id)
    by_issue = {finding.issue_id: finding for finding in findings}
    refuse_incomplete(work, complaint, issues, by_issue, language_shown=language_shown)
    stop(work, complaint)
    _move(complaint, Action.CLOSE)
    for issue in issues:
        conclude(work, complaint, issue, by_issue[issue.id])
    complaint.finding = by_issue[issues[0].id].finding.value
    complaint.is_open, complaint.closed_at = False, work.now
    note_closed(work, complaint)
    running_clocks.end_all(work, complaint)
    concluded = findings_in_words(issues, by_issue, complaint.language)
    seq = work.record(
        complaint,
        entries.Closed(
            finding=complaint.finding,
            findings=[by_issue[issue.id].finding.value for issue in issues],
            criteria=sorted({code for issue in issues for code in by_issue[issue.id].criteria}),
            measures=sum(bool((issue.measure or "").strip()) for issue in issues),
            remedied=is_individual(by_issue[issue.id].given for issue in issues),
            level=complaint.level,
            working_days=_days(work, complaint.received_at),
            **work.confirmation,
        ).having(*told),
        text=concluded,
    )
    letters.add_message(work, complaint, "conclusion", concluded, seq)
    closed = Closed(work, complaint)
    work.features.happened(closed)
    return closed.reopening


def _refuse_before_turn(work: Work, complaint: ComplaintRecord, permission: Permission) -> None:
    """Raise NotItsTurnError where only the top authority acts, and the complaint is not with it."""
    is_below = complaint.level < len(work.advised.path)
    if is_below and waits_for_its_turn(work.acting, permission, complaint.agency):
        raise NotItsTurnError


def _refuse_ended(complaint: ComplaintRecord, action: str) -> None:
    if not Status(complaint.status).is_open:
        raise TransitionNotAllowedError(complaint.status, action)


def _move(complaint: ComplaintRecord, action: Action) -> None:
    complaint.status = status_after(Status(complaint.status), action).value


def _days(work: Work, since: datetime) -> int:
    return working_days_between(since, work.acted_at, work.advised.calendar)
