"""Filing for somebody else: as what, for what, until when, with what proof.

A page asks for it after how to answer, of nobody who complains for themself; the staff write down
the same of somebody who calls, comes or writes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.domain.complaint import AGREED, FiledFor
from portal.domain.mail_address import LONGEST as LONGEST_EMAIL
from portal.features.representatives.pages import (
    UNTIL,
    in_order,
    quality_choices,
    reached_words,
    said_in_words,
)
from portal.features.representatives.rules import (
    NO_AGREEMENT,
    NOBODY_FOLLOWS,
    PROOF_ASKED,
    PROOF_QUESTION,
    PROOF_SEEN,
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
from portal.pages.forms import (
    LONGEST_STORY,
    Problems,
    TypedDay,
    chosen,
    email_problem,
    typed_line,
    typed_text,
)
from portal.pages.office.registering_form import Entry, EntryForm
from portal.pages.shown.before_filing import ACCEPTED

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
        "scopes": in_order(SCOPES),
        "untils": in_order(UNTIL),
        "proofs": in_order(PROOF_ASKED),
        "reasons": in_order(WHY_NONE),
        "day": said.represents_until_day or ("", "", ""),
        "documents": _documents(journey),
        "accepted": ACCEPTED,
        "limits": uploads.limits(),
        "longest": LONGEST_STORY,
        "needs_proof": journey.agency.configured.representation.needs_proof(journey.category.code),
        "answers_without": journey.agency.configured.representation.answers_without,
    }


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
            gettext(NO_AGREEMENT),
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
    elif said.represents_for != Scope.FILE and not said.is_reached:
        problems.add(
            EMAIL_FIELD,
            gettext("Dites comment joindre cette personne : nous lui demandons de confirmer"),
        )


def _reach_problems(problems: Problems, said: Representation) -> None:
    problems.check_line(ADDRESS_FIELD, said.represented_address)
    if said.represented_email:
        problems.check_email(EMAIL_FIELD, said.represented_email)
    elif said.represents_for == Scope.FILE and not (said.is_reached or said.of_estate):
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
    if journey.content.filed_for != FiledFor.OTHER:
        return None
    said = journey.content.part(Representation)
    return {
        "said": said_in_words(said),
        "documents": _documents(journey) if said.represents_proof == Proof.ATTACHED else [],
        "reached": list(reached_words(said.represented_email, said.represented_address)),
        "is_for_filing": said.represents_for == Scope.FILE,
        "of_estate": said.of_estate,
    }


WHEN_FILING: Iterable[Any] = (
    DraftStep(STEP, lambda of: of.content.filed_for == FiledFor.OTHER, _problems, _typed),
    PagePart(FOR_WHOM, "representatives/_representation_row.html", _before_sending),
)


# Written down by the staff.


def _written_down(_agency: Agency) -> Representation:
    """Return what was said; nothing where nobody is complained for."""
    said = _typed()
    if not (said.represents_as or said.represents_proof or said.is_reached):
        return Representation()
    scope = said.represents_for or Scope.WHOLE
    return replace(said, represents_for=scope, represents_until=Until.END, represents_until_day=())


def _entry_shown(written: Entry) -> Mapping[str, Any]:
    needs_proof = written.agency.configured.representation.needs_proof
    return {
        "said": written.content.part(Representation),
        "qualities": [choice[:2] for choice in quality_choices()],
        "scopes": in_order(SCOPES),
        "proofs": in_order(PROOF_SEEN),
        "reasons": in_order(WHY_NONE),
        "needs_proof": needs_proof(written.category.code),
    }


def _wrong_entry(written: Entry, answered: Collection[str]) -> Iterator[tuple[str, str]]:
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
    elif _has_to_be_reached(said) and not said.is_reached:
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
        _entry_shown,
        _written_down,
        _wrong_entry,
        {DOCUMENT_FIELD: PROOF_QUESTION},
        of_another=True,
    ),
)
