"""What a complainant decides about a part: what its agency may read, and the review of its answer.

They choose field by field once an agency is asked for its part; of those that they name when they
file, then. Nothing is ticked beforehand. What the agency is asked reaches it in any case, and the
page says so. Each agency's answer is reviewed by itself; the rest stays as it is.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import public
from portal.complaints.handling.following import NewDate, review_ahead
from portal.complaints.planning import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.actions import agree, let_read, plan_for_part
from portal.features.joint_answers.actions_ending import review_part
from portal.features.joint_answers.citizen_followed import around_of, review_of
from portal.features.joint_answers.pages import part_lines, read_words
from portal.features.joint_answers.queries import FOLLOWED_PARTS, FollowedPart, Part, parts_of
from portal.features.joint_answers.rules import Shared, read_unanswered
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.follow import REASON_FIELD, follows
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.own_fields import ONCE_FIELD, SHOWN_FIELD
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD, EVERYTHING = "quoi", "tout"

CHOICES: dict[str, str] = {
    Shared.STORY: to_translate("Mon récit"),
    Shared.NAME: to_translate("Mon nom"),
    Shared.CONTACT: to_translate("Mes coordonnées"),
    Shared.DOCUMENTS: to_translate("Mes documents"),
}

_ADDRESSES = {
    "fr": "/suivi/<number>/organismes/<int:part_id>",
    "en": "/follow/<number>/agencies/<int:part_id>",
}
_REVIEW = {
    "fr": "/suivi/<number>/organismes/<int:part_id>/revision",
    "en": "/follow/<number>/agencies/<int:part_id>/review",
}


# Once an agency is asked for its part.


class ChosenPart(Struct, frozen=True):
    """A part as its complainant opens it: what they may still choose that its agency reads.

    While it waits for that, `plan` is what the agency would promise if it had its part now. How
    the complaint came, and how its complainant is reached, tell what is read without a choice.
    """

    number: str
    part: Part
    offered: list[str]
    plan: FilingPlan | None
    channel: str
    reply_by: str
    language: str


@localized(pages, **_ADDRESSES)
@public
@follows
def part(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Ask what an agency may read of the complaint, or what more."""
    chosen = _opened(number, complaint_id, part_id)
    if not chosen.offered or not chosen.part.is_awaited:
        return redirect(url_for(".followed", number=number), 303)
    return _page(chosen, Problems())


