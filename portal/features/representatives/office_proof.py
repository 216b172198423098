"""The proof that somebody may act: whether it is asked for, whether it is there, who checks it.

An agency's settings say for which subjects it is asked, and what is answered until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.agencies.settings.handling import RepresentationSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.representatives import actions
from portal.features.representatives.pages import (
    QUALITIES,
    acts_now,
    capital,
    how_judged,
    words_of,
)
from portal.features.representatives.queries import Representative
from portal.features.representatives.rules import Proof
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, needed_text, note_missing
from portal.pages.current import current_language, gettext, ngettext
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    Stage,
)
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import Choice, TickedCategories, categories_to_choose
from portal.pages.settings.drafting.forms import HANDLING, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

pages, settings_pages = Pages("office"), Pages("settings")


def _lacks_proof(case: OpenedCase) -> Representative | None:
    """Return who acts for the person, where a proof is needed and nobody accepted one."""
    found, settings = acts_now(case), case.agency.configured.representation
    if found is None or not settings.needs_proof(case.complaint.category):
        return None
    return None if found.is_proved else found


def _before_answer(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return what is kept in mind before an answer leaves, while a proof is missing."""
    found = _lacks_proof(case)
    if found is None:
        return None
    without = case.agency.configured.representation.answers_without
    return {"found": found, "in_general": without == "general", "heading": _missing(found, case)}


def _missing(found: Representative, case: OpenedCase) -> str:
    """Return what of the proof is still to come, or to be done."""
    if found.proof is Proof.ATTACHED:
        came = found.proof_came_at
        day = day_words(came.astimezone(case.zone).date(), current_language()) if came else ""
        if day:
            return gettext("Une preuve est reçue le %(day)s : à vérifier", day=day)
        return gettext("Une preuve est jointe : à vérifier")
    if found.proof is Proof.ORAL:
        return gettext("La personne n’a pas encore confirmé son accord")
    return gettext("La preuve de la représentation manque")


def _while_unanswered(case: OpenedCase) -> Mapping[str, Any] | None:
    """Return the same while an answer is still to be written."""
    return _before_answer(case) if Status(case.complaint.status).is_unanswered else None


ON_CASE_PAGE = (
    CasePart(
        "no_proof", Place.NOTICES, "representatives/_before_answer.html", _while_unanswered, rank=14
    ),
    CasePart("proof", Place.ANSWER, "representatives/_before_answer.html", _before_answer, rank=5),
    Offer(
        "judge_proof",
        to_translate("Vérifier la preuve de la personne qui représente"),
        Permission.CONTACT,
        lambda case: acts_now(case) is not None,
        rank=332,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    MissingWords("judged", "judged", to_translate("Dites si la preuve est acceptée")),
    HistoryEntry(EntryKind.PROOF_RECEIVED, to_translate("Preuve de la représentation reçue")),
    HistoryEntry(
        EntryKind.PROOF_JUDGED, to_translate("Preuve de la représentation examinée"), how_judged
    ),
    HistoryText(actions.PROOF_WHY, is_exchange=True),
)


# Somebody checks it.


def _checked(case: OpenedCase, _form: Form) -> dict[str, Any]:
    found = acts_now(case)
    documents = [document for document in case.file.documents if document.from_citizen]
    proofs = {proof.id for proof in found.proofs} if found else set()
    return {
        "found": found,
        "said": words_of(found) if found else None,
        "asked": capital(gettext(QUALITIES[found.quality].proof)) if found else "",
        "proofs": [document for document in documents if document.id in proofs],
        "documents": [document for document in documents if document.id not in proofs],
        "zone": case.zone,
    }


def _judge(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    is_accepted = {"yes": True, "no": False}.get(form.get("judged", ""))
    if is_accepted is None:
        note_missing(problems, IncompleteError("judged"))
        return None
    reason = "" if is_accepted else needed_text(form, problems, "reason")
    return partial(actions.judge_proof, is_accepted=is_accepted, reason=reason)


add_action(
    pages,
    ActionPage(
        COMPLAINT,
        "judge_proof",
        "verifier-la-preuve",
        "check-proof",
        Permission.CONTACT,
        to_translate("C’est noté."),
        _judge,
        tells=tells_complainant,
        given=_checked,
        fields=("judged", "reason"),
        folder="representatives",
        with_person=True,
    ),
)


# The settings.

ALWAYS, CATEGORIES, NEVER = "always", "categories", "never"
PROOF: dict[str, str] = {
    ALWAYS: to_translate("Pour tous les sujets"),
    CATEGORIES: to_translate("Pour certaines catégories"),
    NEVER: to_translate("Jamais"),
}
GENERAL, FULL = "general", "full"
WITHOUT: dict[str, str] = {
    GENERAL: to_translate("En termes généraux, sans parler du dossier de la personne"),
    FULL: to_translate("En entier"),
}


def _note_no_category(edit: Edit, problems: Problems) -> None:
    if edit.form["proof"] == CATEGORIES and not edit.form["categories"]:
        problems.add("categories", gettext("Choisissez au moins une catégorie"))


def _chosen_categories(edit: Edit) -> list[str] | None:
    """Return the categories, where they are what is chosen."""
    return list(edit.form["categories"]) if edit.form["proof"] == CATEGORIES else None


def _shown(edit: Edit) -> Mapping[str, Any]:
    return {
        "proofs": [(code, gettext(words)) for code, words in PROOF.items()],
        "answers": [(code, gettext(words)) for code, words in WITHOUT.items()],
        "categories": categories_to_choose(edit.settings),
    }


def _now(settings: AgencySettings) -> str:
    wanted = settings.representation or RepresentationSettings()
    if wanted.proof == ALWAYS:
        return gettext("preuve demandée pour tous les sujets")
    if wanted.proof == NEVER:
        return gettext("aucune preuve demandée")
    count = len(wanted.categories)
    return ngettext(
        "preuve demandée pour une catégorie", "preuve demandée pour %(num)s catégories", count
    )


REPRESENTATION = SectionForm(
    "representation",
    holds_for=HoldsFor.AT_ONCE,
    fr="representation",
    en="representation",
    section=("representation",),
    template="representatives/settings_representation.html",
    fields=(
        Choice(
            "proof",
            lambda: PROOF,
            to_translate("Choisissez pour quels sujets une preuve est demandée"),
            first=lambda: ALWAYS,
            unsaid=ALWAYS,
        ),
        TickedCategories(),
        Choice(
            "answers_without",
            lambda: WITHOUT,
            to_translate("Choisissez ce qui est répondu sans preuve"),
            first=lambda: GENERAL,
            unsaid=GENERAL,
        ),
    ),
    says=lambda settings: settings.representation,
    rules=_note_no_category,
    shows=_shown,
    concerns=lambda edit: {"categories": _chosen_categories(edit) or ()},
    writes=lambda edit, values: {**values, "categories": _chosen_categories(edit)},
    write=whole_section,
    entry=Entry(HANDLING, to_translate("Plaintes pour une autre personne"), _now),
)
REPRESENTATION.serve(settings_pages)
