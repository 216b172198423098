"""The words of the complaints office: tables from codes to French texts, and the tags of a row."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.complaint import Channel, FiledFor, ReplyBy, Status
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.features.conflicts_of_interest.rules import Origin
from portal.features.settling.actions import Contact
from portal.features.urgency.rules import Urgency
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

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
    EntryKind.POST_VACANT: to_translate("Palier sans titulaire"),
    EntryKind.RECOURSE_OPENED: to_translate("Autre recours ouvert"),
    EntryKind.RETURNED: to_translate("Retour au service"),
    EntryKind.DECIDED: to_translate("Décision de la plus haute autorité"),
    EntryKind.READING_ASKED: to_translate("Deuxième lecture demandée"),
    EntryKind.READING_RETURNED: to_translate("Réponse renvoyée par la deuxième lecture"),
    EntryKind.ANSWERED: to_translate("Réponse envoyée"),
    EntryKind.CLOSED: to_translate("Plainte fermée"),
    EntryKind.REOPENED: to_translate("Plainte reprise à la demande de la personne"),
    EntryKind.REVIEW_ASKED: to_translate("Révision demandée par la personne"),
    EntryKind.WITHDRAWN: to_translate("Plainte retirée"),
    EntryKind.TRANSFER_PROPOSED: to_translate("Transfert à un autre organisme proposé"),
    EntryKind.TRANSFER_TAKEN_BACK: to_translate("Transfert proposé, puis repris"),
    EntryKind.TRANSFER_AGREED: to_translate("La personne a dit ce qui peut être lu"),
    EntryKind.ROUTED: to_translate("Plainte remise à un autre organisme"),
    EntryKind.LINKED: to_translate("Plainte liée à une autre"),
    EntryKind.UNLINKED: to_translate("Lien avec une autre plainte défait"),
    EntryKind.PART_ASKED: to_translate("Partie demandée à un autre organisme"),
    EntryKind.PART_AGREED: to_translate("La personne a dit ce qui peut être lu"),
    EntryKind.PART_BEGUN: to_translate("Un autre organisme a sa partie"),
    EntryKind.PART_RECEIVED: to_translate("Partie d’une plainte reçue"),
    EntryKind.PART_DECLINED: to_translate("L’organisme dit ne pas être concerné"),
    EntryKind.PART_KEPT: to_translate("Demande de partie maintenue"),
    EntryKind.PART_CALLED_OFF: to_translate("Demande de partie retirée"),
    EntryKind.SUCCEEDED: to_translate("Organisme remplacé"),
    EntryKind.CONTACT_CHANGED: to_translate("Coordonnées changées"),
    EntryKind.LETTER_POSTED: to_translate("Lettre postée"),
    EntryKind.READY_FILE_MADE: to_translate("Dossier préparé pour un autre recours"),
    EntryKind.PLUGIN_FAILED: to_translate("Règle particulière sans réponse"),
    EntryKind.REPRISAL_FLAGGED: to_translate("Représailles signalées"),
    EntryKind.REPRISAL_ACTED: to_translate("Geste contre les représailles"),
    EntryKind.INFORMATION_REQUESTED: to_translate("Renseignements demandés à l’interne"),
    EntryKind.INFORMATION_MISSED: to_translate("Renseignements en retard"),
    EntryKind.INFORMATION_GIVEN: to_translate("Renseignements reçus"),
    EntryKind.INFORMATION_ENDED: to_translate("Renseignements plus attendus"),
    EntryKind.RECOMMENDED: to_translate("Recommandation envoyée"),
    EntryKind.RECOMMENDATION_MOVED: to_translate("Suite d’une recommandation"),
    EntryKind.NEWS_WISHED: to_translate("Choix d’être averti de la correction"),
    EntryKind.ANSWER_JUDGED: to_translate("La personne dit si la réponse lui convient"),
    EntryKind.URGENCY_PROPOSED: to_translate("Urgence proposée"),
    EntryKind.URGENCY_CONFIRMED: to_translate("Urgence confirmée"),
    EntryKind.URGENCY_DECLINED: to_translate("Urgence écartée"),
    EntryKind.URGENT_ACTED: to_translate("Premier geste pour une plainte urgente"),
    EntryKind.LIMIT_PROPOSED: to_translate("Limite de contact proposée"),
    EntryKind.LIMIT_DECLINED: to_translate("Limite de contact écartée"),
    EntryKind.CONTACT_LIMITED: to_translate("Contacts limités pour un temps"),
    EntryKind.LIMIT_REVIEW_ASKED: to_translate("Révision de la limite demandée"),
    EntryKind.LIMIT_REVIEWED: to_translate("Limite de contact révisée"),
    EntryKind.LIMIT_ENDED: to_translate("Limite de contact terminée"),
    EntryKind.CONFLICT_NOTED: to_translate("Personne visée par la plainte, tenue à l’écart"),
    EntryKind.CONFLICT_LIFTED: to_translate("Mise à l’écart levée"),
    EntryKind.GROUPED: to_translate("Plainte réunie à d’autres"),
    EntryKind.UNGROUPED: to_translate("Plainte retirée de son groupe"),
}
CHANNELS: dict[str, str] = {
    Channel.WEB: to_translate("Portail"),
    Channel.EMAIL: to_translate("Courriel"),
    Channel.PHONE: to_translate("Téléphone"),
    Channel.POST: to_translate("Poste"),
    Channel.COUNTER: to_translate("Comptoir"),
    Channel.SOCIAL: to_translate("Réseau social"),
}
REPLY_BY: dict[str, str] = {
    ReplyBy.EMAIL: to_translate("par courriel"),
    ReplyBy.POST: to_translate("par la poste"),
    ReplyBy.PHONE: to_translate("par téléphone"),
    ReplyBy.TEXT: to_translate("par texto"),
    ReplyBy.NONE: to_translate("sur la page de suivi seulement"),
}
CONTACTS: dict[str, str] = {
    Contact.PHONE: to_translate("au téléphone"),
    Contact.IN_PERSON: to_translate("en personne"),
    Contact.VIDEO: to_translate("en visioconférence"),
    Contact.EMAIL: to_translate("par courriel"),
    Contact.TEXT: to_translate("par texto"),
}
FILED_FOR: dict[str, str] = {
    FiledFor.SELF: to_translate("Pour soi"),
    FiledFor.OTHER: to_translate("Pour une autre personne"),
    FiledFor.ANONYMOUS: to_translate("Anonyme"),
}
PROMISED: dict[str, str] = {
    ClockKind.FIRST_CONTACT: to_translate("Premier contact"),
    ClockKind.ANSWER: to_translate("Réponse"),
    ClockKind.REPRISAL_FIRST_ACT: to_translate("Premier geste contre les représailles"),
    ClockKind.REPRISAL_CHECK_IN: to_translate("Suivi après le signalement de représailles"),
    ClockKind.REVIEW: to_translate("Révision"),
    ClockKind.URGENT_FIRST_ACT: to_translate("Premier geste pour une plainte urgente"),
    ClockKind.CLOSING: to_translate("Fermeture de la plainte"),
    ClockKind.INTAKE: to_translate("Remise à un organisme"),
    ClockKind.FIRST_PROMISE: to_translate("Date promise quand la plainte a été envoyée"),
}
ORIGINS: dict[str, str] = {
    Origin.FOUND: to_translate("Nom trouvé dans la plainte"),
    Origin.DECLARED: to_translate("Déclarée par le service"),
    Origin.OWN: to_translate("S’est retirée de la plainte"),
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


@dataclass(frozen=True, slots=True)
class Tag:
    """A few words with a shape and a colour that repeat what they say."""

    words: str
    kind: str


def reprisal_tag() -> Tag:
    """Return what marks a complaint whose complainant reported reprisals."""
    return Tag(gettext("Représailles signalées"), "late")


def urgency_tag(urgency: str | None, is_urgent: bool) -> Tag | None:
    """Return what marks an urgent complaint, or one that somebody has to look at as such."""
    if is_urgent:
        return Tag(gettext("Urgente"), "late")
    if urgency is not None and Urgency(urgency).is_undecided:
        return Tag(gettext("Urgence à confirmer"), "soon")
    return None


def state_tag(status: str, last_event: str) -> Tag:
    """Return where the work stands: what is new or was just received comes out."""
    if last_event == EntryKind.MESSAGE_RECEIVED and Status(status) in _WORKING:
        return Tag(gettext("Message à lire"), "info")
    if last_event == EntryKind.INFORMATION_GIVEN and Status(status) in _WORKING:
        return Tag(gettext("Renseignements reçus"), "info")
    if last_event == EntryKind.REOPENED:
        return Tag(gettext("Reprise"), "info")
    if last_event == EntryKind.REVIEW_ASKED:
        return Tag(gettext("Révision demandée"), "info")
    kind = "info" if status == Status.RECEIVED else "plain"
    return Tag(gettext(STATES[status]), kind)


def worded(table: dict[str, str], code: str | None) -> str:
    """Return the words of a code in the language of the page, or the code itself."""
    return gettext(table[code]) if code in table else (code or "")
