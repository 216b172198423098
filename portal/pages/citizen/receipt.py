"""Checking a receipt: does the history still hold what was received?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.verification import entry_with_hash
from portal.domain.actor import PORTAL
from portal.domain.number import read_number
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.texts import gettext
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.protection import limiter


@dataclass(frozen=True, slots=True)
class Proof:
    """What the history answered about a receipt: when it was made, or that nothing matches."""

    number: str
    received_at: datetime | None


@localized(bp, fr="/recu", en="/receipt")
@public
def receipt() -> ResponseReturnValue:
    """Ask for the number and the proof on the receipt."""
    return _page(Problems(), None)


@localized(bp, fr="/recu", en="/receipt", methods=["POST"])
@public
@limiter.limit("30 per 15 minutes")
def check_receipt() -> ResponseReturnValue:
    """Say whether the history holds the entry that the receipt was made of."""
    typed_number, typed_hash = request.form.get("numero", ""), request.form.get("preuve", "")
    problems = _problems(typed_number, typed_hash)
    proof = None if problems else _proof(read_number(typed_number) or "", typed_hash)
    page = _page(problems, proof, number=typed_number, typed_hash=typed_hash)
    return page, 422 if problems else 200


def _page(problems: Problems, proof: Proof | None, **typed: str) -> str:
    return render_template(
        "citizen/receipt.html",
        problems=problems,
        proof=proof,
        public_key=runtime().keyring.public_key,
        **typed,
    )


def _problems(typed_number: str, typed_hash: str) -> Problems:
    problems = Problems(["numero", "preuve"])
    if read_number(typed_number) is None:
        problems.add("numero", gettext("Écrivez le numéro de plainte, par exemple 2026-004182"))
    if not typed_hash.strip():
        problems.add("preuve", gettext("Écrivez la preuve de réception qui est sur votre reçu"))
    return problems


def _proof(number: str, typed_hash: str) -> Proof:
    with runtime().reading(PORTAL) as session:
        return Proof(number, entry_with_hash(session, number, typed_hash))
