"""Other agencies on the office's page of a complaint: named, asked, called off, kept, declined.

An answer is shown as it leaves: with what others answered, or still owe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec.structs import replace

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.planning import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.db import Session
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.joint_answers.actions import ask_part, plan_for_part
from portal.features.joint_answers.actions_ending import call_off, keep, say_not_concerned
from portal.features.joint_answers.letters import joined_now, joint_words
from portal.features.joint_answers.pages import agreed_words, part_lines, read_words
from portal.features.joint_answers.queries import PARTS, WHOLE, Part, parts_of, wholes_among
from portal.features.joint_answers.rules import (
    PART,
    PartAgreed,
    PartAsked,
    PartBegun,
    PartCalledOff,
    PartDeclined,
    PartKept,
    agreed_when_filed,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, missing_words, needed_text
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, choices, receivers, shown_of, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Joined,
    Offer,
    Place,
    WrittenLetter,
)
from portal.pages.office.case.naming import note_named
from portal.pages.shown.agency import suggested_category
from portal.pages.telling import by_letter
from portal.words.catalogue import to_translate

pages = Pages("office")

Offered = Callable[[OpenedCase], list[Part]]


def _asked_parts(case: OpenedCase) -> tuple[Part, ...]:
    return case.file.of(PARTS)


def _named_when_filed(case: OpenedCase) -> dict[str, Any] | None:
    """Return the agency that the complainant says is concerned too, until it was asked its part."""
    answers: Mapping[str, Any] = case.complaint.answers or {}
    named = answers.get("other_agency")
    if not named or any(part.agency == named["agency"] for part in _asked_parts(case)):
        return None
    agency = runtime().agencies.in_force.agencies.get(named["agency"])
    if agency is None:
        return None
    return {
        "code": agency.code,
        "agency": agency.name,
        "about": named.get("about", ""),
        "read": read_words(agreed_when_filed(answers, agency.code) or ()),
    }


def _awaited_parts(case: OpenedCase) -> list[Part]:
    """Return the parts that may still be called off: their answers are to come."""
    return [part for part in _asked_parts(case) if part.is_awaited]


def _declined_parts(case: OpenedCase) -> list[Part]:
    """Return the parts whose agencies say that they are not concerned, until somebody decides."""
    return [part for part in _awaited_parts(case) if part.declined is not None]


def _may_decline(case: OpenedCase) -> bool:
    """Tell whether the agency may still say that this part is not for it to answer."""
    whole, status = case.file.of(WHOLE), Status(case.complaint.status)
    is_undecided = whole is not None and whole.declined is None and whole.given_at is None
    return is_undecided and is_possible(status, Action.WITHDRAW)


# The parts of the page.


def _shown_whole(case: OpenedCase) -> dict[str, Any]:
    """Return what a part belongs to, as its agency may know it; nothing for what is no part."""
    whole = case.file.of(WHOLE)
    if whole is None:
        return {}
    return {
        "whole": whole,
        "agency": runtime().agencies.agency(whole.agency).name,
        "read": read_words(whole.agreed),
        "declined": whole.declined if whole.is_awaited and case.complaint.is_open else None,
    }


def _whole(case: OpenedCase) -> Mapping[str, Any] | None:
    return _shown_whole(case) or None


def _parts(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the other agencies of a complaint: who was named, and who was asked."""
    named, parts = _named_when_filed(case), part_lines(_asked_parts(case))
    return {"named": named, "parts": parts} if named is not None or parts else None


