"""What a service found missing, as something to correct in a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.domain.errors import IdentitySaidError, IncompleteError, PortalError
from portal.domain.remedy import Wrong
from portal.domain.typed import is_blank
from portal.pages.current import gettext
from portal.pages.features import Contribution, added
from portal.pages.forms import Problems
from portal.words.catalogue import to_translate

NAMED_FIELD = "named"
"""The field by which somebody says that they mean to tell who complains."""

MISSING: dict[str, tuple[str, str]] = {
    "body": ("body", to_translate("Écrivez le texte")),
    "question": ("question", to_translate("Écrivez ce que vous demandez")),
    "instruction": ("instruction", to_translate("Écrivez votre décision")),
    "reason": ("reason", to_translate("Écrivez le motif, en mots simples")),
    "assignee": ("assignee", to_translate("Choisissez une personne qui traite les plaintes")),
    "another_person": (
        "assignee",
        to_translate("Choisissez une personne qui n’a pas déjà traité cette plainte"),
    ),
    "concerned_person": (
        "assignee",
        to_translate("Choisissez une personne que cette plainte ne vise pas"),
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
    "posted_on": ("postee", to_translate("Vérifiez le jour où la lettre a été postée")),
    "answer": ("answer", to_translate("Envoyez la réponse avant de fermer la plainte")),
    "recourse": (
        "body",
        to_translate("Aucun autre recours n’est réglé : la réponse ne peut pas partir sans eux"),
    ),
    "recourse_of_extension": (
        "reason",
        to_translate("Aucun autre recours n’est réglé : la personne doit pouvoir s’y adresser"),
    ),
    "signatory": (
        "signatory",
        to_translate("Faites répondre quelqu’un d’autre : qui a signé est nommé dans la plainte"),
    ),
    "language": (
        "language",
        to_translate("Voyez ce que la réponse aurait pu dire plus simplement"),
    ),
    "finding": ("finding", to_translate("Choisissez une conclusion")),
    "criteria": (
        "criteria",
        to_translate("Choisissez les critères qui vont avec la conclusion"),
    ),
    "reasons": ("reasons", to_translate("Écrivez les motifs de la conclusion")),
    Wrong.UNSAID: (
        "remedies",
        to_translate("Choisissez ce qui est donné à la personne, ou « Rien » seul"),
    ),
    Wrong.SUM: (
        "remedy_sum",
        to_translate("Écrivez la somme remboursée, par exemple 120 ou 35,50"),
    ),
    Wrong.BEYOND: (
        "remedies",
        to_translate(
            "C’est plus que ce que le personnel décide seul : la direction du service, ou la plus"
            " haute autorité, peut le décider en fermant la plainte"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class MissingWords(Contribution):
    """What to do, at a field, about something that a feature's use cases find missing."""

    code: str
    field: str
    words: str


def missing_words(code: str) -> str:
    """Return what to do about something that is missing."""
    return gettext(_at_field(code)[1])


def needed_text(form: Mapping[str, str], problems: Problems, field: str) -> str:
    """Return a text of a form as it was typed; note it as missing if nothing was."""
    text = form.get(field, "")
    if is_blank(text):
        problems.add(field, missing_words(field))
    return text


def naming_words(place: str) -> str:
    """Return what to do about a place of a text that says who complains."""
    return gettext(
        "Ce texte peut dire qui porte plainte : « %(place)s ». "
        "Retirez-le, ou cochez que vous le révélez",
        place=place,
    )


def note_missing(problems: Problems, error: IncompleteError) -> None:
    """Note each missing thing at its field."""
    for field_id, words in missing_fields(error):
        problems.add(field_id, words)


def missing_fields(error: PortalError) -> Iterator[tuple[str, str]]:
    """Yield the field of each thing that an error says is missing, with what to do about it.

    « finding-12 » belongs to the issue 12. Where a text names somebody, it is that this is meant.
    """
    if isinstance(error, IdentitySaidError):
        yield NAMED_FIELD, naming_words(error.place)
    for code in error.missing if isinstance(error, IncompleteError) else ():
        name, dash, issue = code.partition("-")
        field_id, words = _at_field(name)
        yield f"{field_id}{dash}{issue}", gettext(words)


def _at_field(code: str) -> tuple[str, str]:
    """Return the field of what is missing, and what to do about it."""
    if code in MISSING:
        return MISSING[code]
    return next((own.field, own.words) for own in added(MissingWords) if own.code == code)
