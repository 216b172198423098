"""Simplicity: how little it takes to complain, and to understand what is answered."""

from __future__ import annotations

from portal.reporting.six_criteria.indicator import (
    ASSUMED,
    AT_PRESENT,
    OF_ANSWER,
    OF_CLOSING,
    Criterion,
    Indicator,
    Target,
    Unit,
)
from portal.words.catalogue import to_translate

INDICATORS = (
    Indicator(
        "S1",
        Criterion.SIMPLICITY,
        to_translate("Étapes pour porter plainte"),
        to_translate(
            "Les pages et les réponses obligatoires du plus court chemin du formulaire,"
            " de la première question à l’envoi. Les questions propres à l’organisme y sont."
        ),
        to_translate("Le formulaire de l’organisme. De plusieurs, on montre le plus long."),
        to_translate("La recherche de l’organisme et la page d’envoi ne demandent rien de plus."),
        Unit.STEPS,
        AT_PRESENT,
        Target(to_translate("3 pages et 5 réponses, ou moins"), ASSUMED, most=8),
        is_of_events=False,
        is_better_high=False,
    ),
    Indicator(
        "S2",
        Criterion.SIMPLICITY,
        to_translate("Plaintes menées à terme"),
        to_translate(
            "Les plaintes envoyées parmi celles commencées sur le site. Une plainte est commencée"
            " dès que sa première page est envoyée, une fois par brouillon. Seuls des nombres par"
            " jour en restent, sans rien de la personne : en tout, par langue et par organisme."
        ),
        to_translate(
            "Les plaintes commencées. Celle qui change d’organisme ou de langue compte chez"
            " chacun; celle qui n’a pas encore d’organisme, dans l’ensemble seulement."
        ),
        to_translate(
            "Ce que le personnel note, qui n’a pas ce formulaire. Ne se voient pas : qui lit une"
            " page sans rien envoyer, et qui ne peut pas continuer parce que son navigateur refuse"
            " les témoins. Les robots n’envoient pas de page, et ne comptent pas."
        ),
        Unit.PERCENT,
        to_translate(
            "Le mois où la plainte a été commencée. Un brouillon se garde 30 jours : d’ici là, ce"
            " taux peut monter encore."
        ),
        Target(to_translate("80 % ou plus"), ASSUMED, least=80),
    ),
    Indicator(
        "S3",
        Criterion.SIMPLICITY,
        to_translate("Changements de mains"),
        to_translate(
            "Combien de fois une autre personne, un autre palier ou un autre organisme est devenu"
            " responsable, de la réception à la fermeture."
        ),
        to_translate("Les plaintes fermées."),
        to_translate("La première personne nommée ne compte pas : personne ne l’était avant elle."),
        Unit.TIMES,
        OF_CLOSING,
        Target(to_translate("médiane de 1 ou moins"), ASSUMED, most=1),
        is_better_high=False,
    ),
    Indicator(
        "S4",
        Criterion.SIMPLICITY,
        to_translate("Réglées au premier contact"),
        to_translate(
            "Les plaintes dont la réponse et la fermeture sont faites ensemble, sans question posée"
            " ni étude commencée avant."
        ),
        to_translate("Les plaintes fermées."),
        to_translate("Une plainte reprise compte une fois, avec sa dernière conclusion."),
        Unit.PERCENT,
        OF_CLOSING,
        Target(to_translate("30 % ou plus"), ASSUMED, least=30),
    ),
    Indicator(
        "S5",
        Criterion.SIMPLICITY,
        to_translate("Réponses en langage simple"),
        to_translate(
            "Les réponses parties sans phrase longue, sigle sans explication, ni mot du métier."
        ),
        to_translate("Les premières réponses qui ont été vérifiées avant de partir."),
        to_translate("Les réponses d’avant cette vérification."),
        Unit.PERCENT,
        OF_ANSWER,
        Target(to_translate("95 % ou plus"), ASSUMED, least=95),
    ),
)
