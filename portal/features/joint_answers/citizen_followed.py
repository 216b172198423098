"""Several agencies on the page of one complaint: a line for each, and the review of one's answer.

Each has its own date and its own history there; the complaint and the other parts stay as they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from portal.auth.access import public
from portal.complaints.queries.followed import ToldEntry
from portal.db import Session
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import is_overdue
from portal.features.joint_answers.actions_ending import review_part
from portal.features.joint_answers.pages import agreed_words, part_lines, read_words
from portal.features.joint_answers.queries import FOLLOWED_PARTS, FollowedPart, parts_of
from portal.features.joint_answers.rules import PartAgreed, PartAsked, PartBegun, read_unanswered
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import (
    BELOW_ANSWER,
    FIRST,
    Addressee,
    AlsoWrittenTo,
    MoreHistory,
    MoreWritten,
    PagePart,
)
from portal.pages.citizen.follow import REASON_FIELD, follows
from portal.pages.current import current_language, filled, gettext, runtime
from portal.pages.features import Pages
from portal.pages.filters import marked_text
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.own_fields import ONCE_FIELD
from portal.pages.shown.history_words import (
    Around,
    Happened,
    NamesAgency,
    ToldWords,
    to_whom,
    told_day,
    worded_history,
)
from portal.pages.shown.written import WrittenLine
from portal.words.catalogue import to_translate

pages = Pages("citizen")

_REVIEW = {
    "fr": "/suivi/<number>/organismes/<int:part_id>/revision",
    "en": "/follow/<number>/agencies/<int:part_id>/review",
}
# What stands in the history of both agencies is told once.
_TOLD_BY_THE_FIRST = frozenset({EntryKind.PART_AGREED, EntryKind.PART_CALLED_OFF})


# A line for each agency.


def _agencies(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return a line for each other agency, and what each asks, or lets one ask."""
    parts = summary.complaint.of(FOLLOWED_PARTS)
    if not parts:
        return None
    reviews = {followed.part.id: _review(followed, summary) for followed in parts}
    facts, contact = summary.complaint.facts, summary.complaint.contact
    return {
        "contact_goes": bool(read_unanswered(facts.channel, contact.reply_by)),
        "agencies": part_lines((followed.part for followed in parts), is_mine=True),
        "questions": _entries((followed, followed.question) for followed in parts),
        "reviews": {part_id: review for part_id, review in reviews.items() if review is not None},
    }


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
        if around := _around(followed, summary):
            by = marked_text(runtime().agencies.agency(followed.part.agency).name)
            own = (entry for entry in followed.history if entry.kind not in _TOLD_BY_THE_FIRST)
            for line in worded_history(own, around):
                yield replace(_handed_in(line, followed), by=by)


def _around(followed: FollowedPart, summary: CaseSummary) -> Around | None:
    """Return the way up of a part and its recourses, by the rules that it came under."""
    facts, release_id = followed.facts, followed.part.release_id
    if facts is None or release_id is None:
        return None
    rules = runtime().agencies.under(facts.agency, release_id).consult()
    return Around(rules.escalation_path(facts), rules.recourses(facts, summary.now))


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


# The agency that was named when it was filed.


def _named(summary: CaseSummary) -> Iterator[WrittenLine]:
    """Yield which other agency was named, by what it is concerned, and what it may read."""
    named = summary.complaint.as_filed.answers.get("other_agency") or {}
    agency = runtime().agencies.in_force.agencies.get(named.get("agency", ""))
    name = agency.name.in_(current_language()) if agency else named.get("agency", "")
    yield WrittenLine(gettext("Un autre organisme"), name)
    yield WrittenLine(gettext("Ce qui le concerne"), named.get("about", ""), by_person=True)
    if name:
        yield WrittenLine(gettext("Ce qu’il pourra lire"), read_words(named.get("reads", ())))


