"""Withdrawals: asked for, cancelled, and binding after five days; who suggested them."""

from __future__ import annotations

from portal.complaints.events import AnswerBegun
from portal.complaints.features import Feature, Obligation, Reaction, TextUse
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.withdrawals import actions, citizen, office
from portal.features.withdrawals.figures import withdrawals
from portal.features.withdrawals.letters import LETTERS
from portal.features.withdrawals.queries import FOLLOWED, ON_CASE, OTHERS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

FEATURE = Feature(
    name="withdrawals",
    letters=LETTERS,
    obligations=(
        Obligation(
            ClockKind.WITHDRAWAL,
            ClockWords(
                to_translate("Retrait de la plainte"),
                started=to_translate("Le délai part de la demande de retrait : %(moment)s."),
                afterwards=to_translate("Ensuite, la plainte est retirée d’elle-même."),
            ),
            when_over=actions.bind,
            start=StartEvent.WITHDRAWAL_ASKED,
            warned_of=False,
            told_once_ended=False,
            # Handing on ends no right of the person: the five days go on with another agency.
            outlasts=True,
        ),
    ),
    reactions=(Reaction(AnswerBegun, actions.fall_by_answer, where=actions.IS_WAITING),),
    texts={actions.TEXT: TextUse.EXCHANGED},
    case_reads=(ON_CASE,),
    followed_reads=(FOLLOWED, OTHERS),
)
PAGES = FeaturePages(pages=(citizen.pages, office.pages), adds=(*citizen.ADDS, *office.ADDS))
FIGURES: tuple[Figure, ...] = (Figure("withdrawals", withdrawals, narrows=True),)
