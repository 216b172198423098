"""The last step: check everything, see the dates promised, send; and the proof of a receipt."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import public
from portal.complaints.handling.filing import file_complaint
from portal.complaints.kept_drafts import DraftContent, OpenDraft, to_send
from portal.complaints.letters.letters import address_of
from portal.complaints.planning import plan_filing
from portal.complaints.proof.stored import entry_with_hash
from portal.complaints.queries.accounts import email_hash
from portal.domain.actor import PORTAL
from portal.domain.errors import DraftGoneError
from portal.domain.number import read_number
from portal.domain.typed import is_blank
from portal.pages.citizen import bp
from portal.pages.citizen.contributions import (
    ON_CHECK,
    DraftPage,
    OnceSent,
    shown_parts,
    typed_for_features,
)
from portal.pages.citizen.draft import has_to_leave, later, saved
from portal.pages.citizen.journey import CHECK, Journey, opens_journey
from portal.pages.current import gettext, runtime
from portal.pages.features import added
from portal.pages.flood_limits import ACKNOWLEDGED, is_too_often
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.own_fields import SHOWN_FIELD
from portal.pages.shown.before_filing import needs_words, worded_answers


@localized(bp, fr="/plainte/<draft>/verifier", en="/complaint/<draft>/check")
@public
@opens_journey
def check(journey: Journey) -> ResponseReturnValue:
    """Show everything that will be sent, and the dates that sending it now would promise."""
    if journey.next_step() != CHECK:
        return redirect(journey.url(journey.next_step()), 303)
    documents = journey.documents
    asked = {*journey.steps, *(question.code for question in journey.questions)}
    plan = plan_filing(journey.agency, journey.filing, runtime().now(), journey.consultation)
    return render_template(
        "citizen/check.html",
        journey=journey,
        content=journey.content,
        answers=worded_answers(journey.questions, journey.filing.answers, documents),
        documents=[document for document in documents if document.question not in asked],
        plan=plan,
        dangers=journey.dangers,
        maybe_danger=journey.maybe_danger,
        notices=journey.notices,
        needs=needs_words(journey.content.needs),
        parts=shown_parts(ON_CHECK, journey),
    )


@localized(bp, fr="/plainte/<draft>/verifier", en="/complaint/<draft>/check", methods=["POST"])
@public
@opens_journey
def send(journey: Journey) -> ResponseReturnValue:
    """File the complaint, once however often it is sent, and lead to its receipt."""
    parts = typed_for_features(DraftPage.CHECK, journey)
    if has_to_leave():
        return later(saved(journey.draft, parts=parts, left_at=CHECK))
    unready = next((step for step in journey.steps if journey.problems(step)), None)
    if unready is not None:
        return redirect(journey.url(unready), 303)
    if request.form.get(SHOWN_FIELD, journey.shown_mark) != journey.shown_mark:
        return _shown_again(saved(journey.draft, parts=parts), journey)
    _file(journey, to_send(journey.content).having(*parts))
    return redirect(journey.url("sent"), 303)


def _shown_again(kept: OpenDraft, journey: Journey) -> ResponseReturnValue:
    """Show what another page changed since this one was opened, before it is sent."""
    if kept.receipt is not None:
        return redirect(journey.url("sent"), 303)
    flash(
        gettext(
            "Votre plainte a changé depuis que vous avez ouvert cette page, par exemple dans un"
            " autre onglet. Elle n’est pas encore envoyée. Vérifiez-la, puis envoyez-la."
        ),
        "warn",
    )
    return redirect(journey.url(CHECK), 303)


def _file(journey: Journey, content: DraftContent) -> None:
    portal = runtime()
    now = portal.now()
    plan = plan_filing(journey.agency, journey.filing, now, journey.consultation)
    draft = replace(journey.filing, received_at=now)
    # Sent a moment ago from another tab: its receipt is the one to show.
    with suppress(DraftGoneError):
        file_complaint(
            portal,
            plan,
            journey.draft.id,
            content,
            draft,
            now,
            unacknowledged=_is_flooded(content),
        )
        for reaction in added(OnceSent):
            reaction.act(content)


def _is_flooded(content: DraftContent) -> bool:
    """Tell whether too many complaints name where this one is answered: whose it is, who knows."""
    address = address_of(content.reply_by, content.email, content.phone)
    if address is None:
        return False
    hashed = email_hash(runtime().keyring, address)
    return is_too_often(ACKNOWLEDGED, f"acknowledgement to {hashed}")


class Proof(Struct, frozen=True):
    """What the history answered about a receipt: when it was made, or that nothing matches."""

    number: str
    received_at: datetime | None


@localized(bp, fr="/recu", en="/receipt")
@public
def receipt() -> ResponseReturnValue:
    """Ask for the number and the proof on the receipt."""
    return _receipt_page(Problems(), None)


@localized(bp, fr="/recu", en="/receipt", methods=["POST"])
@public
def check_receipt() -> ResponseReturnValue:
    """Say whether the history holds the entry that the receipt was made of."""
    typed_number, typed_hash = (request.form.get(name, "") for name in ("numero", "preuve"))
    problems = _receipt_problems(typed_number, typed_hash)
    proof = None
    if not problems:
        number = read_number(typed_number) or ""
        proof = Proof(number, runtime().read(PORTAL, entry_with_hash, number, typed_hash))
    page = _receipt_page(problems, proof, number=typed_number, typed_hash=typed_hash)
    return page, 422 if problems else 200


def _receipt_page(problems: Problems, proof: Proof | None, **typed: str) -> str:
    return render_template(
        "citizen/receipt.html",
        problems=problems,
        proof=proof,
        public_key=runtime().keyring.public_key,
        **typed,
    )


def _receipt_problems(typed_number: str, typed_hash: str) -> Problems:
    problems = Problems(["numero", "preuve"])
    if read_number(typed_number) is None:
        problems.add("numero", gettext("Écrivez le numéro de plainte, par exemple 2026-004182"))
    if is_blank(typed_hash):
        problems.add("preuve", gettext("Écrivez la preuve de réception qui est sur votre reçu"))
    return problems
