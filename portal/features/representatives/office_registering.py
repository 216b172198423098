"""What the staff write down of somebody who calls, comes or writes for another person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from portal.agencies.agency import Agency
from portal.domain.complaint import AGREED, FiledFor
from portal.domain.mail_address import LONGEST as LONGEST_EMAIL
from portal.features.representatives.pages import quality_choices
from portal.features.representatives.rules import (
    NOBODY_FOLLOWS,
    PROOF_QUESTION,
    SAID_AT_FILING,
    SCOPES,
    WHY_NONE,
    Proof,
    Quality,
    Representation,
    Scope,
    Until,
    WhyNone,
)
from portal.pages.current import gettext
from portal.pages.forms import chosen, email_problem, typed_line, typed_text
from portal.pages.office.registering_form import Entry, EntryForm
from portal.words.catalogue import to_translate

QUALITY_FIELD, SCOPE_FIELD = "qualite", "role"
PROOF_FIELD, DOCUMENT_FIELD, WHY_FIELD = "preuve", "preuve-document", "preuve-raison"
EMAIL_FIELD, ADDRESS_FIELD = "son-courriel", "son-adresse"
_PROOF: dict[str, str] = {
    Proof.ATTACHED: to_translate("Elle est jointe ici"),
    Proof.ORAL: to_translate("La personne a donné son accord de vive voix"),
    Proof.NONE: to_translate("Il n’y en a pas"),
}


def _typed(_agency: Agency) -> Representation:
    """Return what was said; nothing where nobody is complained for."""
    quality = chosen(QUALITY_FIELD, frozenset(Quality))
    email = typed_line(EMAIL_FIELD, LONGEST_EMAIL)
    address = typed_text(ADDRESS_FIELD)
    proof = chosen(PROOF_FIELD, frozenset(SAID_AT_FILING))
    if not (quality or email or address or proof):
        return Representation()
    return Representation(
        represents_as=quality,
        represents_for=chosen(SCOPE_FIELD, frozenset(Scope)) or Scope.WHOLE,
        represents_until=Until.END,
        represents_proof=proof,
        represents_why=chosen(WHY_FIELD, frozenset(WhyNone)),
        represented_email=email,
        represented_address=address,
    )


def _shown(written: Entry) -> Mapping[str, Any]:
    needs_proof = written.agency.configured.representation.needs_proof
    return {
        "said": written.content.part(Representation),
        "qualities": [choice[:2] for choice in quality_choices()],
        "scopes": [(code, gettext(words)) for code, words in SCOPES.items()],
        "proofs": [(code, gettext(words)) for code, words in _PROOF.items()],
        "reasons": [(code, gettext(words)) for code, words in WHY_NONE.items()],
        "needs_proof": needs_proof(written.category.code),
    }


def _wrong(written: Entry, answered: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what there is to correct of somebody who complains for another person."""
    said = written.content.part(Representation)
    if written.content.filed_for != FiledFor.OTHER:
        if not said.is_untouched:
            yield "nom-autre", gettext("Écrivez le nom de la personne concernée")
        return
    if not said.represents_as:
        yield QUALITY_FIELD, gettext("Choisissez qui elle est pour cette personne")
    if said.of_estate:
        yield from _wrong_of_estate(said, written.content.agreement)
    yield from _wrong_proof(said, answered)
    if said.represented_email and (problem := email_problem(said.represented_email)):
        yield EMAIL_FIELD, gettext(problem)
    elif _has_to_be_reached(said) and not (said.represented_email or said.represented_address):
        yield EMAIL_FIELD, gettext("Écrivez comment joindre la personne concernée : on lui écrit")


def _wrong_of_estate(said: Representation, agreement: str) -> Iterator[tuple[str, str]]:
    """Yield what cannot be where the person concerned has died."""
    if agreement == AGREED:
        yield "accord", gettext("Choisissez l’autre réponse : la personne est décédée")
    if said.represents_for == Scope.FILE:
        yield SCOPE_FIELD, gettext(NOBODY_FOLLOWS)


def _wrong_proof(said: Representation, answered: Collection[str]) -> Iterator[tuple[str, str]]:
    if not said.represents_proof:
        yield PROOF_FIELD, gettext("Dites s’il y a une preuve")
    elif said.represents_proof == Proof.ATTACHED and PROOF_QUESTION not in answered:
        yield DOCUMENT_FIELD, gettext("Choisissez le document qui est la preuve")
    elif said.represents_proof == Proof.NONE and not said.represents_why:
        yield WHY_FIELD, gettext("Dites pourquoi il n’y a pas de preuve")
    elif said.represents_proof == Proof.ORAL and said.of_estate:
        yield PROOF_FIELD, gettext("Choisissez une autre réponse pour une succession")


def _has_to_be_reached(said: Representation) -> bool:
    """Tell whether the person themself is written to; nobody writes to somebody who died."""
    is_written_to = said.represents_proof == Proof.ORAL or said.represents_for == Scope.FILE
    return is_written_to and not said.of_estate


ON_REGISTERING = (
    EntryForm(
        "representatives/_registering.html",
        _shown,
        _typed,
        _wrong,
        {DOCUMENT_FIELD: PROOF_QUESTION},
        of_another=True,
    ),
)
