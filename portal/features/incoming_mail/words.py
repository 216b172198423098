"""What pages say of an e-mail: where it stands, why, and what kind of message it is."""

from __future__ import annotations

from portal.features.incoming_mail.rules import State, Why
from portal.gateways.incoming_mail import MailKind
from portal.words.catalogue import to_translate

STATES: dict[State, str] = {
    State.KEPT: to_translate("En lecture"),
    State.TO_SORT: to_translate("À trier"),
    State.ADDED: to_translate("Versé à une plainte"),
    State.COMPLAINT: to_translate("Inscrit comme plainte"),
    State.NOT_COMPLAINT: to_translate("Pas une plainte"),
    State.SET_ASIDE: to_translate("Mis de côté"),
}

WHY: dict[str, str] = {
    Why.TOKEN: to_translate("Réponse à un courriel de la plainte %(number)s, par la même adresse."),
    Why.OTHER_SENDER: to_translate(
        "Réponse à un courriel de la plainte %(number)s, mais d’une autre adresse que celle de la "
        "personne. Vérifiez qui écrit."
    ),
    Why.NUMBER_AND_SENDER: to_translate(
        "L’objet dit le numéro %(number)s, et l’adresse est celle de la personne. Très probable."
    ),
    Why.NUMBER: to_translate(
        "L’objet dit le numéro %(number)s, mais l’adresse n’est pas celle de la personne. Vérifiez "
        "qui écrit."
    ),
    Why.SENDER: to_translate(
        "L’adresse est celle de la personne de la plainte %(number)s. Peut-être autre chose."
    ),
    Why.NEW: to_translate("Rien ne le rattache à une plainte."),
    Why.CLOSED: to_translate("La plainte %(number)s, à laquelle la personne répond, est fermée."),
    Why.MANY: to_translate(
        "La plainte %(number)s a reçu beaucoup de courriels de cette adresse aujourd’hui : "
        "peut-être une machine."
    ),
    Why.LONG: to_translate("Réponse très longue à la plainte %(number)s. Relisez-la d’abord."),
    Why.EMPTY: to_translate("Réponse sans texte à la plainte %(number)s."),
    Why.UNREAD: to_translate(
        "Le message est trop abîmé pour être lu en entier. L’original est gardé."
    ),
    Why.MACHINE: to_translate("Une machine l’a envoyé : personne n’attend de réponse."),
}

KINDS: dict[str, str] = {
    MailKind.AUTO_REPLY: to_translate("Réponse automatique"),
    MailKind.OUT_OF_OFFICE: to_translate("Message d’absence"),
    MailKind.LIST: to_translate("Liste d’envoi"),
    MailKind.LOOP: to_translate("Courriel du portail revenu"),
    MailKind.BOUNCE: to_translate("Courriel non remis"),
    MailKind.DELAY: to_translate("Avis d’un serveur de courrier"),
    MailKind.RECEIPT: to_translate("Accusé de lecture"),
    MailKind.INVITATION: to_translate("Invitation à une rencontre"),
}
"""The kinds that a page names; a message needs no name."""
