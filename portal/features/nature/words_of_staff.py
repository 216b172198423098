"""What the pages of the staff say of what is no complaint: its page, its history, its row."""

from __future__ import annotations

from portal.features.nature import words
from portal.words.catalogue import to_translate

_OF_STAFF: dict[str, str] = {
    "Attribuer la plainte": to_translate("Attribuer le message"),
    "Autres plaintes qui ont la même cause": to_translate("Plaintes qui ont la même cause"),
    "Cette plainte vise": to_translate("Ce message vise"),
    "Lier à une autre plainte": to_translate("Lier à une plainte"),
    "Lier les plaintes": to_translate("Lier les deux"),
    "Me retirer de cette plainte": to_translate("Me retirer de ce message"),
    "Plainte attribuée": to_translate("Message attribué"),
    "Rien. La plainte est terminée.": to_translate("Rien. Le message est terminé."),
    "Nouvelle": to_translate("Nouveau"),
    "Réunir à d’autres plaintes": to_translate("Réunir à des plaintes"),
    "Fermer la plainte": to_translate("Fermer le message"),
    (
        "Un seul fichier à remettre à l’organisme qui examinera la plainte ensuite. La personne "
        "peut le prendre elle-même sur sa page de suivi."
    ): to_translate(
        "Un seul fichier à remettre à l’organisme qui examinera le message ensuite. La personne "
        "peut le prendre elle-même sur sa page de suivi."
    ),
    "Numéro de l’autre plainte": to_translate("Numéro de la plainte"),
    "la personne plaignante": to_translate("la personne qui a écrit"),
    "La personne plaignante": to_translate("La personne qui a écrit"),
    "de la personne plaignante": to_translate("de la personne qui a écrit"),
    "La personne plaignante ne la voit jamais.": to_translate(
        "La personne qui a écrit ne la voit jamais."
    ),
    (
        "Visible seulement à l’interne : la personne plaignante ne la voit jamais. Aucun délai "
        "ne bouge."
    ): to_translate(
        "Visible seulement à l’interne : la personne qui a écrit ne la voit jamais. Aucun délai "
        "ne bouge."
    ),
    (
        "Vous ne verrez plus rien de cette plainte. Seule une autre personne pourra vous la "
        "rouvrir."
    ): to_translate(
        "Vous ne verrez plus rien de ce message. Seule une autre personne pourra vous le rouvrir."
    ),
    (
        "Si elle seule travaille à ce palier, la plainte passe au palier suivant. La date "
        "promise reste la même."
    ): to_translate(
        "Si elle seule travaille à ce palier, le message passe au palier suivant. La date "
        "promise reste la même."
    ),
    "Rien ne bouge dans la plainte.": to_translate("Rien ne bouge dans le message."),
    "Prendre la plainte en charge": to_translate("Prendre le message en charge"),
    "Noter que la personne retire sa plainte": to_translate(
        "Noter que la personne retire son message"
    ),
    "Ce que la personne verra de la plainte": to_translate("Ce que la personne verra du message"),
    "En quoi la plainte ne peut pas attendre": to_translate(
        "En quoi le message ne peut pas attendre"
    ),
    "Qui est tenu à l’écart de la plainte n’est pas dans cette liste.": to_translate(
        "Qui est tenu à l’écart du message n’est pas dans cette liste."
    ),
    "N’écrivez rien qui dise qui a porté plainte.": to_translate(
        "N’écrivez rien qui dise qui a écrit."
    ),
    "Le nom de la personne plaignante": to_translate("Le nom de la personne qui a écrit"),
    "La personne plaignante n’en sait rien, sauf si votre réponse le lui dit.": to_translate(
        "La personne qui a écrit n’en sait rien, sauf si votre réponse le lui dit."
    ),
    "La personne choisie devient responsable. La personne plaignante ne reçoit rien.": to_translate(
        "La personne choisie devient responsable. La personne qui a écrit ne reçoit rien."
    ),
    "Plainte attribuée.": to_translate("Message attribué."),
    "%(name)s lit aussi cette plainte (%(when)s).": to_translate(
        "%(name)s lit aussi ce message (%(when)s)."
    ),
    "%(name)s travaille aussi à cette plainte (%(when)s).": to_translate(
        "%(name)s travaille aussi à ce message (%(when)s)."
    ),
    "Sans réponse, la plainte passe ensuite à ce palier : %(who)s.": to_translate(
        "Sans réponse, le message passe ensuite à ce palier : %(who)s."
    ),
    "Fermer la plainte avec une conclusion et ses motifs.": to_translate(
        "Fermer le message avec une conclusion et ses motifs."
    ),
    "Fermer la plainte avec une conclusion et ses motifs, au plus tard le %(day)s.": to_translate(
        "Fermer le message avec une conclusion et ses motifs, au plus tard le %(day)s."
    ),
    "Rien pour vous : le service des plaintes ferme la plainte avec une conclusion.": to_translate(
        "Rien pour vous : le service des plaintes ferme le message avec une conclusion."
    ),
    "Vous répondez une fois la plainte rendue à votre palier.": to_translate(
        "Vous répondez une fois le message rendu à votre palier."
    ),
    "Personne n’y peut traiter cette plainte": to_translate("Personne n’y peut traiter ce message"),
    "Elle était déjà dans cette catégorie : rien n’a changé.": to_translate(
        "Il était déjà dans cette catégorie : rien n’a changé."
    ),
}
TEXTS: dict[str, str] = {**words.TEXTS, **_OF_STAFF}
TEXTS_OF_THANKS: dict[str, str] = {**words.TEXTS_OF_THANKS, **_OF_STAFF}
"""Of what was closed with thanks."""
