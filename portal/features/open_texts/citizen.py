"""Whoever complained lets their text be published, reads what became of it, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request

from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.features.open_texts.actions import offer, take_back
from portal.features.open_texts.queries import OWN, OfferedText, is_readable, readable_from
from portal.features.open_texts.rules import CONSENT, Reading, TextReviewed
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import OPINION, ConsentsGiven, GivenConsent, PagePart
from portal.pages.citizen.follow import FollowAction
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.shown.history_words import Around, ToldWords
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages = Pages("citizen")

FIELD = "publier"


def _own(summary: CaseSummary) -> OfferedText | None:
    found = summary.complaint.of(OWN)
    return found[0] if found else None


def _shown(number: str, complaint_id: int) -> Mapping[str, Any] | None:
    summary = opened_summary(number, complaint_id)
    if summary.status is not Status.CLOSED and _own(summary) is None:
        return None
    own = _own(summary)
    with runtime().reading(PORTAL) as session:
        is_public = own is not None and is_readable(session, own)
    return {
        "own": own,
        "is_public": is_public,
        "readable_from": readable_from(own) if own is not None else None,
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
        gettext(
            "Une personne de l’organisme relit le texte et en ôte les noms. Tout le monde peut"
            " ensuite le lire, une fois publiés les chiffres du trimestre : au plus tôt le"
            " %(day)s.",
            day=day_words(readable_from(own), current_language()),
        ),
        gettext("Le texte disparaît de nos fichiers aussitôt. Une copie déjà prise reste prise."),
        take_back,
    )


def _done(entry: TextReviewed, _around: Around) -> str:
    if entry.reading is Reading.LEAVE_OUT:
        return gettext("Il n’est pas publié : il dirait de qui il parle.")
    return gettext("Seuls vos propres mots y sont. Ce qui en est ôté est remplacé par « […] ».")


ADDS = (
    PagePart(OPINION, "open_texts/_asks.html", _asks),
    ConsentsGiven(_consents),
    ToldWords(
        EntryKind.TEXT_OFFERED, to_translate("Vous avez accepté que votre texte soit publié")
    ),
    ToldWords(
        EntryKind.TEXT_REVIEWED, to_translate("Votre texte a été relu avant publication"), _done
    ),
)
