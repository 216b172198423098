"""All that whoever complains agreed to, in one place: since when, what it does, taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flask import request

from portal.domain.actor import complainant
from portal.domain.complaint import ReplyBy
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.features.consents.actions import EMAIL, no_full_answer, take_back
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import ACTIONS, ConsentsGiven, GivenConsent, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages, added
from portal.pages.forms import Problems
from portal.pages.shown.history_words import ToldWords
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD = "retirer"
_UNCHANGED = to_translate(
    "Rien n’a changé : ce consentement ne vaut déjà plus, ou ne peut pas être retiré maintenant."
)


def _every(summary: CaseSummary) -> list[GivenConsent]:
    """Return what was agreed to and holds now, as each feature keeps it."""
    return [consent for kept in added(ConsentsGiven) for consent in kept.given(summary)]


def _shown(number: str, complaint_id: int) -> Mapping[str, Any]:
    summary = opened_summary(number, complaint_id)
    return {"consents": _every(summary), "zone": summary.zone, "field": FIELD}


def _take_back(number: str, complaint_id: int, problems: Problems) -> str:
    """Take back what the button names; sent twice, it is taken back once."""
    code = request.form.get(FIELD, "")
    consents = _every(opened_summary(number, complaint_id))
    consent = next((one for one in consents if one.code == code), None)
    if consent is None or consent.held:
        return gettext(_UNCHANGED)
    what = code if consent.in_history else None
    act = partial(take_back, what=what, undo=consent.take_back)
    try:
        runtime().change(complainant(complaint_id), number, act)
    except TransitionNotAllowedError:
        return gettext(_UNCHANGED)
    return gettext("C’est retiré : %(what)s. %(beyond)s", what=consent.title, beyond=consent.beyond)


FollowAction(
    name="consents",
    sending="take_consent_back",
    fr="consentements",
    en="consents",
    template="consents/consents.html",
    shown=_shown,
    act=_take_back,
).serve(pages)


def _by_email(summary: CaseSummary) -> Iterable[GivenConsent]:
    """Yield that whole answers come by e-mail, where that was chosen."""
    complaint = summary.complaint
    if complaint.as_filed.full_answer_by_email and complaint.contact.reply_by is ReplyBy.EMAIL:
        yield GivenConsent(
            EMAIL,
            gettext("Recevoir le texte complet des réponses par courriel"),
            complaint.facts.received_at,
            gettext("Une personne qui lit vos courriels peut lire la réponse."),
            gettext("Les courriels déjà partis restent où ils sont."),
            no_full_answer,
        )


ADDS = (
    ConsentsGiven(_by_email),
    PagePart(ACTIONS, "consents/_leads_there.html", lambda _summary: {}),
    ToldWords(EntryKind.CONSENT_WITHDRAWN, to_translate("Vous avez retiré un consentement")),
)
