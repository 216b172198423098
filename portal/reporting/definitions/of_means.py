"""How each means that can make a figure look better is counted: what, among what, in which month.

Their anchors are those of `ANCHORS` of `means.py`.
"""

from __future__ import annotations

from portal.reporting.definitions.definition import Definition
from portal.words.catalogue import to_translate

_DUE = to_translate("Le mois du dernier jour promis.")
_RECEIVED = to_translate("Le mois de la réception.")
_ALL_DUE = to_translate("Toutes les réponses dues : données à temps, en retard, ou pas encore.")
_ALL_RECEIVED = to_translate("Les plaintes reçues.")
_FIRST = to_translate("Le mois de la première réponse.")

OF_MEANS = (
    Definition(
        "embellir",
        to_translate("Ce qui peut embellir un chiffre"),
        to_translate(
            "Rien de ceci n’est une faute en soi : une prolongation peut être juste."
            " Mais un taux qui en contient beaucoup ne se lit pas comme un autre."
            " Il porte donc une mention quand l’organisme s’en sert beaucoup plus que les autres :"
            " au moins deux fois la médiane des autres, pour 5 plaintes au moins,"
            " et au-delà du hasard (intervalle de Newcombe, erreur de 5 % partagée)."
            " La mention compte toutes les plaintes de l’organisme, même quand la page est filtrée."
        ),
        to_translate("Les organismes qui ont au moins 30 plaintes à comparer dans la période."),
        to_translate("Celui de chaque moyen, plus bas."),
    ),
    Definition(
        "prolongations",
        to_translate("Prolongations"),
        to_translate(
            "Les réponses dues dont une prolongation a déplacé le dernier jour."
            " « Sans prolongation ni arrêt » compte à temps celles venues avant le premier jour"
            " promis, quoi qu’il ait été déplacé ensuite."
        ),
        _ALL_DUE,
        _DUE,
    ),
    Definition(
        "arrets",
        to_translate("Arrêts du délai"),
        to_translate("Les réponses dues dont le délai s’est arrêté au moins une fois."),
        _ALL_DUE,
        _DUE,
    ),
    Definition(
        "transferts-tardifs",
        to_translate("Transferts tardifs"),
        to_translate(
            "Les plaintes remises à un autre organisme après plus de 2 jours ouvrables."
            " On compte jusqu’au jour où le transfert est proposé à la personne : le temps qu’elle"
            " prend pour choisir n’est compté à personne."
            " Les transferts d’avant cette mesure n’ont pas de moment noté."
        ),
        to_translate(
            "Pour la part : les plaintes reçues et celles remises."
            " Dans le tableau de qui à qui : les transferts dont le moment est noté."
        ),
        to_translate("Le mois de la remise."),
    ),
    Definition(
        "secondes-reponses",
        to_translate("Secondes réponses"),
        to_translate(
            "Les plaintes répondues plus d’une fois : reprises, révisées, ou répondues de nouveau."
            " Le délai jusqu’à la dernière réponse se lit à côté de celui de la première."
            " Une réponse promise de nouveau est à temps, ou non, à sa propre date."
        ),
        to_translate("Les plaintes qui ont reçu une première réponse."),
        to_translate("Le mois de la première réponse. Celles promises de nouveau : le leur."),
    ),
    Definition(
        "sans-contenu",
        to_translate("Réponses sans contenu propre"),
        to_translate(
            "Les premières réponses qui ont moins de 12 mots à elles. S’il y en a plus, celles"
            " dont un cinquième au plus n’est dans aucun modèle."
            " Ne sont pas à elles les mots qui suivent, à cinq au moins, un modèle de réponse de"
            " l’organisme. Les recours au bas de la réponse ne comptent pas."
        ),
        to_translate("Les premières réponses dont les mots ont été comptés."),
        _FIRST,
    ),
    Definition(
        "divisees",
        to_translate("Plaintes divisées"),
        to_translate(
            "Les plaintes dont l’organisme a demandé une partie à un autre."
            " Celles que le personnel a inscrites dans les 5 jours après une autre de la même"
            " personne, reconnue à son courriel."
            " Ce que la personne demande elle-même à plusieurs ne compte pas."
        ),
        _ALL_RECEIVED,
        _RECEIVED,
    ),
    Definition(
        "retraits",
        to_translate("Retraits"),
        to_translate("Les plaintes que la personne a retirées."),
        to_translate("Les plaintes retirées, et celles qui ont été fermées."),
        to_translate("Le mois du retrait, ou celui de la première fermeture."),
    ),
    Definition(
        "sans-reponse",
        to_translate("Fermées sans réponse"),
        to_translate("Les plaintes fermées qui n’ont reçu aucune réponse."),
        to_translate("Les plaintes fermées."),
        to_translate("Le mois de la première fermeture."),
    ),
    Definition(
        "reclassees",
        to_translate("Reclassées"),
        to_translate(
            "Les plaintes dont le personnel a changé le sujet ou la nature, ou refusé l’urgence,"
            " une fois chacune. Celles qui ne sont plus des plaintes comptent ici aussi."
        ),
        to_translate("Les plaintes reçues, et celles qui ne sont plus des plaintes."),
        _RECEIVED,
    ),
    Definition(
        "contacts-non-confirmes",
        to_translate("Contacts non confirmés"),
        to_translate(
            "Les premiers contacts notés que la personne n’a pas confirmés : elle n’a rien dit, ou"
            " les a démentis. Comme beaucoup ne disent rien, la mention demande seulement d’être"
            " au-dessus des autres, et au-delà du hasard."
        ),
        to_translate("Les premiers contacts notés."),
        to_translate("Le mois du contact."),
    ),
    Definition(
        "inscrites-tard",
        to_translate("Inscrites tard"),
        to_translate(
            "Les plaintes inscrites plus d’un jour après le moment où elles sont dites reçues."
            " Leurs délais partent de ce moment. Ce que personne n’a dit ne se voit pas ici."
        ),
        _ALL_RECEIVED,
        _RECEIVED,
    ),
)
