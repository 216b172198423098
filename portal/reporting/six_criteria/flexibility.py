"""Flexibility: how far the service bends to the person, and what it may give."""

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
        "F1",
        Criterion.FLEXIBILITY,
        to_translate("Moyen choisi respecté"),
        to_translate(
            "Les réponses parties par le moyen que la personne a choisi."
            " Une lettre compte une fois postée."
        ),
        to_translate("Les réponses dont le moyen est connu."),
        to_translate(
            "Les appels que l’historique ne dit pas, et les réponses d’avant cette mesure."
        ),
        Unit.PERCENT,
        OF_ANSWER,
        Target(to_translate("98 % ou plus"), ASSUMED, least=98),
    ),
    Indicator(
        "F2",
        Criterion.FLEXIBILITY,
        to_translate("Latitude de règlement utilisée"),
        to_translate(
            "Les plaintes fondées fermées en donnant quelque chose à la personne : des excuses, une"
            " correction, une priorité, une somme ou autre chose que l’organisme prévoit."
        ),
        to_translate(
            "Les plaintes fermées dont un grief est fondé, même en partie, et où il est dit ce qui"
            " est donné, « rien » compris. Fermée de nouveau, une plainte compte une fois."
        ),
        to_translate(
            "Les mesures correctives, qui profitent à tous; les plaintes réglées sans conclusion;"
            " les fermetures d’avant cette mesure."
        ),
        Unit.PERCENT,
        OF_CLOSING,
    ),
    Indicator(
        "F3",
        Criterion.FLEXIBILITY,
        to_translate("Adaptations accordées"),
        to_translate("Les adaptations accordées : gros caractères, braille, langue des signes."),
        to_translate("Les adaptations accordées ou refusées."),
        to_translate("Les demandes encore sans réponse, et celles dont on attend une précision."),
        Unit.PERCENT,
        to_translate("Le mois de la décision."),
        Target(to_translate("95 % ou plus"), ASSUMED, least=95),
    ),
    Indicator(
        "F4",
        Criterion.FLEXIBILITY,
        to_translate("Prolongations justifiées"),
        to_translate("Les prolongations dont la raison a été dite avant la date promise."),
        to_translate("Toutes les prolongations."),
        to_translate("Les arrêts du délai, qui se lisent à part."),
        Unit.PERCENT,
        to_translate("Le mois de la prolongation."),
        Target(to_translate("100 %"), ASSUMED, least=100),
    ),
)