@localized(pages, **_ADDRESSES, methods=["POST"])
@public
@follows
def choose_what_is_read(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Let the part begin with what was chosen, or let more be read; sent twice, done once."""
    chosen = _opened(number, complaint_id, part_id)
    ticked = [field for field in request.form.getlist(FIELD) if field in chosen.offered]
    fields = chosen.offered if EVERYTHING in request.form else ticked
    if chosen.plan is None and not fields:
        problems = Problems([FIELD])
        problems.add(FIELD, gettext("Choisissez ce que l’organisme peut lire"))
        return _page(chosen, problems), 422
    act = partial(let_read, part_id=part_id, fields=fields)
    done = gettext("C’est fait. L’organisme peut le lire maintenant.")
    if chosen.plan is not None:
        act = partial(agree, part_id=part_id, fields=fields, plan=chosen.plan)
        done = gettext("C’est fait. L’organisme a sa partie de votre plainte.")
    try:
        runtime().change(complainant(complaint_id), number, act)
    except TransitionNotAllowedError:
        done = gettext("C’était déjà fait. Voici où en est votre plainte.")
    flash(done)
    return redirect(url_for(".followed", number=number), 303)


def _opened(number: str, complaint_id: int, part_id: int) -> ChosenPart:
    portal = runtime()
    with portal.reading(complainant(complaint_id)) as session:
        complaint = complaint_by_number(session, number)
        part = next((part for part in parts_of(session, complaint_id) if part.id == part_id), None)
    if part is None:
        abort(404)
    plan = None
    if part.waits_for_choice:
        asked = (part.agency, part.asked, part.category)
        plan = plan_for_part(portal.agencies, complaint, *asked, portal.now())
    offered = [field.value for field in Shared if field not in (part.agreed or ())]
    return ChosenPart(
        number, part, offered, plan, complaint.channel, complaint.reply_by, complaint.language
    )


def _page(chosen: ChosenPart, problems: Problems) -> str:
    (line,) = part_lines([chosen.part], is_mine=True)
    return render_template(
        "joint_answers/part.html",
        number=chosen.number,
        line=line,
        part=chosen.part,
        complaint_language=chosen.language,
        answer=chosen.plan and chosen.plan.clock(ClockKind.ANSWER),
        by_people=Shared.CONTACT in chosen.offered and ReplyBy(chosen.reply_by).by_people,
        contact_goes=bool(read_unanswered(chosen.channel, chosen.reply_by)),
        already=read_words(chosen.part.agreed or ()),
        choices=choices_of(chosen.offered),
        chosen=request.form.getlist(FIELD),
        problems=problems,
    )


def choices_of(fields: Iterable[str]) -> list[tuple[str, str]]:
    """Return what an agency may be let read, as a form offers it."""
    return [(field, gettext(CHOICES[field])) for field in fields]


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
    return _review_page(summary, followed, Problems(), "")


@localized(pages, **_REVIEW, methods=["POST"])
@public
@follows
def ask_part_review(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Hand that answer to the agency's next level, once; what was typed is never lost."""
    summary, reason = opened_summary(number, complaint_id), typed_text(REASON_FIELD)
    followed, problems = _followed(summary, part_id), Problems([REASON_FIELD])
    problems.check_text(REASON_FIELD, reason, gettext("Dites pourquoi vous le demandez"))
    if problems:
        return _review_page(summary, followed, problems, reason), 422
    shown = request.form.get(SHOWN_FIELD, "")
    if shown and review_of(followed, summary) and shown != _mark(_ahead(followed, summary)):
        return _review_page(summary, followed, problems, reason, moved=True), 409
    once = f"{complaint_id}-{part_id}-{request.form.get(ONCE_FIELD, '')}"[:40]
    act = partial(review_part, reason=reason, once=once)
    try:
        runtime().change(complainant(complaint_id), followed.part.number, act)
    except (ClockRunOutError, TransitionNotAllowedError):
        summary = opened_summary(number, complaint_id)
        return _review_page(summary, _followed(summary, part_id), Problems(), reason), 409
    flash(gettext("Votre demande de révision est envoyée. Les autres réponses restent."))
    return redirect(url_for(".followed", number=number), 303)


def _followed(summary: CaseSummary, part_id: int) -> FollowedPart:
    parts = summary.complaint.of(FOLLOWED_PARTS)
    begun = {followed.part.id: followed for followed in parts if followed.facts is not None}
    if part_id not in begun:
        abort(404)
    return begun[part_id]


def _ahead(followed: FollowedPart, summary: CaseSummary) -> NewDate | None:
    """Return who would review a part's answer now, and by when."""
    owner = complainant(summary.complaint.id)
    return runtime().foresee(owner, followed.part.number, review_ahead)


def _mark(ahead: NewDate | None) -> str:
    return ahead.mark if ahead is not None else ""


def _review_page(
    summary: CaseSummary,
    followed: FollowedPart,
    problems: Problems,
    reason: str,
    *,
    moved: bool = False,
) -> str:
    review, around = review_of(followed, summary), around_of(followed, summary)
    ahead = _ahead(followed, summary) if review else None
    return render_template(
        "joint_answers/part_review.html",
        number=summary.complaint.facts.number,
        agency=runtime().agencies.agency(followed.part.agency),
        part=followed.part,
        review=review if ahead is not None else None,
        ahead=ahead,
        shown=_mark(ahead),
        moved=moved,
        recourses=around.recourses if around and ahead is None else (),
        problems=problems,
        reason=reason,
        longest=LONGEST_STORY,
        once=request.form.get(ONCE_FIELD) or secrets.token_urlsafe(12),
    )
