"""Personal handling: an answer to this person, on all that they said, by somebody with a name."""

from __future__ import annotations

from portal.reporting.six_criteria.indicator import (
    ASSUMED,
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
        "P1",
        Criterion.PERSONAL,
        to_translate("Part écrite pour la personne"),
        to_translate(
            "La part des mots d’une réponse qui ne viennent pas du modèle le plus proche, en"
            " moyenne. Cinq mots de suite au moins viennent d’un modèle. Elle est comptée par pas"
            " de cinq centièmes."
        ),
        to_translate("Les premières réponses, comparées aux modèles de leur catégorie."),
        to_translate("Les recours sous la réponse, et les réponses d’avant cette mesure."),
        Unit.OF_ONE,
        OF_ANSWER,
        Target(to_translate("0,4 ou plus"), ASSUMED, least=0.4),
    ),
    Indicator(
        "P2",
        Criterion.PERSONAL,
        to_translate("Griefs répondus"),
        to_translate("Les griefs qui ont leur conclusion à la fermeture."),
        to_translate("Tous les griefs des plaintes fermées."),
        to_translate("Rien n’est exclu : le portail ne ferme pas une plainte sans eux."),
        Unit.PERCENT,
        OF_CLOSING,
        Target(to_translate("100 %"), ASSUMED, least=100),
    ),
    Indicator(
        "P3",
        Criterion.PERSONAL,
        to_translate("Même personne du début à la fin"),
        to_translate("Les plaintes dont la première personne nommée l’est encore à la fermeture."),
        to_translate("Les plaintes fermées."),
        to_translate("Le remplacement pendant une absence ne change pas la personne nommée."),
        Unit.PERCENT,
        OF_CLOSING,
        Target(to_translate("80 % ou plus"), ASSUMED, least=80),
    ),
    Indicator(
        "P4",
        Criterion.PERSONAL,
        to_translate("Satisfaction"),
        to_translate(
            "La moyenne des réponses aux quatre questions posées après la fermeture. L’échelle de"
            " l’avis est ramenée de 1 à 5."
        ),
        to_translate("Les avis donnés. Le taux de réponse est dit à côté."),
        to_translate("Moins de cinq avis ne se montrent à personne."),
        Unit.OF_FIVE,
        OF_CLOSING,
        Target(to_translate("3,5 ou plus"), ASSUMED, least=3.5),
    ),
)
