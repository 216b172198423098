"""Proposing a complaint to another agency, taking that back, and noting that its person refused.

The person is told why, and asked first what goes along.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.complaints.features import TextUse
from portal.complaints.queries.case_file import Message
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.transfers.actions import propose, take_back
from portal.features.transfers.actions_desk import is_ruled_here
from portal.features.transfers.actions_refusing import note_refusal
from portal.features.transfers.queries import goes_to_desk, waiting_transfer
from portal.features.transfers.rules import TOLD_BY, goes_unanswered, refused_by_its_person
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import missing_words, needed_text, note_missing
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.actions.receiving import (
    Choice,
    Proposes,
    choices,
    heard_category,
    plan_of,
    reasons_not_offered,
    receivers,
    shown_of,
    why_not_offered,
)
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import AskedElsewhere, asked_elsewhere
from portal.pages.office.case.naming import is_named_meant, note_named, whom_it_may_name
from portal.pages.office.wording import CHANNELS as CHANNEL_WORDS
from portal.words.catalogue import to_translate

pages = Pages("office")

BY_API = Proposes(propose)
"""What another system does by the API: it proposes, and chooses no notes."""

_NOTE_SHOWN = 120


def _transfer(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency, reason = typed_transfer(case, _offered_agencies(case), form, problems)
    note_named(whom_it_may_name(case.complaint.number), form, problems, reason)
    if problems or agency is None:
        return None
    return partial(
        propose,
        to=agency,
        category=heard_category(case, agency),
        reason=reason,
        notes=[note.id for note in _chosen_notes(case, form)],
        is_naming_meant=is_named_meant(form),
    )


def typed_transfer(
    case: OpenedCase, offered: Iterable[Agency], form: Form, problems: Problems
) -> tuple[Agency | None, str]:
    """Return the agency that was chosen, and why, or note what is missing.

    One that has a part of the complaint is not handed all of it beside: the part is named.
    """
    agency = chosen_agency(offered, form)
    if agency is None:
        why = why_not_offered(parts_at_others(case), form.get("receiving", ""))
        problems.add("receiving", why or missing_words("receiving"))
    return agency, needed_text(form, problems, "reason").strip()


def parts_at_others(case: OpenedCase) -> dict[str, AskedElsewhere]:
    """Return the parts of a complaint that other agencies have: they are not handed all of it."""
    asked = asked_elsewhere(case)
    return {agency: what for agency, what in asked.items() if not what.is_whole}


def may_receive(case: OpenedCase) -> list[Agency]:
    """Return the other agencies that may be handed a complaint: those that have no part of it."""
    parts = parts_at_others(case)
    return [agency for agency in receivers(case) if agency.code not in parts]


def _proposing(case: OpenedCase, _form: Form) -> dict[str, Any]:
    offered, desk = _offered_agencies(case), runtime().agencies.intake_desk.code
    listed = choices(case, [agency for agency in offered if agency.code != desk])
    at_last = choices(case, [agency for agency in offered if agency.code == desk])
    return {
        "receiving": [*listed, *at_last],
        "not_offered": [] if _is_for_desk(case) else reasons_not_offered(parts_at_others(case)),
        "decides": goes_to_desk(case.file),
        "is_ruled": _is_ruled(case),
        "notes": [_note_choice(note) for note in _notes(case)],
        "carried_out_by": _carried_out_by(case),
        "contact_goes": _contact_goes(case),
        "refused": [agency.name for agency in offered if agency.code in _refused(case)],
    }


def _proposed_preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency = chosen_agency(_offered_agencies(case), form)
    assert agency is not None
    plan = plan_of(case, agency, arbitrates=goes_to_desk(case.file))
    answer = case.first_promise or case.answer_clock
    return {
        **shown_of(plan),
        "intake": plan.intake,
        "first_day": answer.last_day if answer is not None else None,
        "carried_out_by": _carried_out_by(case),
        "notes": _chosen_notes(case, form),
        "by_yes_alone": agency.code in _refused(case),
    }


def _refused(case: OpenedCase) -> frozenset[str]:
    return refused_by_its_person(case.file.entries)


def _offered_agencies(case: OpenedCase) -> list[Agency]:
    """Return the agencies that may get it: the desk alone, once it is to decide."""
    desk = runtime().agencies.intake_desk
    return [desk] if _is_for_desk(case) else [*may_receive(case), desk]


def _is_for_desk(case: OpenedCase) -> bool:
    """Tell whether only the desk may get it."""
    return goes_to_desk(case.file) or _is_ruled(case)


def chosen_agency(offered: Iterable[Agency], form: Form) -> Agency | None:
    """Return the agency that was chosen, if it is one of those."""
    return next((agency for agency in offered if agency.code == form.get("receiving")), None)


def _is_ruled(case: OpenedCase) -> bool:
    """Tell whether a rule of the desk gave it to this agency."""
    complaint, agencies = case.complaint, runtime().agencies
    story, language = complaint.story, complaint.language
    return is_ruled_here(agencies, complaint.agency, story, language, case.now)


def _contact_goes(case: OpenedCase) -> bool:
    """Tell whether how to reach the person goes along where they say nothing."""
    return bool(goes_unanswered(case.complaint.channel, case.complaint.reply_by))


def _carried_out_by(case: OpenedCase) -> date | None:
    """Return the day after which it is carried out by itself, if it were proposed now."""
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


def _notes(case: OpenedCase) -> list[Message]:
    use_of = runtime().features.use_of
    return [note for note in case.file.messages if use_of(note.kind) is TextUse.INTERNAL]


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
    return partial(take_back, reason=needed_text(form, problems, "reason"))


def _taking_back(case: OpenedCase, _form: Form) -> dict[str, Any]:
    waiting = waiting_transfer(case.file)
    return {"to": runtime().agencies.agency(waiting.agency).name if waiting else None}


# Writing down that the person refused, in words that they said to the staff.


def _note_refusal(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    said_by = form.get("said_by", "")
    if said_by not in TOLD_BY:
        note_missing(problems, IncompleteError("said_by"))
        return None
    return partial(note_refusal, said_by=said_by)


def _noting_refusal(case: OpenedCase, form: Form) -> dict[str, Any]:
    means = [(str(channel), gettext(CHANNEL_WORDS[channel])) for channel in TOLD_BY]
    return {**_taking_back(case, form), "means": means}


for page in (
    ActionPage(
        COMPLAINT,
        "transfer",
        "transferer",
        "transfer",
        Permission.TRANSFER,
        to_translate("Transfert proposé. La personne choisit ce qui suit."),
        _transfer,
        tells=tells_complainant,
        given=_proposing,
        preview=_proposed_preview,
        fields=("receiving", "reason", "named"),
        folder="transfers",
    ),
    ActionPage(
        COMPLAINT,
        "take_transfer_back",
        "reprendre-transfert",
        "take-transfer-back",
        Permission.TRANSFER,
        to_translate("Transfert repris."),
        _take_back,
        tells=tells_complainant,
        given=_taking_back,
        fields=("reason",),
        folder="transfers",
    ),
    ActionPage(
        COMPLAINT,
        "note_refusal",
        "noter-refus",
        "note-refusal",
        Permission.TRANSFER,
        to_translate("Refus noté. La plainte reste ici."),
        _note_refusal,
        tells=tells_complainant,
        given=_noting_refusal,
        fields=("said_by",),
        folder="transfers",
    ),
):
    add_action(pages, page)
