"""Recommendations: what the complaints service asks to be changed, replied to, done, verified."""

from __future__ import annotations

from portal.complaints.events import Excluded, Left
from portal.complaints.features import CountedApart, Feature, Obligation, Reaction
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.recommendations import citizen, office, office_case, office_steps
from portal.features.recommendations.actions import show_if_told
from portal.features.recommendations.actions_progress import act_on_missed, hand_back, warned
from portal.features.recommendations.figures import (
    executions_tallied,
    followed,
    published_followed,
    recommended,
)
from portal.features.recommendations.letters import LETTERS
from portal.features.recommendations.queries import (
    IS_AWAITED,
    MENTIONED,
    TOLD_RECOMMENDATIONS,
    watched_after_end,
)
from portal.features.recommendations.queries_changes import Recommendations
from portal.features.recommendations.records import ROW_RULES
from portal.pages.features import FeaturePages
from portal.reporting.six_criteria.values import IndicatorRead
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

FEATURE = Feature(
    name="recommendations",
    letters=LETTERS,
    changes=Recommendations({state: words for state, (words, _tag) in office.STATES.items()}),
    row_rules=ROW_RULES,
    obligations=tuple(
        Obligation(
            kind,
            words,
            act_on_missed,
            warned,
            outlasts=True,
            watched_after_end=watched_after_end,
            start=start,
        )
        for kind, start, words in (
            (
                ClockKind.RECOMMENDATION_REPLY,
                StartEvent.RECOMMENDED,
                ClockWords(
                    to_translate("Réponse à une recommandation"),
                    promised=to_translate("la réponse à une recommandation"),
                    started=to_translate(
                        "Le délai part du moment où la recommandation arrive à qui doit répondre : "
                        "%(moment)s."
                    ),
                ),
            ),
            (
                ClockKind.RECOMMENDATION_EXECUTION,
                StartEvent.ACCEPTED,
                ClockWords(
                    to_translate("Exécution d’une recommandation"),
                    promised=to_translate("l’exécution d’une recommandation"),
                    started=to_translate(
                        "Le délai part de l’acceptation de la recommandation : %(moment)s."
                    ),
                ),
            ),
        )
    ),
    reactions=(Reaction(Left, show_if_told), Reaction(Excluded, hand_back, where=IS_AWAITED)),
    case_reads=(MENTIONED,),
    counted_apart=CountedApart(executions_tallied, published_followed),
    followed_reads=(TOLD_RECOMMENDATIONS,),
)

PAGES = FeaturePages(
    pages=(
        citizen.pages,
        office.pages,
        office_case.pages,
        office_steps.pages,
    ),
    adds=(
        IndicatorRead("L4", followed),
        *office_case.ADDS,
        *citizen.FOLLOW_PARTS,
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("recommendations", recommended),)
