"""The actions of a transfer: an officer proposes one or takes it back, the intake desk decides.

The person is told why, and asked first what goes along.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from flask import request, url_for

from portal.agencies.agency import Agency
from portal.complaints.queries.case_rows import Message
from portal.domain.errors import IncompleteError, NotAllowedError
from portal.domain.permissions import Permission
from portal.domain.routing_rule import NewRule, may_be_kept, read_phrases
from portal.domain.time.clock import count
from portal.features.transfers.actions import propose, take_back
from portal.features.transfers.queries import goes_to_desk, waiting_transfer
from portal.features.transfers.routing import is_ruled_here, route_complaint
from portal.features.transfers.rules import INTERNAL
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import note_missing
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.office.actions.receiving import (
    Choice,
    choices,
    heard_category,
    plan_of,
    receivers,
    shown_of,
)
from portal.pages.office.case.acting import COMPLAINT
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("office")

_NOTE_SHOWN = 120


# Proposing a complaint to another agency.


def _transfer(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency = _chosen_agency(_offered_agencies(case), form)
    if agency is None:
        note_missing(problems, IncompleteError("receiving"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    if problems or agency is None:
        return None
    return partial(
        propose,
        to=agency,
        category=heard_category(case, agency),
        reason=form["reason"].strip(),
        notes=[note.id for note in _chosen_notes(case, form)],
    )


def _proposing(case: OpenedCase, _form: Form) -> dict[str, Any]:
    offered, desk = _offered_agencies(case), runtime().agencies.intake_desk.code
    listed = choices(case, [agency for agency in offered if agency.code != desk])
    at_last = choices(case, [agency for agency in offered if agency.code == desk])
    return {
        "receiving": [*listed, *at_last],
        "decides": goes_to_desk(case.file),
        "is_ruled": _is_ruled(case),
        "notes": [_note_choice(note) for note in _notes(case)],
        "carried_out_by": _carried_out_by(case),
    }


def _proposed_preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency = _chosen_agency(_offered_agencies(case), form)
    assert agency is not None
    plan = plan_of(case, agency, arbitrates=goes_to_desk(case.file))
    answer = case.first_promise or case.answer_clock
    return {
        **shown_of(plan),
        "intake": plan.intake,
        "first_day": answer.last_day if answer is not None else None,
        "carried_out_by": _carried_out_by(case),
        "notes": _chosen_notes(case, form),
    }


def _offered_agencies(case: OpenedCase) -> list[Agency]:
    """Return the agencies that may get it: the desk alone, once it is to decide."""
    desk = runtime().agencies.intake_desk
    return [desk] if goes_to_desk(case.file) or _is_ruled(case) else [*receivers(case), desk]


def _chosen_agency(offered: Iterable[Agency], form: Form) -> Agency | None:
    return next((agency for agency in offered if agency.code == form.get("receiving")), None)


def _is_ruled(case: OpenedCase) -> bool:
    """Tell whether a rule of the desk gave it to this agency."""
    complaint, agencies = case.complaint, runtime().agencies
    story, language = complaint.story, complaint.language
    return is_ruled_here(agencies, complaint.agency, story, language, case.now)


def _carried_out_by(case: OpenedCase) -> date | None:
    """Return the day after which it is carried out by itself, if it were proposed now."""
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


def _notes(case: OpenedCase) -> list[Message]:
    return [message for message in case.file.messages if message.kind in INTERNAL]


def _chosen_notes(case: OpenedCase, form: Form) -> list[Message]:
    chosen = set(form.getlist("notes"))
    return [note for note in _notes(case) if str(note.id) in chosen]


def _note_choice(note: Message) -> Choice:
    flat = " ".join(note.body.split())
    is_long = len(flat) > _NOTE_SHOWN
    words = flat[:_NOTE_SHOWN].rsplit(" ", 1)[0] + "…" if is_long else flat
    return str(note.id), gettext("« %(words)s »", words=words), None


# Taking a proposal back, while the person has not said what goes along.


def _take_back(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    reason = form.get("reason", "").strip()
    if not reason:
        note_missing(problems, IncompleteError("reason"))
        return None
    return partial(take_back, reason=reason)


def _taking_back(case: OpenedCase, _form: Form) -> dict[str, Any]:
    waiting = waiting_transfer(case.file)
    if waiting is None:
        return {"to": None}
    transfer, _clock = waiting
    return {"to": runtime().agencies.agency(transfer.agency).name}


# The intake desk hands a complaint to the agency that can answer it.


def _route(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    _refuse_elsewhere(case)
    agency = _chosen_agency(receivers(case), form)
    if agency is None:
        problems.add("receiving", gettext("Choisissez l’organisme qui répondra"))
    if not form.get("reason", "").strip():
        note_missing(problems, IncompleteError("reason"))
    rule = _rule(case, form, problems)
    if problems or agency is None:
        return None
    plan, reason = plan_of(case, agency), form["reason"].strip()
    return partial(route_complaint, plan=plan, reason=reason, rule=rule)


def _routing(case: OpenedCase, form: Form) -> dict[str, Any]:
    _refuse_elsewhere(case)
    return {
        "receiving": choices(case, receivers(case)),
        "decides": goes_to_desk(case.file),
        # A decision becomes a rule unless the desk says otherwise, which the preview shows.
        "makes_rule": request.method == "GET" or form.get("rule") == "yes",
    }


def _routed_preview(case: OpenedCase, form: Form, problems: Problems) -> dict[str, Any]:
    agency = _chosen_agency(receivers(case), form)
    assert agency is not None
    return {
        **shown_of(plan_of(case, agency)),
        "decides": goes_to_desk(case.file),
        "rule": _rule(case, form, problems),
    }


def _rule(case: OpenedCase, form: Form, problems: Problems) -> NewRule | None:
    """Return the rule that a decision becomes, where it is wanted and one decides."""
    if not goes_to_desk(case.file) or form.get("rule") != "yes":
        return None
    phrases = read_phrases(form.get("phrases", ""))
    if not may_be_kept(phrases):
        note_missing(problems, IncompleteError("phrases"))
    return NewRule(phrases)


def _refuse_elsewhere(case: OpenedCase) -> None:
    if case.complaint.agency != runtime().agencies.intake_desk.code:
        raise NotAllowedError(Permission.ROUTE)


_ROUTED = to_translate("Plainte remise à l’organisme. La personne en est avertie.")


def _routed(_: Any) -> str:
    """Say what was done, once this process knows of a rule that the decision may have become."""
    runtime().take_up_changes()
    return _ROUTED


for page in (
    ActionPage(
        COMPLAINT,
        "transfer",
        "transferer",
        "transfer",
        Permission.TRANSFER,
        to_translate("Transfert proposé. La personne en est avertie et choisit ce qui suit."),
        _transfer,
        given=_proposing,
        preview=_proposed_preview,
        fields=("receiving", "reason"),
        folder="transfers",
    ),
    ActionPage(
        COMPLAINT,
        "take_transfer_back",
        "reprendre-transfert",
        "take-transfer-back",
        Permission.TRANSFER,
        to_translate("Transfert repris. La personne en est avertie."),
        _take_back,
        given=_taking_back,
        fields=("reason",),
        folder="transfers",
    ),
    ActionPage(
        COMPLAINT,
        "route",
        "remettre",
        "route",
        Permission.ROUTE,
        _routed,
        _route,
        given=_routing,
        preview=_routed_preview,
        fields=("receiving", "reason", "phrases"),
        then=lambda case, _: url_for("office.worklist", agency=case.complaint.agency),
        folder="transfers",
    ),
):
    add_action(pages, page)