def _not_asked(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return which other agency was named, while it may be asked for its part and was not."""
    code = (summary.complaint.as_filed.answers.get("other_agency") or {}).get("agency", "")
    agency = runtime().agencies.in_force.agencies.get(code)
    asked = {followed.part.agency for followed in summary.complaint.of(FOLLOWED_PARTS)}
    if agency is None or code in {*asked, summary.agency.code} or not summary.is_owed_an_answer:
        return None
    return {"agency": agency.name}


ON_FOLLOWED = (
    MoreWritten(_named),
    PagePart(FIRST, "joint_answers/_named.html", _not_asked),
    PagePart(FIRST, "joint_answers/_agencies.html", _agencies),
    PagePart(BELOW_ANSWER, "joint_answers/_later_answers.html", _later_answers),
    MoreHistory(_histories),
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
        EntryKind.PART_BEGUN,
        to_translate("Un autre organisme répond à une partie"),
        _who_has_a_part,
    ),
    ToldWords(
        EntryKind.PART_CALLED_OFF,
        to_translate("Un autre organisme ne répond plus à une partie"),
        _who_was_asked,
    ),
)


# The review of one agency's answer.


@localized(pages, **_REVIEW)
@public
@follows
def part_review(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Ask why one agency's answer is to be reviewed, or say that the time for it is over."""
    summary = opened_summary(number, complaint_id)
    followed = _followed(summary, part_id)
    if followed.part.given_at is None or followed.part.is_reviewed:
        return redirect(url_for(".followed", number=number), 303)
    return _page(summary, followed, Problems(), "")


@localized(pages, **_REVIEW, methods=["POST"])
@public
@follows
def ask_part_review(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Hand that answer to the agency's next level, once; what was typed is never lost."""
    summary, reason = opened_summary(number, complaint_id), typed_text(REASON_FIELD)
    followed, problems = _followed(summary, part_id), Problems([REASON_FIELD])
    problems.check_text(REASON_FIELD, reason, gettext("Dites pourquoi vous le demandez"))
    if problems:
        return _page(summary, followed, problems, reason), 422
    once = f"{complaint_id}-{part_id}-{request.form.get(ONCE_FIELD, '')}"[:40]
    act = partial(review_part, reason=reason, once=once)
    try:
        runtime().change(complainant(complaint_id), followed.part.number, act)
    except (ClockRunOutError, TransitionNotAllowedError):
        summary = opened_summary(number, complaint_id)
        return _page(summary, _followed(summary, part_id), Problems(), reason), 409
    flash(gettext("Votre demande de révision est envoyée. Les autres réponses restent."))
    return redirect(url_for(".followed", number=number), 303)


def _followed(summary: CaseSummary, part_id: int) -> FollowedPart:
    parts = summary.complaint.of(FOLLOWED_PARTS)
    begun = {followed.part.id: followed for followed in parts if followed.facts is not None}
    if part_id not in begun:
        abort(404)
    return begun[part_id]


def _review(followed: FollowedPart, summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return until when the review of a part's answer may be asked for now, and who does it."""
    level = followed.part.level or 0
    around = _around(followed, summary) if _is_in_time(followed, summary) else None
    if around is None or level >= len(around.path):
        return None
    until = followed.ask_again.last_day if followed.ask_again is not None else None
    is_further = level + 1 < len(around.path)
    return {"by": around.path[level], "is_further": is_further, "until": until}


def _is_in_time(followed: FollowedPart, summary: CaseSummary) -> bool:
    """Tell whether the time for it runs: the part's own, or the whole's where it has none."""
    if followed.part.given_at is None or followed.part.status != Status.CLOSED:
        return followed.part.given_at is not None and followed.part.status == Status.ANSWERED
    if followed.had_time:
        own = followed.ask_again
        return own is not None and not is_overdue(own.due_at, summary.now)
    return summary.status.is_open or summary.may_be_reopened


def _page(summary: CaseSummary, followed: FollowedPart, problems: Problems, reason: str) -> str:
    review, around = _review(followed, summary), _around(followed, summary)
    return render_template(
        "joint_answers/part_review.html",
        number=summary.complaint.facts.number,
        agency=runtime().agencies.agency(followed.part.agency),
        part=followed.part,
        review=review,
        recourses=around.recourses if around and not review else (),
        problems=problems,
        reason=reason,
        longest=LONGEST_STORY,
        once=request.form.get(ONCE_FIELD) or secrets.token_urlsafe(12),
    )
