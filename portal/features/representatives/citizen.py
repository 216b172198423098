"""Filing for somebody else: the page that asks as what, for what, until when, with what proof.

It comes after how to answer, and is asked of nobody who complains for themself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from portal.domain.complaint import AGREED, FiledFor
from portal.domain.mail_address import LONGEST as LONGEST_EMAIL
from portal.features.representatives.pages import (
    UNTIL,
    InWords,
    in_words,
    quality_choices,
    reached_words,
)
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
from portal.pages import uploads
from portal.pages.citizen.asking import AskingPage
from portal.pages.citizen.contributions import FOR_WHOM, PagePart
from portal.pages.citizen.journey import DraftStep, Journey
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, TypedDay, chosen, typed_line, typed_text
from portal.pages.shown.before_filing import ACCEPTED
from portal.words.catalogue import to_translate

pages = Pages("citizen")

STEP = PROOF_QUESTION
"""The name of the page, and of the question that its documents answer."""

QUALITY_FIELD, SCOPE_FIELD, UNTIL_FIELD = "qualite", "role", "jusqua"
DAY_FIELD, PROOF_FIELD, DOCUMENT_FIELD = "dernier-jour", "preuve", "preuve-document"
WHY_FIELD, WHY_WORDS_FIELD = "preuve-raison", "preuve-mots"
EMAIL_FIELD, ADDRESS_FIELD = "son-courriel", "son-adresse"
FIELDS = (
    *(QUALITY_FIELD, SCOPE_FIELD, UNTIL_FIELD, DAY_FIELD, PROOF_FIELD, DOCUMENT_FIELD),
    *(WHY_FIELD, WHY_WORDS_FIELD, EMAIL_FIELD, ADDRESS_FIELD),
)
PROOF: dict[str, str] = {
    Proof.ATTACHED: to_translate("Je joins une preuve"),
    Proof.ORAL: to_translate("La personne m’a donné son accord de vive voix"),
    Proof.NONE: to_translate("Je n’en ai pas"),
}


def _is_asked(journey: Journey) -> bool:
    return journey.content.filed_for == FiledFor.OTHER


def _typed() -> Representation:
    day = TypedDay.read(DAY_FIELD)
    return Representation(
        represents_as=chosen(QUALITY_FIELD, frozenset(Quality)),
        represents_for=chosen(SCOPE_FIELD, frozenset(Scope)),
        represents_until=chosen(UNTIL_FIELD, frozenset(Until)),
        represents_until_day=(day.day, day.month, day.year),
        represents_proof=chosen(PROOF_FIELD, frozenset(SAID_AT_FILING)),
        represents_why=chosen(WHY_FIELD, frozenset(WhyNone)),
        represents_why_words=typed_text(WHY_WORDS_FIELD),
        represented_email=typed_line(EMAIL_FIELD, LONGEST_EMAIL),
        represented_address=typed_text(ADDRESS_FIELD),
    )


def _documents(journey: Journey) -> list[Any]:
    return [document for document in journey.documents if document.question == STEP]


def _shown(journey: Journey, _problems: Problems) -> dict[str, Any]:
    said = journey.content.part(Representation)
    return {
        "said": said,
        "name": journey.content.other_name,
        "qualities": quality_choices(),
        "scopes": _choices(SCOPES),
        "untils": _choices(UNTIL),
        "proofs": _choices(PROOF),
        "reasons": _choices(WHY_NONE),
        "day": said.represents_until_day or ("", "", ""),
        "documents": _documents(journey),
        "accepted": ACCEPTED,
        "limits": uploads.limits(),
        "longest": LONGEST_STORY,
        "needs_proof": journey.agency.configured.representation.needs_proof(journey.category.code),
        "answers_without": journey.agency.configured.representation.answers_without,
    }


def _choices(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, gettext(label)) for code, label in words.items()]


def _attach(journey: Journey, refused: Problems) -> None:
    """Keep the proofs that came."""
    uploads.take(DOCUMENT_FIELD, partial(uploads.attach_to_draft, journey.draft.id, STEP), refused)


def _problems(journey: Journey) -> Problems:
    said, problems = journey.content.part(Representation), Problems(FIELDS)
    if not said.represents_as:
        problems.add(QUALITY_FIELD, gettext("Dites qui vous êtes pour cette personne"))
    if not said.represents_for:
        problems.add(SCOPE_FIELD, gettext("Dites ce que vous ferez pour elle"))
    elif said.of_estate and said.represents_for == Scope.FILE:
        problems.add(SCOPE_FIELD, gettext(NOBODY_FOLLOWS))
    if said.of_estate and journey.content.agreement == AGREED:
        problems.add(
            QUALITY_FIELD,
            gettext(
                "Pour une succession, dites à la page précédente que son accord ne peut pas être "
                "donné"
            ),
        )
    _until_problems(problems, journey, said)
    _proof_problems(problems, journey, said)
    _reach_problems(problems, said)
    return problems


def _until_problems(problems: Problems, journey: Journey, said: Representation) -> None:
    if said.represents_for == Scope.FILE:
        return
    if not said.represents_until:
        problems.add(UNTIL_FIELD, gettext("Dites jusqu’à quand"))
    elif said.represents_until == Until.DAY:
        today = journey.consultation.calendar().day_of(runtime().now())
        if said.last_day is None:
            problems.add(DAY_FIELD, gettext("Écrivez le jour, le mois et l’année"))
        elif said.last_day < today:
            problems.add(DAY_FIELD, gettext("Cette date est passée. Écrivez un jour à venir"))


def _proof_problems(problems: Problems, journey: Journey, said: Representation) -> None:
    problems.check_text(WHY_WORDS_FIELD, said.represents_why_words)
    if not said.represents_proof:
        problems.add(PROOF_FIELD, gettext("Dites si vous joignez une preuve"))
    elif said.represents_proof == Proof.ATTACHED:
        if not _documents(journey):
            problems.add(DOCUMENT_FIELD, gettext("Choisissez le document qui est la preuve"))
    elif said.represents_proof == Proof.ORAL:
        _oral_problems(problems, said)
    elif not said.represents_why:
        problems.add(WHY_FIELD, gettext("Dites pourquoi il n’y a pas de preuve"))
    elif said.represents_why == WhyNone.ANOTHER and not said.represents_why_words:
        problems.add(WHY_WORDS_FIELD, gettext("Expliquez en quelques mots"))


def _oral_problems(problems: Problems, said: Representation) -> None:
    """Note where somebody who agreed by word of mouth cannot be asked whether they did."""
    if said.of_estate:
        problems.add(PROOF_FIELD, gettext("Choisissez une autre réponse pour une succession"))
    elif said.represents_for != Scope.FILE and not _is_reached(said):
        problems.add(
            EMAIL_FIELD,
            gettext("Dites comment joindre cette personne : nous lui demandons de confirmer"),
        )


def _is_reached(said: Representation) -> bool:
    return bool(said.represented_email or said.represented_address)


def _reach_problems(problems: Problems, said: Representation) -> None:
    problems.check_line(ADDRESS_FIELD, said.represented_address)
    if said.represented_email:
        problems.check_email(EMAIL_FIELD, said.represented_email)
    elif said.represents_for == Scope.FILE and not (_is_reached(said) or said.of_estate):
        problems.add(
            EMAIL_FIELD,
            gettext("Dites comment joindre cette personne : c’est elle qui suivra sa plainte"),
        )


AskingPage(
    name=STEP,
    sending="keep_representation",
    fr="representation",
    en="representation",
    template="representatives/representation.html",
    shown=_shown,
    keep=lambda journey, refused: journey.kept(parts=[_typed()]),
    attach=_attach,
    problems=_problems,
    was_sent=lambda journey: not journey.content.part(Representation).is_untouched,
).serve(pages)


# Before it is sent.


def _before_sending(journey: Journey) -> Mapping[str, Any] | None:
    """Return what was said of whoever files for another person, to be checked."""
    if not _is_asked(journey):
        return None
    said = journey.content.part(Representation)
    return {
        "said": said_in_words(said),
        "documents": _documents(journey) if said.represents_proof == Proof.ATTACHED else [],
        "reached": list(reached_words(said.represented_email, said.represented_address)),
        "is_for_filing": said.represents_for == Scope.FILE,
        "of_estate": said.of_estate,
    }


def said_in_words(said: Representation) -> InWords:
    """Return what was typed in words."""
    why = (said.represents_why, said.represents_why_words)
    if said.represents_proof != Proof.NONE:
        why = ("", "")
    last_day = said.last_day
    return in_words(said.represents_as, said.represents_for, last_day, said.represents_proof, why)


WHEN_FILING: Iterable[Any] = (
    DraftStep(STEP, _is_asked, _problems, _typed),
    PagePart(FOR_WHOM, "representatives/_representation_row.html", _before_sending),
)
