"""Somebody calls, comes or writes for another person: for whom, and whether that person agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portal.complaints.kept_drafts import DraftContent
from portal.domain.complaint import AGREED, FiledFor
from portal.pages.current import gettext
from portal.pages.forms import chosen, typed_text

_NOT_AGREED = "no"


def filed_for(name: str, other: str) -> FiledFor:
    """Return for whom a complaint is, by the names that were typed and what else was said."""
    if other or agreement_typed():
        return FiledFor.OTHER
    return FiledFor.SELF if name else FiledFor.ANONYMOUS


def agreement_typed() -> str:
    """Return that the person concerned agrees, or why not, as it was typed."""
    answer = chosen("accord", frozenset({AGREED, _NOT_AGREED}))
    return answer if answer == AGREED else typed_text("accord-raison") or answer


def wrong_for_another(content: DraftContent) -> Iterator[tuple[str, str]]:
    """Yield what is to be corrected about whom somebody complains for."""
    if content.filed_for != FiledFor.OTHER:
        return
    if not content.other_name:
        yield "nom-autre", gettext("Écrivez le nom de la personne concernée")
    if not content.name:
        yield "nom", gettext("Écrivez le nom de qui porte plainte pour une autre personne")
    if not content.agreement:
        yield "accord", gettext("Dites si cette personne est d’accord")
    elif content.agreement == _NOT_AGREED:
        yield "accord-raison", gettext("Dites pourquoi son accord ne peut pas être donné")


def shown_for_another(content: DraftContent) -> Mapping[str, object]:
    """Return what the form shows of it."""
    is_agreed = content.agreement == AGREED
    reason = "" if is_agreed or content.agreement == _NOT_AGREED else content.agreement
    return {
        "is_for_another": content.filed_for == FiledFor.OTHER,
        "agreement": AGREED if is_agreed else content.agreement and _NOT_AGREED,
        "agreement_reason": reason,
    }
