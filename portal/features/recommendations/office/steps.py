"""What may be done with a recommendation: each form, read and turned into a use case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from flask import request

from portal.auth.sign_in import current_actor
from portal.complaints.queries.accounts import members_who_may
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.features.recommendations.actions import executing, replying, writing
from portal.features.recommendations.actions.replying import Plan
from portal.features.recommendations.office.opened import OpenedRecommendation
from portal.features.recommendations.office.pages import Act, StepPage, add_step_page
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.texts import gettext
from portal.pages.typed import TypedDay, typed_text
from portal.words.catalogue import to_translate

pages = Pages("office")

YES, NO = "oui", "non"


def _reply(opened: OpenedRecommendation, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _plan_of(replying.accept), _reason_of(replying.refuse))


def _settle(opened: OpenedRecommendation, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _plan_of(replying.uphold), _reason_of(replying.confirm_refusal))


def _verify(opened: OpenedRecommendation, problems: Problems) -> Act | None:
    return _yes_or_no(problems, _seen, _sent_back)


def _yes_or_no(
    problems: Problems, yes: Callable[[Problems], Act], no: Callable[[Problems], Act]
) -> Act | None:
    """Read what was chosen, and what that choice needs."""
    chosen = request.form.get("choice")
    if chosen not in (YES, NO):
        problems.add("choice", gettext("Choisissez une des deux réponses"))
        return None
    return (yes if chosen == YES else no)(problems)


def _plan_of(service: Callable[..., None]) -> Callable[[Problems], Act]:
    """Return what reads who carries it out by when, and hands it to a service."""

    def read(problems: Problems) -> Act:
        owner, by = request.form.get("owner", ""), _day_typed("execute_by", problems)
        if not owner.isdecimal():
            note_missing(problems, IncompleteError("owner"))
        plan = Plan(int(owner) if owner.isdecimal() else None, by)
        return partial(service, plan=plan, text=typed_text("text"))

    return read


def _reason_of(service: Callable[..., None]) -> Callable[[Problems], Act]:
    """Return what reads a reason and hands it to a service."""
    return lambda problems: partial(service, reason=_text_typed("reason", problems))


def _seen(problems: Problems) -> Act:
    return partial(executing.verify, text=_text_typed("body", problems))


def _sent_back(problems: Problems) -> Act:
    reason, by = _text_typed("reason", problems), _day_typed("execute_by", problems)
    return partial(executing.send_back, reason=reason, by=by)


def _say_done(opened: OpenedRecommendation, problems: Problems) -> Act:
    text, on = _text_typed("body", problems), _day_typed("done_on", problems)
    return partial(executing.say_done, text=text, on=on)


def _correct(opened: OpenedRecommendation, problems: Problems) -> Act:
    return partial(writing.correct, text=_text_typed("body", problems))


def _text_typed(name: str, problems: Problems) -> str:
    written = typed_text(name)
    if not written.strip():
        note_missing(problems, IncompleteError(name))
    return written


def _day_typed(name: str, problems: Problems) -> date | None:
    day = TypedDay.read(name).found
    if day is None:
        note_missing(problems, IncompleteError(name))
    return day


def _owners(opened: OpenedRecommendation) -> dict[str, Any]:
    """Return who may carry it out; whoever replies is proposed."""
    with runtime().reading(current_actor()) as session:
        members = members_who_may(session, Permission.CARRY_OUT, opened.agency.code)
    return {"owners": [(one.user_id, one.name) for one in members], "execute_by": _typed_day()}


def _again_by(_opened: OpenedRecommendation) -> dict[str, Any]:
    return {"execute_by": _typed_day()}


def _done_on(_opened: OpenedRecommendation) -> dict[str, Any]:
    return {"done_on": _typed_day("done_on")}


def _typed_day(name: str = "execute_by") -> tuple[str, str, str]:
    typed = TypedDay.read(name)
    return typed.day, typed.month, typed.year


_PLAN = ("choice", "owner", "execute_by", "reason")

for page in (
    StepPage(
        "reply_to_recommendation",
        "repondre",
        "reply",
        Permission.CARRY_OUT,
        to_translate("Réponse envoyée au service des plaintes."),
        _reply,
        given=_owners,
        fields=_PLAN,
    ),
    StepPage(
        "settle_refusal",
        "trancher",
        "settle",
        Permission.DECIDE,
        to_translate("Décision envoyée au service des plaintes et à qui avait refusé."),
        _settle,
        given=_owners,
        fields=_PLAN,
    ),
    StepPage(
        "say_done",
        "fait",
        "done",
        Permission.CARRY_OUT,
        to_translate("C’est noté. Une autre personne vérifie maintenant."),
        _say_done,
        given=_done_on,
        fields=("body", "done_on"),
    ),
    StepPage(
        "verify_execution",
        "verifier",
        "verify",
        Permission.VERIFY,
        to_translate("Vérification notée."),
        _verify,
        given=_again_by,
        fields=("choice", "body", "reason", "execute_by"),
    ),
    StepPage(
        "correct_recommendation",
        "corriger",
        "correct",
        Permission.RECOMMEND,
        to_translate("La nouvelle version est à côté de la première."),
        _correct,
    ),
):
    add_step_page(pages, page)
