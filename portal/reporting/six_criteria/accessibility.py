"""Accessibility: how easily the service is reached, by whichever way and in either language."""

from __future__ import annotations

from portal.reporting.six_criteria.indicator import (
    ASSUMED,
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
        "A1",
        Criterion.ACCESSIBILITY,
        to_translate("Canaux ouverts"),
        to_translate("Les canaux offerts par lesquels une plainte au moins est venue."),
        to_translate(
            "Les canaux que les organismes offrent : site, courriel, téléphone, poste, comptoir."
        ),
        to_translate("Ce qui vient par un canal qui n’est pas offert."),
        Unit.PERCENT,
        OF_RECEIPT,
        Target(to_translate("tous les canaux offerts"), ASSUMED, least=100),
    ),
    Indicator(
        "A2",
        Criterion.ACCESSIBILITY,
        to_translate("Bon organisme du premier coup"),
        to_translate(
            "Les plaintes que l’organisme proposé le premier a encore. Une plainte remise à un"
            " autre organisme compte chez celui qui l’a."
        ),
        to_translate("Les plaintes pour lesquelles le site a proposé un organisme."),
        to_translate(
            "Les plaintes déposées sans chercher l’organisme, ou notées par le personnel."
        ),
        Unit.PERCENT,
        OF_RECEIPT,
        Target(to_translate("85 % ou plus"), ASSUMED, least=85),
    ),
    Indicator(
        "A3",
        Criterion.ACCESSIBILITY,
        to_translate("Plaintes mal adressées remises à temps"),
        to_translate(
            "Les plaintes remises à un autre organisme deux jours ouvrables ou moins"
            " après leur arrivée."
        ),
        to_translate("Les plaintes remises à un autre organisme."),
        to_translate("Une plainte remise deux fois compte deux fois."),
        Unit.PERCENT,
        to_translate("Le mois de la remise."),
        Target(
            to_translate("100 %"),
            to_translate("Le délai qu’un ombudsman se donne : deux jours ouvrables."),
            least=100,
        ),
    ),
    Indicator(
        "A4",
        Criterion.ACCESSIBILITY,
        to_translate("Défauts d’accessibilité"),
        to_translate(
            "Les défauts qu’une vérification automatique trouve aux pages publiques, selon"
            " WCAG 2, niveaux A et AA. Elle est faite à chaque version, sur un portail d’essai."
        ),
        to_translate("Les adresses vérifiées, chacune dans une langue, à la largeur d’un écran."),
        to_translate("Ce qu’aucune machine ne voit : une personne doit l’essayer."),
        Unit.DEFECTS,
        to_translate(
            "Le jour de la dernière vérification, qui est dit, quelle que soit la période."
        ),
        Target(to_translate("aucun"), ASSUMED, most=0),
        is_of_events=False,
        is_better_high=False,
    ),
    Indicator(
        "A5",
        Criterion.ACCESSIBILITY,
        to_translate("Réponse dans la langue choisie"),
        to_translate(
            "Les réponses écrites dans la langue que la personne a choisie. La langue se lit aux"
            " petits mots du texte."
        ),
        to_translate("Toutes les réponses, aussi la deuxième d’une plainte reprise."),
        to_translate("Les réponses d’avant cette vérification."),
        Unit.PERCENT,
        OF_ANSWER,
        Target(to_translate("100 %"), ASSUMED, least=100),
    ),
)
