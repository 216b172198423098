"""Reactivity: how soon the service acts after a complaint came, and whether it keeps its dates."""

from __future__ import annotations

from portal.reporting.six_criteria.indicator import (
    ASSUMED,
    OF_ANSWER,
    OF_CONTACT,
    OF_RECEIPT,
    OF_THE_STUDY,
    Criterion,
    Indicator,
    Target,
    Unit,
)
from portal.words.catalogue import to_translate

INDICATORS = (
    Indicator(
        "R1",
        Criterion.REACTIVITY,
        to_translate("Premier geste d’une personne"),
        to_translate(
            "Les heures d’ouverture de l’organisme entre la réception et la prise en charge par"
            " une personne. Une heure commencée compte en entier."
        ),
        to_translate("Les plaintes prises en charge."),
        to_translate(
            "L’accusé de réception automatique n’est pas un geste. Les plaintes prises en charge"
            " avant que les heures soient mesurées ne comptent pas."
        ),
        Unit.HOURS,
        OF_CONTACT,
        Target(to_translate("médiane de 8 heures ou moins"), ASSUMED, most=8),
        is_better_high=False,
    ),
    Indicator(
        "R2",
        Criterion.REACTIVITY,
        to_translate("Premier contact en 48 heures"),
        to_translate(
            "Les premiers contacts faits en deux jours ouvrables ou moins. Un contact que la"
            " personne dément n’en est pas un."
        ),
        to_translate(
            "Les premiers contacts faits, et ceux dont la date a passé. À côté se lit la part des"
            " contacts notés que la personne n’a ni confirmés ni démentis."
        ),
        to_translate("L’accusé de réception automatique n’est pas un contact."),
        Unit.PERCENT,
        OF_CONTACT,
        Target(to_translate("95 % ou plus"), OF_THE_STUDY, least=95),
    ),
    Indicator(
        "R3",
        Criterion.REACTIVITY,
        to_translate("Accusé de réception à temps"),
        to_translate(
            "Les plaintes dont le numéro a été donné avant la fin du dernier jour promis."
        ),
        to_translate("Les plaintes reçues."),
        to_translate("Rien n’est exclu : ce que le personnel note trop tard compte en retard."),
        Unit.PERCENT,
        OF_RECEIPT,
        Target(to_translate("98 % ou plus"), ASSUMED, least=98),
    ),
    Indicator(
        "R4",
        Criterion.REACTIVITY,
        to_translate("Réponse à temps"),
        to_translate(
            "Les premières réponses données avant la fin du dernier jour promis."
            " Une prolongation annoncée à temps déplace ce jour."
        ),
        to_translate("Toutes les réponses dues, aussi celles qui ne sont pas encore données."),
        to_translate("Une plainte retirée avant la date n’est plus due."),
        Unit.PERCENT,
        OF_ANSWER,
        Target(
            to_translate("85 % ou plus"),
            to_translate("Ce qu’un organisme a publié de ses propres réponses : 85,4 %."),
            least=85,
        ),
    ),
)