def _belonging(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the whole that a complaint belongs to, or the parts that belong to it."""
    whole, parts = _shown_whole(case), part_lines(_asked_parts(case))
    return {**whole, "parts": parts} if whole or parts else None


# Answers as they leave.


def _with_parts(case: OpenedCase, written: str) -> str:
    """Return an answer with what others answered, or still owe."""
    joined = joined_now(_asked_parts(case), runtime().agencies)
    return joint_words(case.agency.name, written, joined, case.complaint.language)


def _each_with_parts(
    session: Session, agency: Agency, written: Mapping[int, WrittenLetter]
) -> dict[int, WrittenLetter]:
    """Return answers with what others answered, where any was asked."""
    # Most have no parts: which do is asked once.
    joined = {
        complaint_id: joined_now(parts_of(session, complaint_id), runtime().agencies)
        for complaint_id in wholes_among(session, written.keys())
    }
    return {
        key: replace(
            letter,
            words=joint_words(agency.name, letter.words, joined.get(key, ()), letter.language),
        )
        for key, letter in written.items()
    }


# The history.


def _asked(_case: OpenedCase, entry: PartAsked | PartBegun) -> str:
    return gettext("À : %(agency)s.", agency=entry.agency_name.in_(current_language()))


def _let_read(_case: OpenedCase, entry: PartAgreed) -> str:
    return agreed_words(entry.fields)


def _begun(case: OpenedCase, entry: PartBegun) -> str:
    return f"{_asked(case, entry)} {agreed_words(entry.fields or ())}"


def _which(_case: OpenedCase, entry: PartDeclined | PartKept) -> str:
    return gettext("Partie %(number)s.", number=entry.part)


def _called_off(_case: OpenedCase, entry: PartCalledOff) -> str:
    if entry.agency_name is None:
        return gettext("Partie %(number)s.", number=entry.part)
    agency = entry.agency_name.in_(current_language())
    return gettext("Partie %(number)s, %(agency)s.", number=entry.part, agency=agency)


# Asking for a part.


def _ask(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    agency, asked = _receiving(case, form), needed_text(form, problems, "question").strip()
    if agency is None:
        problems.add("receiving", missing_words("part_agency"))
    note_named(case.file.people, form, problems, asked)
    if problems or agency is None:
        return None
    return partial(ask_part, to=agency, asked=asked, plan=_plan(case, agency, asked))


def _asking(case: OpenedCase, form: Form) -> dict[str, Any]:
    named = _named_when_filed(case)
    # What the complainant wrote about the agency is no part of an address: it is filled in here.
    fill = named["about"] if named and named["code"] == form.get("receiving") else ""
    return {
        "receiving": choices(case, _free_agencies(case)),
        "asked": form.get("question", fill),
        "named": named,
        "choose_until": _choose_until(case),
    }


def _asked_preview(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    agency, asked = _receiving(case, form), form["question"].strip()
    assert agency is not None
    chosen = agreed_when_filed(case.complaint.answers, agency.code)
    answer = case.first_promise or case.answer_clock
    return {
        **shown_of(_plan(case, agency, asked)),
        "asked": asked,
        "read": None if chosen is None else read_words(chosen),
        "own_day": answer.last_day if answer is not None else None,
        "choose_until": _choose_until(case),
    }


def _receiving(case: OpenedCase, form: Form) -> Agency | None:
    free = _free_agencies(case)
    return next((agency for agency in free if agency.code == form.get("receiving")), None)


def _free_agencies(case: OpenedCase) -> list[Agency]:
    """Return the agencies from which nothing is awaited yet."""
    awaited = {part.agency for part in _awaited_parts(case)}
    return [agency for agency in receivers(case) if agency.code not in awaited]


def _plan(case: OpenedCase, agency: Agency, asked: str) -> FilingPlan:
    """Ask an agency what it would promise if it had the part now: by what is asked of it alone."""
    portal = runtime()
    category = suggested_category(agency.code, asked, case.complaint.language)
    complaint = portal.read(current_actor(), complaint_by_number, case.complaint.number)
    return plan_for_part(portal.agencies, complaint, agency.code, asked, category, portal.now())


def _choose_until(case: OpenedCase) -> date | None:
    promise = runtime().agencies.handing_on.transfer
    return count(case.now, promise.allowance, case.advice.calendar).last_day


# Calling one off, keeping it, declining it.


def _act_on_one(
    act: Callable[..., None], offered: Offered, case: OpenedCase, form: Form, problems: Problems
) -> Act:
    """Return what acts, for a reason, on the one of the parts on offer that was chosen."""
    chosen = next((part.id for part in offered(case) if str(part.id) == form.get("part")), None)
    if chosen is None:
        problems.add("part", missing_words("part"))
    reason = needed_text(form, problems, "reason")
    note_named(case.file.people, form, problems, reason)
    return partial(act, part_id=chosen, reason=reason)


def _choice(offered: Offered, case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return the parts on offer as choices, and what their agencies said."""
    lines = part_lines(offered(case))
    named = [(str(line.part.id), line.agency.in_(current_language())) for line in lines]
    return {"lines": lines, "parts": named}


def _decline(_case: OpenedCase, form: Form, problems: Problems) -> Act:
    return partial(say_not_concerned, reason=needed_text(form, problems, "reason"))


for _page in (
    ActionPage(
        COMPLAINT,
        "ask_part",
        "demander-une-partie",
        "ask-for-a-part",
        Permission.ASK_PART,
        to_translate("Partie demandée."),
        _ask,
        tells=tells_complainant,
        given=_asking,
        preview=_asked_preview,
        fields=("receiving", "question", "named"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "call_off_part",
        "retirer-une-partie",
        "call-off-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Partie retirée."),
        partial(_act_on_one, call_off, _awaited_parts),
        tells=tells_complainant,
        given=partial(_choice, _awaited_parts),
        fields=("part", "reason", "named"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "keep_part",
        "maintenir-une-partie",
        "keep-a-part",
        Permission.CALL_OFF_PART,
        to_translate("Demande maintenue."),
        partial(_act_on_one, keep, _declined_parts),
        tells=by_letter(to_translate("L’organisme en sera averti par courriel.")),
        given=partial(_choice, _declined_parts),
        fields=("part", "reason", "named"),
        folder="joint_answers",
    ),
    ActionPage(
        COMPLAINT,
        "decline_part",
        "pas-concerne",
        "not-concerned",
        Permission.DECLINE_PART,
        to_translate("C’est dit. L’organisme qui a la plainte décide."),
        _decline,
        given=lambda case, _form: {"whole": case.file.of(WHOLE)},
        fields=("reason",),
        folder="joint_answers",
    ),
):
    add_action(pages, _page)


ON_COMPLAINTS = (
    Offer(
        "ask_part",
        to_translate("Demander une partie à un autre organisme"),
        Permission.ASK_PART,
        lambda case: case.is_unanswered and case.complaint.parent_id is None,
        rank=120,
    ),
    Offer(
        "call_off_part",
        to_translate("Retirer une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(_awaited_parts(case)),
        rank=130,
    ),
    Offer(
        "keep_part",
        to_translate("Maintenir une partie demandée"),
        Permission.CALL_OFF_PART,
        lambda case: bool(_declined_parts(case)),
        rank=140,
    ),
    Offer(
        "decline_part",
        to_translate("Dire que l’organisme n’est pas concerné"),
        Permission.DECLINE_PART,
        _may_decline,
        rank=150,
    ),
    CasePart(
        "whole",
        Place.BEFORE_TASK,
        "joint_answers/_whole.html",
        lambda case: _shown_whole(case) or None,
    ),
    CasePart("parts", Place.AFTER_TASK, "joint_answers/_parts.html", _parts, rank=60),
    CasePart("belonging", Place.LINKED, "joint_answers/_belonging.html", _belonging, rank=80),
    CasePart(
        "awaited_parts",
        Place.CLOSING,
        "joint_answers/_awaited_parts.html",
        lambda case: {} if _awaited_parts(case) else None,
    ),
    MissingWords(
        "part_agency",
        "receiving",
        to_translate("Choisissez un autre organisme, à qui rien n’est déjà demandé"),
    ),
    MissingWords(
        "part", "part", to_translate("Choisissez une partie dont la réponse est encore attendue")
    ),
    Joined(_with_parts, _each_with_parts),
    HistoryEntry(
        EntryKind.PART_ASKED, to_translate("Partie demandée à un autre organisme"), _asked
    ),
    HistoryEntry(
        EntryKind.PART_AGREED, to_translate("La personne a dit ce qui peut être lu"), _let_read
    ),
    HistoryEntry(EntryKind.PART_BEGUN, to_translate("Un autre organisme a sa partie"), _begun),
    HistoryEntry(
        EntryKind.PART_RECEIVED, to_translate("Partie d’une plainte reçue"), by_agency=True
    ),
    HistoryEntry(
        EntryKind.PART_DECLINED, to_translate("L’organisme dit ne pas être concerné"), _which
    ),
    HistoryEntry(
        EntryKind.PART_KEPT, to_translate("Demande de partie maintenue"), _which, by_agency=True
    ),
    HistoryEntry(
        EntryKind.PART_CALLED_OFF,
        to_translate("Demande de partie retirée"),
        _called_off,
        by_agency=True,
    ),
    HistoryText(PART, is_exchange=True),
)
