"""The review of one agency's answer among several: the complaint and the other parts stay."""

from __future__ import annotations

import secrets
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.domain.recourse import Recourse
from portal.features.joint_answers.follow_part import consulted, reviews
from portal.features.joint_answers.followed import FOLLOWED_PARTS, FollowedPart
from portal.features.joint_answers.reviewing import review_part
from portal.pages.citizen.case_summary import Standing, opened_standing
from portal.pages.citizen.checks import LONGEST_STORY, REASON_FIELD, reason_problems
from portal.pages.citizen.followers import ONCE_FIELD, follows
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("citizen")

_ADDRESSES = {
    "fr": "/suivi/<number>/organismes/<int:part_id>/revision",
    "en": "/follow/<number>/agencies/<int:part_id>/review",
}


@localized(pages, **_ADDRESSES)
@public
@follows
def part_review(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Ask why one agency's answer is to be reviewed, or say that the time for it is over."""
    standing = opened_standing(number, complaint_id)
    found = _part(standing, part_id)
    if found.part.given_at is None or found.part.is_reviewed:
        return redirect(url_for(".followed", number=number), 303)
    return _page(standing, found, Problems(), "")


@localized(pages, **_ADDRESSES, methods=["POST"])
@public
@follows
def ask_part_review(number: str, complaint_id: int, part_id: int) -> ResponseReturnValue:
    """Hand that answer to the agency's next level, once; what was typed is never lost."""
    standing, reason = opened_standing(number, complaint_id), typed_text(REASON_FIELD)
    found, problems = _part(standing, part_id), Problems([REASON_FIELD])
    reason_problems(problems, reason)
    if problems:
        return _page(standing, found, problems, reason), 422
    once = f"{complaint_id}-{part_id}-{request.form.get(ONCE_FIELD, '')}"[:40]
    act = partial(review_part, reason=reason, once=once)
    try:
        runtime().change(complainant(complaint_id), found.part.number, act)
    except (ClockRunOutError, TransitionNotAllowedError):
        standing = opened_standing(number, complaint_id)
        return _page(standing, _part(standing, part_id), Problems(), reason), 409
    flash(gettext("Votre demande de révision est envoyée. Les autres réponses restent."))
    return redirect(url_for(".followed", number=number), 303)


def _part(standing: Standing, part_id: int) -> FollowedPart:
    parts = standing.complaint.of(FOLLOWED_PARTS)
    found = next((one for one in parts if one.part.id == part_id), None)
    if found is None or found.facts is None:
        abort(404)
    return found


def _page(standing: Standing, found: FollowedPart, problems: Problems, reason: str) -> str:
    review = reviews(standing).get(found.part.id)
    return render_template(
        "joint_answers/part_review.html",
        number=standing.complaint.facts.number,
        agency=runtime().agencies.agency(found.part.agency),
        part=found.part,
        review=review,
        recourses=() if review is not None else _recourses(standing, found),
        problems=problems,
        reason=reason,
        longest=LONGEST_STORY,
        once=request.form.get(ONCE_FIELD) or secrets.token_urlsafe(12),
    )


def _recourses(standing: Standing, found: FollowedPart) -> tuple[Recourse, ...]:
    asked = consulted(found)
    if asked is None or found.facts is None:
        return ()
    return asked.recourses(found.facts, standing.now)
