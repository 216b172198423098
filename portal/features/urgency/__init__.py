"""Urgency: a rule proposes it, a person confirms it, and the first act has its own date."""

from __future__ import annotations

from portal.complaints.events import Acted, AnswerBegun, MessageReceived, TakenOver, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction, TextUse
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.handling.held_messages import BY_ANSWER
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.urgency import actions as urgency
from portal.features.urgency import pages, settings
from portal.features.urgency.letters import LETTERS
from portal.features.urgency.rules import decided_when_filed
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

URGENT = ComplaintRecord.urgent_since

FEATURE = Feature(
    name="urgency",
    letters=LETTERS,
    obligations=(
        Obligation(
            ClockKind.URGENT_FIRST_ACT,
            ClockWords(
                to_translate("Premier geste pour une plainte urgente"),
                promised=to_translate("le premier geste pour une plainte urgente"),
                missed=to_translate("Premier geste pour une plainte urgente"),
                started=to_translate(
                    "Le délai part du moment où l’urgence est confirmée, ou de l’arrivée à ce "
                    "palier : %(moment)s."
                ),
            ),
            urgency.escalate,
            start=StartEvent.CONFIRMED_URGENT,
            kept_by=BY_ANSWER,
        ),
    ),
    reactions=(
        Reaction(Acted, urgency.note_act, if_set=URGENT),
        Reaction(MessageReceived, urgency.look_at),
        Reaction(AnswerBegun, urgency.end, if_set=URGENT),
        Reaction(Withdrawn, urgency.end, if_set=URGENT),
        Reaction(TakenOver, urgency.start_again),
    ),
    at_filing=urgency.found_at_filing,
    decides={"urgency": decided_when_filed},
    jobs=(urgency.PROPOSE,),
    texts=dict.fromkeys(urgency.TEXTS, TextUse.INTERNAL),
)
PAGES = FeaturePages(pages=(pages.pages, settings.pages), adds=(settings.URGENCY, *pages.ADDS))
FIGURES: tuple[Figure, ...] = ()
