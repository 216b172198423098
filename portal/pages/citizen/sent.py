"""The confirmation: number and access code, what comes next and when."""

from __future__ import annotations

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.filing.writing import Receipt
from portal.complaints.queries.followed import SentComplaint
from portal.complaints.queries.following import sent_complaint
from portal.domain.actor import PORTAL
from portal.domain.complaint import Draft
from portal.domain.errors import DraftGoneError
from portal.domain.number import written_code
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.followers import remember_followed
from portal.pages.citizen.opening import not_open_here, opened
from portal.pages.current import current_language, runtime
from portal.pages.draft_cookie import draft_secret, remember_draft
from portal.pages.languages import localized
from portal.pages.shown import notices

HASH_SHOWN = 32


@localized(bp, fr="/plainte/<draft>/envoyee", en="/complaint/<draft>/sent")
@public
def sent(draft: str) -> ResponseReturnValue:
    """Show the receipt for as long as this browser opens the draft that became the complaint."""
    try:
        found = opened(draft)
    except DraftGoneError:
        return not_open_here()
    if found.receipt is None:
        return redirect(url_for(".check", draft=draft), 303)
    receipt = Receipt.from_facts(found.receipt)
    with runtime().reading(PORTAL) as session:
        complaint = sent_complaint(session, receipt.number)
    remember_followed(receipt.number, complaint.id)
    response = make_response(_page(draft, receipt, complaint))
    remember_draft(response, draft, draft_secret(draft) or "", is_sent=True)
    return response


def _page(draft: str, receipt: Receipt, complaint: SentComplaint) -> str:
    agency = runtime().agencies.agency(complaint.facts.agency)
    asked = agency.consult()
    facts = complaint.facts
    told = Draft(facts.category, complaint.story, current_language(), facts.answers)
    return render_template(
        "citizen/sent.html",
        draft_id=draft,
        complaint=complaint,
        code=written_code(receipt.code),
        proof=groups_of_four(receipt.hash[:HASH_SHOWN]),
        agency=agency,
        zone=asked.calendar().zone,
        recourses=asked.recourses(facts, runtime().now()),
        notices=notices.reminders(asked, told),
    )


def groups_of_four(digits: str) -> str:
    """Return digits as they are read aloud: four by four."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
