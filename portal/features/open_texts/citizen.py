"""Whoever complained lets their text be published, reads what became of it, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.features.open_texts.actions import offer, take_back
from portal.features.open_texts.queries import OWN, OfferedText
from portal.features.open_texts.rules import CONSENT
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import OPINION, ConsentsGiven, GivenConsent, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.shown.history_words import ToldWords
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD = "publier"


def _own(summary: CaseSummary) -> OfferedText | None:
    found = summary.complaint.of(OWN)
    return found[0] if found else None


def _shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    if summary.status is not Status.CLOSED and _own(summary) is None:
        return None
    return {
        "own": _own(summary),
        "field": FIELD,
        "story": summary.complaint.story,
        "language": summary.complaint.facts.language,
        "zone": summary.zone,
    }


def _offer(number: str, complaint_id: int, problems: Problems) -> str:
    if FIELD not in request.form:
        problems.add(FIELD, gettext("Cochez la case si vous acceptez, ou revenez en arrière"))
        return ""
    runtime().change(complainant(complaint_id), number, offer)
    return gettext(
        "C’est noté : une personne relira votre texte avant qu’il paraisse. Vous pouvez le retirer"
        " quand vous voulez, à « Mes consentements »."
    )


FollowAction(
    name="open_text",
    sending="offer_text",
    fr="texte-ouvert",
    en="open-text",
    template="open_texts/offer.html",
    shown=_shown,
    act=_offer,
    fields=(FIELD,),
).serve(pages)


def _asks(summary: CaseSummary) -> Mapping[str, Any] | None:
    own = _own(summary)
    return {"own": own} if own is not None or summary.status is Status.CLOSED else None


def _consents(summary: CaseSummary) -> Iterable[GivenConsent]:
    own = _own(summary)
    if own is None:
        return
    yield GivenConsent(
        CONSENT,
        gettext("Publier le texte de ma plainte, sans nom, dans les données ouvertes"),
        own.agreed_at,
        gettext("Une personne relit le texte et en ôte les noms, puis tout le monde peut le lire."),
        gettext("Le texte disparaît de nos fichiers aussitôt. Une copie déjà prise reste prise."),
        take_back,
    )


ADDS = (
    PagePart(OPINION, "open_texts/_asks.html", _asks),
    ConsentsGiven(_consents),
    ToldWords(
        EntryKind.TEXT_OFFERED, to_translate("Vous avez accepté que votre texte soit publié")
    ),
    ToldWords(EntryKind.TEXT_REVIEWED, to_translate("Votre texte a été relu avant publication")),
)
