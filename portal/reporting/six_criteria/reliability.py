"""Reliability: nothing is lost, nothing has to be done twice, and nobody pays for complaining."""

from __future__ import annotations

from portal.reporting.six_criteria.indicator import (
    ASSUMED,
    AT_PRESENT,
    OF_ANSWER,
    OF_RECEIPT,
    Criterion,
    Indicator,
    Target,
    Unit,
)
from portal.words.catalogue import to_translate

INDICATORS = (
    Indicator(
        "L1",
        Criterion.RELIABILITY,
        to_translate("Plaintes sans suite"),
        to_translate(
            "Les plaintes ouvertes où rien ne s’est passé depuis plus de dix jours ouvrables."
        ),
        to_translate("Les plaintes ouvertes."),
        to_translate("Ce qui se passe à côté de la plainte, comme une recommandation."),
        Unit.PERCENT,
        AT_PRESENT,
        Target(to_translate("aucune"), ASSUMED, most=0),
        is_better_high=False,
    ),
    Indicator(
        "L2",
        Criterion.RELIABILITY,
        to_translate("Autres recours nommés"),
        to_translate("Les réponses qui disent où s’adresser si elles ne conviennent pas."),
        to_translate("Toutes les réponses, aussi la deuxième d’une plainte reprise."),
        to_translate("Rien n’est exclu : sans recours, la réponse ne part pas."),
        Unit.PERCENT,
        OF_ANSWER,
        Target(to_translate("100 %"), ASSUMED, least=100),
    ),
    Indicator(
        "L3",
        Criterion.RELIABILITY,
        to_translate("Plaintes reprises ou changées ailleurs"),
        to_translate(
            "Les plaintes fermées qui ont été reprises à la demande de la personne, ou dont un"
            " organisme extérieur a changé la réponse, même en partie. Il le dit par un lien signé,"
            " sans compte. Une plainte qui est les deux compte une fois, comme reprise."
        ),
        to_translate("Les plaintes fermées."),
        to_translate("Ce qu’un organisme extérieur ne dit pas : aucun n’y est tenu."),
        Unit.PERCENT,
        to_translate("Le mois de la reprise, ou celui où l’organisme extérieur le dit."),
        Target(to_translate("5 % ou moins"), ASSUMED, most=5),
        is_better_high=False,
    ),
    Indicator(
        "L4",
        Criterion.RELIABILITY,
        to_translate("Recommandations suivies"),
        to_translate("Les recommandations dont l’exécution a été vérifiée à la date promise."),
        to_translate("Les recommandations acceptées dont la date d’exécution a passé."),
        to_translate("Les recommandations refusées, et celles dont la date est à venir."),
        Unit.PERCENT,
        to_translate("Le mois de la date promise pour l’exécution."),
        Target(to_translate("90 % ou plus"), ASSUMED, least=90),
    ),
    Indicator(
        "L5",
        Criterion.RELIABILITY,
        to_translate("Récurrence"),
        to_translate(
            "Les plaintes d’une personne qui s’était déjà plainte de la même catégorie dans les"
            " douze mois. Elle est reconnue à une empreinte de son courriel, jamais montrée."
        ),
        to_translate("Les plaintes fermées dans la même période."),
        to_translate("Les plaintes sans courriel, et celles dont la personne reste anonyme."),
        Unit.PERCENT,
        OF_RECEIPT,
        is_better_high=False,
    ),
    Indicator(
        "L6",
        Criterion.RELIABILITY,
        to_translate("Représailles traitées en un jour"),
        to_translate(
            "Les signalements de représailles dont le premier geste a été fait en un jour ouvrable."
        ),
        to_translate("Les signalements dont le premier geste est fait, ou dont la date a passé."),
        to_translate(
            "De tous les organismes ensemble, et de cinq signalements au moins : ailleurs, le"
            " nombre dirait qu’il y en a un."
        ),
        Unit.PERCENT,
        to_translate("Le mois du signalement."),
        Target(to_translate("100 %"), ASSUMED, least=100),
    ),
)
