"""Praise and suggestions reach the people whom they concern, and are thanked for.

The officer chooses the words; who wrote them is told to nobody, unless they agreed. Their person
learns to whom they went. An answer is owed as before, at the same date, unless the thanks are it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from portal.complaints import entries
from portal.complaints.dates.running_clocks import end_all, note_closed, pending_clock
from portal.complaints.events import Closed
from portal.complaints.handling import casework
from portal.complaints.handling.identity_told import note_told_to
from portal.complaints.letters import letters
from portal.complaints.queries.accounts import Candidate, candidates, names_of
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require, require_complainant
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.handling.escalation import Path
from portal.domain.handling.lifecycle import Action, status_after
from portal.domain.nature import Nature
from portal.domain.permissions import Permission
from portal.domain.text import Language
from portal.domain.time.clock import ANSWERING, ClockKind, working_days_between
from portal.domain.typed import is_blank
from portal.features.nature.letters import PRAISE_FOR_YOU, SUGGESTION_FOR_YOU, Thanks
from portal.features.nature.queries import nature_of
from portal.features.nature.records import PassedOnRecord
from portal.features.nature.rules import THANKED_FOR, PassedOn
from portal.words.catalogue import gettext_in, to_translate
from portal.words.letters.to_citizens import TimeToReopen

THANKS = "thanks"
"""The kind of the text that thanks."""

_PASSED_ON_TO = to_translate("Nous avons transmis votre message à : %(who)s.")


class Recipient(Struct, frozen=True):
    """Somebody to whom words may go: a person, or whoever works at a post."""

    value: str
    name: str
    post: str | None
    members: tuple[Member, ...]
    names: tuple[str, ...] = ()
    """Of a post, the names of those who work there."""


def may_end(complaint: Any) -> bool:
    """Tell whether thanks can be the answer to what is no complaint: none was given yet."""
    return bool(complaint.is_open) and complaint.answered_at is None and complaint.parent_id is None


def recipients(work: Work, complaint: ComplaintRecord) -> list[Recipient]:
    """Return to whom words may go: the posts of the way up, then the people, by name."""
    return recipients_of(work, complaint.agency, work.advised.path, _language(complaint))


def recipients_of(work: Work, agency: str, path: Path, language: Language) -> list[Recipient]:
    """Return the posts of an agency and its people, with whom a letter reaches."""
    staff = work.staff.excluding(())
    at_posts = {step.to: tuple(staff.with_post(work.session, agency, step.to)) for step in path}
    known = names_of(work.session, (one.user_id for at in at_posts.values() for one in at))
    posts = [
        Recipient(
            f"post:{step.to}",
            step.title.in_(language),
            step.to,
            at_posts[step.to],
            tuple(known[one.user_id] for one in at_posts[step.to] if one.user_id in known),
        )
        for step in path
    ]
    titles = {step.to: step.title.in_(language) for step in path}
    everybody = candidates(work.session, agency)
    people_named = Counter(person.name for person in everybody)
    people = [
        Recipient(
            f"user:{person.user_id}",
            _told_apart(person, people_named, titles),
            None,
            tuple(staff.working_as(work.session, agency, person.user_id)),
        )
        for person in everybody
    ]
    return [recipient for recipient in (*posts, *people) if recipient.members]


def pass_on(
    work: Work,
    complaint: ComplaintRecord,
    to: Collection[str],
    words: str,
    thanks: str,
    *,
    are_the_answer: bool = False,
    is_naming_meant: bool = False,
) -> None:
    """Hand words of praise or of a suggestion to people of the agency, and thank its person.

    Raise IncompleteError naming what is missing, TransitionNotAllowedError for what is held to be
    something else, or was answered where the thanks are to be the answer, and IdentitySaidError
    where the words say who wrote them, unless they agreed to it.
    """
    require_complainant(complaint)
    require(work, complaint, Permission.CONTACT)
    nature = nature_of(work.session, complaint.id)
    if nature not in THANKED_FOR or (are_the_answer and not may_end(complaint)):
        raise TransitionNotAllowedError(complaint.status, "pass_on")
    chosen = [one for one in recipients(work, complaint) if one.value in to]
    _refuse_incomplete(work, complaint, chosen, words, thanks, are_the_answer=are_the_answer)
    members = {member.user_id: member for one in chosen for member in one.members}
    note_told_to(work, complaint, words, members.values(), is_meant=is_naming_meant)
    _hand(work, complaint, nature, sorted(members), words)
    _tell(work, complaint, nature, list(members.values()))
    posts = [one.post for one in chosen if one.post is not None]
    told = PassedOn(nature, sorted(members), posts, are_the_answer)
    _thank(work, complaint, told, thanked_in(complaint, thanks, chosen))


def thanked_in(complaint: Any, thanks: str, chosen: Sequence[Recipient]) -> str:
    """Return thanks as their reader gets them: with to whom the message went, in their language."""
    by_name = {one.name for one in chosen if one.post is None}
    who = ", ".join(_who_is_told(one, by_name) for one in chosen)
    passed_on = gettext_in(_language(complaint), _PASSED_ON_TO, who=who)
    return f"{thanks.strip()}\n\n{passed_on}"


def _told_apart(person: Candidate, named: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """Return the name of a person, with what they do where another has the same name."""
    posts = [titles.get(post, post) for post in person.posts]
    if named[person.name] == 1 or not posts:
        return person.name
    return f"{person.name} ({', '.join(posts)})"


def _who_is_told(one: Recipient, named_already: Collection[str]) -> str:
    """Return a person, or a post with those who work there and are not named by themselves."""
    names = [name for name in one.names if name not in named_already]
    return f"{one.name} ({', '.join(names)})" if names else one.name


def _language(complaint: Any) -> Language:
    return "en" if complaint.language == "en" else "fr"


def _refuse_incomplete(
    work: Work,
    complaint: ComplaintRecord,
    chosen: Sequence[Recipient],
    words: str,
    thanks: str,
    *,
    are_the_answer: bool,
) -> None:
    reader = work.agencies.agency(complaint.agency).settings.second_reader
    is_read = reader is not None and reader.reads(complaint.category)
    missing = [] if chosen else ["passed_on_to"]
    missing += ["passed_on_words"] if is_blank(words) else []
    missing += [THANKS] if is_blank(thanks) else []
    missing += ["thanks_read_first"] if are_the_answer and is_read else []
    if missing:
        raise IncompleteError(*missing)


def _hand(
    work: Work, complaint: ComplaintRecord, nature: Nature, people: Sequence[int], words: str
) -> None:
    for user_id in people:
        work.session.add(
            PassedOnRecord(
                complaint_id=complaint.id,
                agency=complaint.agency,
                user_id=user_id,
                nature=nature.value,
                at=work.now,
                words=words.strip(),
            )
        )
    work.session.flush()


def _tell(
    work: Work, complaint: ComplaintRecord, nature: Nature, members: Sequence[Member]
) -> None:
    if nature is Nature.PRAISE:
        letters.to_members(work, complaint, members, PRAISE_FOR_YOU)
    else:
        letters.to_members(work, complaint, members, SUGGESTION_FOR_YOU)


def _thank(work: Work, complaint: ComplaintRecord, told: PassedOn, thanks: str) -> None:
    """Write the thanks down and their letter, which tells what is still owed."""
    if not told.are_the_answer:
        letters.record_text(work, complaint, told, THANKS, thanks)
        letters.to_citizen(work, complaint, Thanks(answer_day=_day_owed(work, complaint)))
        return
    casework.record_answer(work, complaint, thanks, is_thanks=True)
    work.record(complaint, told)
    reopening = _close(work, complaint)
    letters.to_citizen(work, complaint, Thanks(are_the_answer=True, **reopening))


def _day_owed(work: Work, complaint: ComplaintRecord) -> date | None:
    """Return by when an answer comes, where one is owed by a day."""
    if not Status(complaint.status).is_unanswered:
        return None
    kinds = (ClockKind(kind) for kind in ANSWERING)
    clocks = (pending_clock(work, complaint, kind) for kind in kinds)
    return next((clock.last_day for clock in clocks if clock is not None), None)


def _close(work: Work, complaint: ComplaintRecord) -> TimeToReopen:
    """Close what was answered with thanks: nothing was complained of, and nothing is found."""
    require(work, complaint, Permission.CLOSE)
    complaint.status = status_after(Status(complaint.status), Action.CLOSE).value
    complaint.is_open, complaint.closed_at = False, work.now
    note_closed(work, complaint)
    end_all(work, complaint)
    work.record(
        complaint,
        entries.Closed(
            finding=None,
            findings=[],
            criteria=[],
            measures=0,
            level=complaint.level,
            working_days=working_days_between(
                complaint.received_at, work.acted_at, work.advised.calendar
            ),
            **work.confirmation,
        ),
    )
    closed = Closed(work, complaint)
    work.features.happened(closed)
    return closed.reopening
