"""Accommodations: what somebody asks to be adapted is answered by a day, and put in place."""

from __future__ import annotations

from portal.complaints.events import HandingOn, MessageReceived, TakenOver, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction, TextUse
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.accommodations import actions, citizen, office
from portal.features.accommodations.figures import accommodations
from portal.features.accommodations.letters import LETTERS
from portal.features.accommodations.queries import ASKED, IS_OPEN, OWED, OWN
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

FEATURE = Feature(
    name="accommodations",
    letters=LETTERS,
    texts={actions.TEXT: TextUse.EXCHANGED},
    obligations=(
        Obligation(
            ClockKind.ACCOMMODATION,
            ClockWords(
                to_translate("Réponse à une demande d’adaptation"),
                promised=to_translate("la réponse à une demande d’adaptation"),
                missed=to_translate("Réponse à une demande d’adaptation"),
                started=to_translate("Le délai part de la demande : %(moment)s."),
            ),
            actions.tell_late,
            start=lambda clock: None if clock.level > 1 else StartEvent.ACCOMMODATION_ASKED,
            outlasts=True,
        ),
        Obligation(
            ClockKind.ACCOMMODATION_IN_PLACE,
            ClockWords(
                to_translate("Adaptation accordée, à mettre en place"),
                promised=to_translate("la mise en place d’une adaptation"),
                missed=to_translate("Mise en place d’une adaptation"),
                started=to_translate("Le délai part de l’accord donné : %(moment)s."),
            ),
            actions.tell_late,
            start=lambda clock: None if clock.level > 1 else StartEvent.ACCOMMODATION_GRANTED,
            outlasts=True,
        ),
    ),
    reactions=(
        Reaction(MessageReceived, actions.asked_again, where=IS_OPEN),
        Reaction(Withdrawn, actions.end, where=IS_OPEN),
        Reaction(HandingOn, actions.leave_behind, where=IS_OPEN),
        Reaction(TakenOver, actions.start_again, where=IS_OPEN),
    ),
    at_filing=actions.asked_at_filing,
    row_reads=(OWED,),
    case_reads=(ASKED,),
    followed_reads=(OWN,),
)
PAGES = FeaturePages(pages=(office.pages, citizen.pages), adds=(*office.ADDS, *citizen.ADDS))
FIGURES: tuple[Figure, ...] = (Figure("accommodations", accommodations),)
