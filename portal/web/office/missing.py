"""What a service found missing, as something to correct in a field."""

from __future__ import annotations

from portal.domain.errors import IncompleteError
from portal.web.forms import Problems
from portal.web.texts import gettext
from portal.words.catalogue import to_translate

MISSING: dict[str, tuple[str, str]] = {
    "body": ("body", to_translate("Écrivez le texte")),
    "question": ("question", to_translate("Écrivez ce que vous demandez")),
    "instruction": ("instruction", to_translate("Écrivez votre décision")),
    "reason": ("reason", to_translate("Écrivez le motif, en mots simples")),
    "receiving": ("receiving", to_translate("Choisissez l’organisme qui répondra")),
    "assignee": ("assignee", to_translate("Choisissez une personne qui traite les plaintes")),
    "another_person": (
        "assignee",
        to_translate("Choisissez une personne qui n’a pas déjà traité cette plainte"),
    ),
    "extension_used": (
        "amount",
        to_translate("Ce délai ne peut plus être prolongé"),
    ),
    "extension_too_long": ("amount", to_translate("Choisissez une prolongation plus courte")),
    "complete_file": ("amount", to_translate("Notez d’abord que le dossier est complet")),
    "stopped": ("amount", to_translate("Faites d’abord repartir le délai")),
    "pause_unknown": ("pause", to_translate("Choisissez un des motifs de la liste")),
    "pause_used": (
        "pause",
        to_translate("Le délai a déjà été suspendu pour ce motif : choisissez-en un autre"),
    ),
    "pause_run_out": (
        "pause",
        to_translate("La date promise est passée : le délai ne peut plus être suspendu"),
    ),
    "pause_stopped": ("pause", to_translate("Le délai est déjà suspendu")),
    "pause_waiting": (
        "pause",
        to_translate("Le délai n’est pas parti : il attend le dossier complet"),
    ),
    "answer": ("answer", to_translate("Envoyez la réponse avant de fermer la plainte")),
    "recourse": (
        "body",
        to_translate("Aucun autre recours n’est réglé : la réponse ne peut pas partir sans eux"),
    ),
    "finding": ("finding", to_translate("Choisissez une conclusion")),
    "criteria": (
        "criteria",
        to_translate("Choisissez les critères qui vont avec la conclusion"),
    ),
    "reasons": ("reasons", to_translate("Écrivez les motifs de la conclusion")),
}


def note_missing(problems: Problems, error: IncompleteError) -> None:
    """Note each missing thing at its field; « finding-12 » belongs to the issue 12."""
    for code in error.missing:
        name, dash, issue = code.partition("-")
        field_id, words = MISSING[name]
        problems.add(f"{field_id}{dash}{issue}", gettext(words))
