"""« Régler et fermer »: what was agreed with the person is answered and closed on one screen."""

from __future__ import annotations

from typing import Any

from portal.complaints.entries import Answered
from portal.domain.conclusion import Finding
from portal.domain.contact import Contact
from portal.domain.errors import IncompleteError
from portal.domain.handling.held_messages import Waiting
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.typed import is_blank
from portal.features.settling.actions import Settlement, may_settle
from portal.pages.actions.engine import Act, ActionPage, Form, add_action, kept_fields
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import gettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.actions.answering import confirmed, letter_words, second_reading
from portal.pages.office.actions.closing import (
    criteria_words,
    finding_choices,
    findings_of,
    missing_findings,
    note_unfinished_findings,
)
from portal.pages.office.actions.remedies import remedy_words
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import HeldMessage, HistoryEntry, Offer, Stage
from portal.pages.office.case.drafting import hints_for, offered_models, put_in
from portal.pages.office.case.unfinished import note_unfinished
from portal.pages.office.wording import contact_choices, worded
from portal.words.catalogue import to_translate
from portal.words.contacts import CONTACTS
from portal.words.statuses import FINDINGS

pages = Pages("office")

_DONE: dict[Waiting | None, str] = {
    None: to_translate("Plainte réglée et fermée. La personne reçoit la réponse."),
    Waiting.HOLD: to_translate("Réponse confirmée. Vous pouvez encore annuler son envoi."),
    Waiting.READER: to_translate("Réponse confiée à la deuxième lecture. Le délai court toujours."),
}


def _settle(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    missing = [] if form.get("contact") in set(Contact) else ["contact"]
    missing += ["body"] if is_blank(form.get("body", "")) else []
    missing += missing_findings(case, form)
    if missing:
        note_missing(problems, IncompleteError(*missing))
        return None
    note_unfinished(case, problems, "reponse", "body", form["body"])
    note_unfinished_findings(case, form, problems)
    return confirmed(_agreed(case, form))


def _agreed(case: OpenedCase, form: Form) -> Settlement:
    return Settlement(form["body"].strip(), Contact(form["contact"]), findings_of(case, form))


def _page(case: OpenedCase, form: Form) -> dict[str, Any]:
    return finding_choices(case, form) | {
        "contacts": contact_choices(),
        "models": offered_models(case, "reponse"),
        "settled": Finding.SETTLED.value,
    }


def _from_model(case: OpenedCase, form: Form) -> Form:
    return put_in(case, "reponse", form, "body")


def _letter(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the answer exactly as it will leave, what is found, and all that was typed."""
    body = form["body"].strip()
    return {
        "letter": letter_words(case, body),
        "hints": hints_for(case, body),
        "reading": second_reading(case),
        **_settled_words(case, _agreed(case, form)),
        "kept": kept_fields(form),
    }


def _settled_words(case: OpenedCase, agreed: Settlement) -> dict[str, Any]:
    """Return how the person was reached, and what was found of each issue."""
    texts = {issue.id: issue.text for issue in case.file.issues}
    return {
        "contact": worded(CONTACTS, agreed.contact),
        "findings": [
            (
                texts.get(finding.issue_id, ""),
                worded(FINDINGS, finding.finding),
                criteria_words(case, finding.criteria),
                finding.reasons,
                finding.measure,
                remedy_words(case, finding),
            )
            for finding in agreed.findings
        ],
    }


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "settle",
        "regler",
        "settle",
        Permission.CLOSE,
        _DONE.__getitem__,
        _settle,
        given=_page,
        preview=_letter,
        fields=("contact", "body"),
        with_model=_from_model,
        folder="settling",
        with_person=True,
    ),
)


def _reached(_case: OpenedCase, entry: Answered) -> str | None:
    if entry.contact is None:
        return None
    contact = worded(CONTACTS, entry.contact)
    return gettext("La personne a été jointe : %(contact)s.", contact=contact)


ADDS = (
    Offer(
        "settle",
        to_translate("Régler et fermer"),
        Permission.CLOSE,
        lambda case: may_settle(case.complaint) and not case.is_sending,
        comes_next=True,
        rank=70,
        stage=Stage.ANSWER,
        with_person=True,
    ),
    MissingWords("contact", "contact", to_translate("Choisissez comment la personne a été jointe")),
    HistoryEntry(EntryKind.ANSWERED, detail=_reached),
    HeldMessage(Settlement, _settled_words),
)
