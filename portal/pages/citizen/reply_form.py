"""What the page about the reply holds: for whom, by what means, in what language."""

from __future__ import annotations

from typing import Any

from flask import request

from portal.complaints.planning.drafts import DraftContent
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.text import LANGUAGES
from portal.pages.citizen.checks import NOT_AGREED
from portal.pages.current import runtime
from portal.pages.typed import chosen, typed_line, typed_text
from portal.words.replies import AGREED, NEED_WORDS

_WHOM = frozenset(map(str, FiledFor))
_LANGUAGES = frozenset(LANGUAGES)
_AGREEMENTS = frozenset({AGREED, NOT_AGREED})


def typed_reply() -> dict[str, Any]:
    """Return everything the form holds, as it was typed, by its name in the draft."""
    return {
        "filed_for": chosen("qui", _WHOM),
        "name": typed_line("nom"),
        "other_name": typed_line("nom-autre"),
        "agreement": _agreement(),
        **typed_contact(),
        "reply_language": chosen("langue", _LANGUAGES),
        "needs": tuple(need for need in NEED_WORDS if need in request.form.getlist("besoin")),
    }


def typed_contact() -> dict[str, Any]:
    """Return how the person wants to be reached, every detail as typed."""
    means = chosen("moyen", _means())
    return {
        "reply_by": means,
        "email": typed_line("courriel"),
        "phone": typed_line("texto" if means == ReplyBy.TEXT else "telephone"),
        "address": typed_text("adresse"),
        "full_answer_by_email": "complet" in request.form,
    }


def agreement_of(content: DraftContent) -> tuple[str, str]:
    """Return which button of the agreement is chosen, and the reason where there is none."""
    if content.agreement in ("", AGREED, NOT_AGREED):
        return content.agreement, ""
    return NOT_AGREED, content.agreement


def _means() -> frozenset[str]:
    """Return the means that are offered: text messages only where a plugin delivers them."""
    offered = frozenset(map(str, ReplyBy))
    return offered if runtime().plugins.deliver_texts else offered - {ReplyBy.TEXT}


def _agreement() -> str:
    """Return the agreement, the reason why there is none, or that the reason is missing."""
    answer = chosen("accord", _AGREEMENTS)
    return (typed_text("accord-raison") or NOT_AGREED) if answer == NOT_AGREED else answer
