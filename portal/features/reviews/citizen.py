"""Asking again after an answer: to take the complaint up again, or for somebody else's review.

What can no longer be asked for is refused with what is left, and with what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.handling.following import NewDate
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action
from portal.domain.history import EntryKind
from portal.features.reviews.actions import ask_for_review, dates_ahead, reopen
from portal.pages.actions.engine import Act
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import BESIDE_MESSAGE, NOT_SETTLED, PagePart
from portal.pages.citizen.follow import REASON_FIELD, follows, mark, sent_mark
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.own_fields import SHOWN_FIELD
from portal.pages.shown.history_words import ToldWords, told_new_date
from portal.words.catalogue import to_translate

pages = Pages("citizen")

WAY_FIELD = "voie"

WAYS = {"reprise": Action.REOPEN, "revision": Action.ASK_REVIEW}
_ACTS: dict[Action, Act] = {Action.REOPEN: reopen, Action.ASK_REVIEW: ask_for_review}
_DONE = {
    Action.REOPEN: to_translate("Votre plainte est reprise. Elle est de nouveau à l’étude."),
    Action.ASK_REVIEW: to_translate(
        "Votre demande de révision est envoyée. Une autre personne révise la réponse."
    ),
}


@localized(pages, fr="/suivi/<number>/reprendre", en="/follow/<number>/again")
@public
@follows
def again(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask what the person wants and why, or say that the time for it is over."""
    summary = opened_summary(number, complaint_id)
    if summary.ways_to_ask_again:
        return _page(summary, Problems(), summary.complaint.said_against)
    if summary.status.is_open or summary.is_undisputed:
        return redirect(url_for(".followed", number=number), 303)
    return _over(summary, "")


@localized(pages, fr="/suivi/<number>/reprendre", en="/follow/<number>/again", methods=["POST"])
@public
@follows
def ask_again(number: str, complaint_id: int) -> ResponseReturnValue:
    """Do what is asked for, once; what was typed is there again where it cannot be done."""
    reason, way = typed_text(REASON_FIELD), WAYS.get(request.form.get(WAY_FIELD, ""))
    problems = _problems(way, reason)
    if problems or way is None or _has_moved(number, complaint_id, way):
        summary = opened_summary(number, complaint_id)
        if not summary.ways_to_ask_again:
            return _over(summary, reason), 409
        return _page(summary, problems, reason, moved=not problems), 422 if problems else 409
    try:
        act = partial(_ACTS[way], reason=reason, once=sent_mark(complaint_id, reason))
        runtime().change(complainant(complaint_id), number, act)
    except (ClockRunOutError, TransitionNotAllowedError):
        return _over(opened_summary(number, complaint_id), reason), 409
    flash(gettext(_DONE[way]))
    return redirect(url_for(".followed", number=number), 303)


def _problems(way: Action | None, reason: str) -> Problems:
    problems = Problems([WAY_FIELD, REASON_FIELD])
    if way is None:
        problems.add(WAY_FIELD, gettext("Choisissez ce que vous demandez"))
    problems.check_text(REASON_FIELD, reason, gettext("Dites pourquoi vous le demandez"))
    return problems


def _has_moved(number: str, complaint_id: int, way: Action) -> bool:
    """Tell whether another date would be promised by now, or by somebody else, than was shown."""
    shown = request.form.get(SHOWN_FIELD, "")
    now = _ahead(number, complaint_id).get(way)
    return bool(shown) and now is not None and _mark(way, now) not in shown.split(", ")


def _ahead(number: str, complaint_id: int) -> Mapping[Action, NewDate]:
    return runtime().foresee(complainant(complaint_id), number, dates_ahead)


def _mark(way: Action, ahead: NewDate) -> str:
    return f"{way} {ahead.mark}"


def _page(summary: CaseSummary, problems: Problems, reason: str, *, moved: bool = False) -> str:
    ahead = _ahead(summary.complaint.facts.number, summary.complaint.id)
    shown = {
        "ahead": {code: ahead[way] for code, way in WAYS.items() if way in ahead},
        "shown": ", ".join(_mark(way, day) for way, day in ahead.items()),
        "moved": moved,
    }
    return _rendered("again", summary, reason, problems=problems, way=_way(summary), **shown)


def _way(summary: CaseSummary) -> str:
    """Return the way that was chosen, or the only one there is."""
    open_ways = [code for code, way in WAYS.items() if way in summary.ways_to_ask_again]
    chosen = request.values.get(WAY_FIELD, "")
    only = open_ways[0] if len(open_ways) == 1 else ""
    return chosen if chosen in open_ways else only


def _over(summary: CaseSummary, reason: str) -> str:
    return _rendered("again_over", summary, reason)


def _rendered(template: str, summary: CaseSummary, reason: str, **shown: Any) -> str:
    return render_template(
        f"reviews/{template}.html",
        summary=summary,
        number=summary.complaint.facts.number,
        reason=reason,
        longest=LONGEST_STORY,
        once=mark(),
        **shown,
    )


FOLLOW_PAGE = (
    PagePart(
        BESIDE_MESSAGE,
        "reviews/_ask_review.html",
        lambda summary: {} if Action.ASK_REVIEW in summary.ways_to_ask_again else None,
    ),
    PagePart(
        NOT_SETTLED,
        "reviews/_not_settled.html",
        lambda summary: (
            {} if summary.status is Status.CLOSED and not summary.is_undisputed else None
        ),
    ),
    ToldWords(
        EntryKind.REOPENED,
        to_translate("Vous avez demandé que votre plainte soit reprise"),
        lambda entry, _around: told_new_date(entry.last_day),
    ),
)
