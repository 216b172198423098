"""Step 3: how to answer, and what its form holds."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.kept_drafts import DraftContent
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.text import LANGUAGES
from portal.pages.citizen import bp
from portal.pages.citizen.checks import NOT_AGREED, REPLY_FIELDS
from portal.pages.citizen.journey import REPLY, Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.citizen.saving import has_to_leave, later
from portal.pages.current import runtime
from portal.pages.forms import Problems, chosen, typed_line, typed_text
from portal.pages.languages import localized
from portal.words.catalogue import to_translate

NEED_WORDS: dict[str, str] = {
    "large_print": to_translate("Gros caractères"),
    "braille": to_translate("Braille"),
    "audio": to_translate("Audio"),
    "sign_language": to_translate("Langue des signes ou service de relais"),
    "explanations": to_translate("Explications au téléphone ou en personne"),
}
AGREED = "yes"
"""What is kept when the person concerned agrees; any other text says why it cannot be given."""


@localized(bp, fr="/plainte/<draft>/reponse", en="/complaint/<draft>/answer")
@public
@opens_journey
def reply(journey: Journey) -> ResponseReturnValue:
    """Ask how to answer; what was sent before is there, with its problems."""
    was_sent = bool(journey.content.filed_for or journey.content.reply_by)
    return _page(journey, journey.problems(REPLY) if was_sent else Problems(REPLY_FIELDS))


@localized(bp, fr="/plainte/<draft>/reponse", en="/complaint/<draft>/answer", methods=["POST"])
@public
@opens_journey
def keep_reply(journey: Journey) -> ResponseReturnValue:
    """Keep what was typed, then check it."""
    now_known = Journey.of(saved(journey.draft, **typed_reply()), journey.agency)
    if has_to_leave():
        return later(now_known.draft)
    if now_known.problems(REPLY):
        return _page(now_known, now_known.problems(REPLY)), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def _page(journey: Journey, problems: Problems) -> str:
    agreement, reason = agreement_of(journey.content)
    return render_template(
        "citizen/reply.html",
        journey=journey,
        content=journey.content,
        problems=problems,
        agreement=agreement,
        agreement_reason=reason,
        needs=NEED_WORDS,
        offers_texts=runtime().plugins.deliver_texts,
    )


def typed_reply() -> dict[str, Any]:
    """Return everything the form holds, as it was typed, by its name in the draft."""
    return {
        "filed_for": chosen("qui", frozenset(map(str, FiledFor))),
        "name": typed_line("nom"),
        "other_name": typed_line("nom-autre"),
        "agreement": _agreement(),
        **typed_contact(),
        "reply_language": chosen("langue", frozenset(LANGUAGES)),
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
    answer = chosen("accord", frozenset({AGREED, NOT_AGREED}))
    return (typed_text("accord-raison") or NOT_AGREED) if answer == NOT_AGREED else answer
