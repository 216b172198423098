"""The words of the complaints office: tables from codes to French texts, and the tags of a row."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Struct

from portal.domain.complaint import Channel, FiledFor, ReplyBy, Status
from portal.domain.history import EntryKind
from portal.pages.current import gettext, ngettext
from portal.pages.features import Contribution, added
from portal.words.catalogue import to_translate
from portal.words.contacts import CONTACTS

EVENTS: dict[str, str] = {
    EntryKind.FILED: to_translate("Plainte reçue"),
    EntryKind.ACKNOWLEDGED: to_translate("Accusé de réception donné"),
    EntryKind.TAKEN_IN_CHARGE: to_translate("Premier contact fait"),
    EntryKind.FILE_COMPLETED: to_translate("Dossier complet : le délai de réponse est parti"),
    EntryKind.STUDIED: to_translate("Étude commencée"),
    EntryKind.ASSIGNED: to_translate("Plainte attribuée"),
    EntryKind.RECLASSIFIED: to_translate("Catégorie changée"),
    EntryKind.NOTED: to_translate("Note interne"),
    EntryKind.ASKED: to_translate("Question envoyée"),
    EntryKind.MESSAGE_RECEIVED: to_translate("Message reçu"),
    EntryKind.DOCUMENT_ADDED: to_translate("Document ajouté"),
    EntryKind.EXTENDED: to_translate("Échéance repoussée"),
    EntryKind.PAUSED: to_translate("Délai de réponse suspendu"),
    EntryKind.RESUMED: to_translate("Délai de réponse reparti"),
    EntryKind.DATE_MISSED: to_translate("Échéance dépassée"),
    EntryKind.ESCALATED: to_translate("Passage automatique au palier suivant"),
    EntryKind.PASSED_TO_TOP: to_translate("Transmission à la plus haute autorité"),
    EntryKind.POST_VACANT: to_translate("Palier où personne ne répond"),
    EntryKind.RECOURSE_OPENED: to_translate("Autre recours ouvert"),
    EntryKind.RETURNED: to_translate("Retour au service"),
    EntryKind.DECIDED: to_translate("Décision de la plus haute autorité"),
    EntryKind.ANSWERED: to_translate("Réponse envoyée"),
    EntryKind.CLOSED: to_translate("Plainte fermée"),
    EntryKind.REVIEW_ASKED: to_translate("Révision demandée par la personne"),
    EntryKind.WITHDRAWN: to_translate("Plainte retirée"),
    EntryKind.SUCCEEDED: to_translate("Organisme remplacé"),
    EntryKind.CONTACT_CHANGED: to_translate("Coordonnées changées"),
    EntryKind.LETTER_POSTED: to_translate("Lettre postée"),
    EntryKind.PLUGIN_FAILED: to_translate("Règle particulière sans réponse"),
}
CHANNELS: dict[str, str] = {
    Channel.WEB: to_translate("Portail"),
    Channel.EMAIL: to_translate("Courriel"),
    Channel.PHONE: to_translate("Téléphone"),
    Channel.POST: to_translate("Poste"),
    Channel.COUNTER: to_translate("Comptoir"),
    Channel.SOCIAL: to_translate("Réseau social"),
    Channel.API: to_translate("Autre système"),
    Channel.SERVICE: to_translate("De sa propre initiative"),
}
REPLY_BY: dict[str, str] = {
    ReplyBy.EMAIL: to_translate("par courriel"),
    ReplyBy.POST: to_translate("par la poste"),
    ReplyBy.PHONE: to_translate("par téléphone"),
    ReplyBy.TEXT: to_translate("par texto"),
    ReplyBy.NONE: to_translate("sur la page de suivi seulement"),
}
FILED_FOR: dict[str, str] = {
    FiledFor.SELF: to_translate("Pour soi"),
    FiledFor.OTHER: to_translate("Pour une autre personne"),
    FiledFor.ANONYMOUS: to_translate("Anonyme"),
    FiledFor.SERVICE: to_translate("De sa propre initiative"),
}
LANGUAGES: dict[str, str] = {"fr": to_translate("Français"), "en": to_translate("Anglais")}
STATES: dict[str, str] = {
    Status.RECEIVED: to_translate("Nouvelle"),
    Status.TAKEN_IN_CHARGE: to_translate("Prise en charge"),
    Status.UNDER_REVIEW: to_translate("À l’étude"),
    Status.WAITING: to_translate("Question posée"),
    Status.ANSWERED: to_translate("À fermer"),
    Status.CLOSED: to_translate("Fermée"),
    Status.TRANSFERRED: to_translate("Transférée"),
    Status.WITHDRAWN: to_translate("Retirée"),
}
_WORKING = frozenset({Status.TAKEN_IN_CHARGE, Status.UNDER_REVIEW, Status.RECEIVED})


class Tag(Struct, frozen=True):
    """A few words with a shape and a colour that repeat what they say."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class NewsTag(Contribution):
    """What of a feature's comes out where the work on a complaint stands, while nothing newer is.

    It may be news only while somebody is `in_work` on it.
    """

    kind: EntryKind
    words: str
    in_work: bool = False


def state_tag(status: str, last_event: str) -> Tag:
    """Return where the work stands: what is new or was just received comes out."""
    if last_event == EntryKind.MESSAGE_RECEIVED and Status(status) in _WORKING:
        return Tag(gettext("Message à lire"), "info")
    for news in added(NewsTag):
        if last_event == news.kind and (not news.in_work or Status(status) in _WORKING):
            return Tag(gettext(news.words), "info")
    if last_event == EntryKind.REVIEW_ASKED:
        return Tag(gettext("Révision demandée"), "info")
    kind = "info" if status == Status.RECEIVED else "plain"
    return Tag(gettext(STATES[status]), kind)


def worded(table: dict[str, str], code: str | None) -> str:
    """Return the words of a code in the language of the page, or the code itself."""
    return gettext(table[code]) if code in table else (code or "")


def contact_choices() -> list[tuple[str, str]]:
    """Return how somebody can have been reached, each as a choice."""
    words = ((code, gettext(way)) for code, way in CONTACTS.items())
    return [(code, way[0].upper() + way[1:]) for code, way in words]


def hints_words(count: int) -> str:
    """Return how many hints a text had."""
    if not count:
        return gettext("Langage clair : aucune remarque.")
    return ngettext(
        "Langage clair : %(num)s remarque.", "Langage clair : %(num)s remarques.", count
    )
