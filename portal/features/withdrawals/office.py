"""A withdrawal before the staff: noted for whoever asked by telephone, waited for, and its alarm.

Who suggested it, those above whoever handles the complaint read, by a right that nobody lends.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.auth.sign_in import current_actor
from portal.domain.complaint import Status
from portal.domain.contact import Contact
from portal.domain.errors import IncompleteError
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.features.withdrawals import actions
from portal.features.withdrawals.queries import ON_CASE
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
from portal.pages.office.case.contributions import CasePart, HistoryEntry, Offer, Place
from portal.pages.office.wording import NewsTag, contact_choices
from portal.words.catalogue import to_translate
from portal.words.contacts import CONTACTS
from portal.words.dates import day_words

pages = Pages("office")

ASKING: dict[str, str] = {
    Asking.PERSON: to_translate("La personne elle-même"),
    Asking.REPRESENTATIVE: to_translate("Qui agit pour elle"),
}


def _note(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    asked, contact = form.get("asked", ""), form.get("contact", "")
    missing = [] if asked in set(Asking) else ["asked"]
    missing += [] if contact in set(Contact) else ["contact"]
    if missing:
        note_missing(problems, IncompleteError(*missing))
        return None
    reason = form.get("reason", "").strip()
    return partial(actions.note, asked=Asking(asked), contact=Contact(contact), reason=reason)


def _given(case: OpenedCase, _form: Form) -> dict[str, Any]:
    return {
        "asking": [(code, gettext(words)) for code, words in ASKING.items()],
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
    return is_possible_now and case.complaint.parent_id is None and not _is_waiting(case)


def _waits(case: OpenedCase) -> Mapping[str, Any] | None:
    last = _last(case)
    return {"last_day": last.last_day} if last is not None and _is_waiting(case) else None


def _alarm(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the alarm, for those above whoever handles the complaint alone."""
    last = _last(case)
    if last is None or last.suggested != Suggested.AGENCY:
        return None
    is_above = case.may(Permission.PROTECT) and not _handles(case)
    return {} if is_above else None


def _handles(case: OpenedCase) -> bool:
    return current_actor().user_id == case.complaint.assignee_id


def _asked(_case: OpenedCase, entry: WithdrawalAsked) -> str:
    day = day_words(entry.last_day, current_language())
    until = gettext("Elle est retirée après le %(day)s, sauf si la personne la garde.", day=day)
    if entry.asked is None or entry.contact is None:
        return until
    noted = gettext(
        "Demandé par : %(who)s, %(contact)s.",
        who=gettext(ASKING[entry.asked]),
        contact=gettext(CONTACTS[entry.contact]),
    )
    return f"{noted} {until}"


def _fallen(_case: OpenedCase, entry: WithdrawalFallen) -> str:
    if entry.why is Fallen.ANSWERED:
        return gettext("La plainte a reçu une réponse.")
    return gettext("La personne garde sa plainte.")


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "note_withdrawal",
        "noter-un-retrait",
        "note-a-withdrawal",
        Permission.CONTACT,
        to_translate("Le retrait est noté. La personne peut le reprendre pendant cinq jours."),
        _note,
        tells=tells_complainant,
        given=_given,
        fields=("asked", "contact", "reason"),
        folder="withdrawals",
    ),
)
ADDS = (
    Offer(
        "note_withdrawal",
        to_translate("Noter que la personne retire sa plainte"),
        Permission.CONTACT,
        _may_be_noted,
        rank=225,
    ),
    CasePart("withdrawal", Place.NOTICES, "withdrawals/_on_case.html", _waits, rank=36),
    CasePart("withdrawal_suggested", Place.NOTICES, "withdrawals/_alarm.html", _alarm, rank=37),
    MissingWords("asked", "asked", to_translate("Choisissez qui l’a demandé")),
    HistoryEntry(EntryKind.WITHDRAWAL_ASKED, to_translate("Retrait demandé"), _asked),
    HistoryEntry(EntryKind.WITHDRAWAL_SUGGESTED, to_translate("Retrait : qui l’a suggéré")),
    HistoryEntry(EntryKind.WITHDRAWAL_FALLEN, to_translate("Le retrait n’a pas lieu"), _fallen),
    NewsTag(EntryKind.WITHDRAWAL_ASKED, to_translate("Retrait demandé"), in_work=True),
)
