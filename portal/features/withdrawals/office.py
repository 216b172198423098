"""A withdrawal before the staff: noted for whoever asked by telephone, waited for, and its alarm.

Who suggested it, those above whoever handles the complaint read, by a right that nobody lends.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.domain.complaint import FiledFor, Status
from portal.domain.contact import Contact
from portal.domain.errors import IncompleteError
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.withdrawals import actions
from portal.features.withdrawals.queries import ON_CASE, handlers_in
from portal.features.withdrawals.rules import (
    BINDS_AFTER,
    Asking,
    Fallen,
    State,
    Suggested,
    Withdrawal,
    WithdrawalAsked,
    WithdrawalFallen,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import current_language, gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import CasePart, HistoryEntry, Offer, Place, Stage
from portal.pages.office.wording import NewsTag, contact_choices
from portal.words.catalogue import to_translate
from portal.words.contacts import CONTACTS
from portal.words.dates import day_words

pages = Pages("office")

_WHO, _HOW = "withdrawal_asked_by", "withdrawal_asked_how"
"""What is missing, by names that no other action has: `asked` alone is another feature’s."""

ASKING: dict[str, str] = {
    Asking.PERSON: to_translate("La personne elle-même"),
    Asking.REPRESENTATIVE: to_translate("Qui agit pour elle"),
}


def _note(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    said = _said(case, form, problems)
    if said is None:
        return None
    return partial(actions.note, **said, reason=form.get("reason", "").strip())


def _note_kept(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    said = _said(case, form, problems)
    return None if said is None else partial(actions.note_kept, **said)


def _said(case: OpenedCase, form: Form, problems: Problems) -> dict[str, Any] | None:
    """Return who asked and by which way; note at its field what is not chosen."""
    asked, contact = form.get("asked", ""), form.get("contact", "")
    missing = [] if asked in dict(_asking(case)) else [_WHO]
    missing += [] if contact in set(Contact) else [_HOW]
    if missing:
        note_missing(problems, IncompleteError(*missing))
        return None
    return {"asked": Asking(asked), "contact": Contact(contact)}


def _asking(case: OpenedCase) -> list[tuple[str, str]]:
    """Return who may ask: somebody who acts for the person, only where somebody does."""
    is_represented = case.complaint.filed_for == FiledFor.OTHER
    return [
        (code, gettext(words))
        for code, words in ASKING.items()
        if is_represented or code != Asking.REPRESENTATIVE
    ]


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {
        "asking": _asking(case),
        "contacts": contact_choices(),
        "last_day": count(case.now, BINDS_AFTER.allowance, case.advice.calendar).last_day,
    }


def _last(case: OpenedCase) -> Withdrawal | None:
    return case.file.of(ON_CASE)


def _is_waiting(case: OpenedCase) -> bool:
    last = _last(case)
    return case.complaint.is_open and last is not None and last.state is State.WAITING


def _may_be_noted(case: OpenedCase) -> bool:
    is_possible_now = is_possible(Status(case.complaint.status), Action.WITHDRAW)
    is_whole = case.complaint.parent_id is None and not case.is_own_motion
    return is_possible_now and is_whole and not _is_waiting(case)


def _waits(case: OpenedCase) -> Mapping[str, Any] | None:
    last = _last(case)
    return {"last_day": last.last_day} if last is not None and _is_waiting(case) else None


def _alarm(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the alarm, for those above whoever handles the complaint or did, alone."""
    last = _last(case)
    if last is None or last.suggested != Suggested.AGENCY:
        return None
    is_above = case.may(Permission.PROTECT) and not _handles(case)
    return {} if is_above else None


def _handles(case: OpenedCase) -> bool:
    handlers = handlers_in(case.file.entries) | {case.complaint.assignee_id}
    return current_actor().user_id in handlers


def _asked(_case: OpenedCase, entry: WithdrawalAsked) -> str:
    day = day_words(entry.last_day, current_language())
    until = gettext("Elle est retirée après le %(day)s, sauf si la personne la garde.", day=day)
    return f"{_noted(entry)} {until}".strip()


def _noted(entry: WithdrawalAsked | WithdrawalFallen) -> str:
    """Return who asked the staff and how; nothing where the person did it by themself."""
    if entry.asked is None or entry.contact is None:
        return ""
    return gettext(
        "Demandé par : %(who)s, %(contact)s.",
        who=gettext(ASKING[entry.asked]),
        contact=gettext(CONTACTS[entry.contact]),
    )


def _fallen(_case: OpenedCase, entry: WithdrawalFallen) -> str:
    if entry.why is Fallen.ANSWERED:
        return gettext("La plainte a reçu une réponse.")
    kept = gettext("La personne garde sa plainte.")
    return f"{_noted(entry)} {kept}".strip()


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "note_withdrawal",
        "noter-un-retrait",
        "note-a-withdrawal",
        Permission.CONTACT,
        to_translate("Le retrait est noté. La personne peut l’annuler pendant cinq jours."),
        _note,
        tells=tells_complainant,
        given=_given,
        fields=("asked", "contact", "reason"),
        folder="withdrawals",
        with_person=True,
    ),
)
add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "note_complaint_kept",
        "noter-une-plainte-gardee",
        "note-a-complaint-kept",
        Permission.CONTACT,
        to_translate("Le retrait est annulé. La personne garde sa plainte."),
        _note_kept,
        tells=tells_complainant,
        given=_given,
        fields=("asked", "contact"),
        folder="withdrawals",
        with_person=True,
    ),
)
ADDS = (
    Offer(
        "note_withdrawal",
        to_translate("Noter que la personne retire sa plainte"),
        Permission.CONTACT,
        _may_be_noted,
        with_person=True,
        rank=225,
        stage=Stage.ANSWER,
    ),
    Offer(
        "note_complaint_kept",
        to_translate("Noter que la personne garde sa plainte"),
        Permission.CONTACT,
        _is_waiting,
        rank=226,
        stage=Stage.ANSWER,
    ),
    CasePart("withdrawal", Place.NOTICES, "withdrawals/_on_case.html", _waits, rank=36),
    CasePart("withdrawal_suggested", Place.NOTICES, "withdrawals/_alarm.html", _alarm, rank=37),
    MissingWords(_WHO, "asked", to_translate("Choisissez qui l’a demandé")),
    MissingWords(_HOW, "contact", to_translate("Choisissez comment la personne l’a demandé")),
    HistoryEntry(EntryKind.WITHDRAWAL_ASKED, to_translate("Retrait demandé"), _asked),
    HistoryEntry(EntryKind.WITHDRAWAL_SUGGESTED, to_translate("Retrait : qui l’a suggéré")),
    HistoryEntry(EntryKind.WITHDRAWAL_FALLEN, to_translate("Le retrait n’a pas lieu"), _fallen),
    NewsTag(EntryKind.WITHDRAWAL_ASKED, to_translate("Retrait demandé"), in_work=True),
)
