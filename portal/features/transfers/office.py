"""An officer proposes a complaint to another agency, and says why; the person is asked first."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.complaints.queries.case_rows import Message
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.transfers.proposing import propose
from portal.features.transfers.queries import goes_to_desk
from portal.features.transfers.routing import is_ruled_here
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


def _transfer(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency = _receiving(case, form.get("receiving", ""))
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
        notes=[one.id for one in _chosen_notes(case, form)],
    )


def _offered(case: OpenedCase) -> list[Agency]:
    """Return the agencies that may get it: the desk alone, once it is to decide."""
    desk = runtime().agencies.intake_desk
    return [desk] if goes_to_desk(case.file) or _is_ruled(case) else [*receivers(case), desk]


def _is_ruled(case: OpenedCase) -> bool:
    """Tell whether a rule of the desk gave it to this agency."""
    complaint = case.complaint
    told = (complaint.agency, complaint.story, complaint.language, case.now)
    return is_ruled_here(runtime().agencies, *told)


def _receiving(case: OpenedCase, value: str) -> Agency | None:
    return next((agency for agency in _offered(case) if agency.code == value), None)


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    offered, desk = _offered(case), runtime().agencies.intake_desk.code
    listed = choices(case, [one for one in offered if one.code != desk])
    return {
        "receiving": [*listed, *choices(case, [one for one in offered if one.code == desk])],
        "decides": goes_to_desk(case.file),
        "is_ruled": _is_ruled(case),
        "notes": [_note(one) for one in _notes(case)],
        "carried_out_by": _carried_out_by(case),
    }


def _preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency = _receiving(case, form["receiving"])
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


def _carried_out_by(case: OpenedCase) -> date | None:
    """Return the day after which it is carried out by itself, if it were proposed now."""
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


def _notes(case: OpenedCase) -> list[Message]:
    return [one for one in case.file.messages if one.kind in INTERNAL]


def _chosen_notes(case: OpenedCase, form: Form) -> list[Message]:
    chosen = set(form.getlist("notes"))
    return [one for one in _notes(case) if str(one.id) in chosen]


def _note(message: Message) -> Choice:
    flat = " ".join(message.body.split())
    is_long = len(flat) > _NOTE_SHOWN
    words = flat[:_NOTE_SHOWN].rsplit(" ", 1)[0] + "…" if is_long else flat
    return str(message.id), gettext("« %(words)s »", words=words), None


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "transfer",
        "transferer",
        "transfer",
        Permission.TRANSFER,
        to_translate("Transfert proposé. La personne en est avertie et choisit ce qui suit."),
        _transfer,
        given=_given,
        preview=_preview,
        fields=("receiving", "reason"),
        folder="transfers",
    ),
)
