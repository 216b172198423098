"""Information requests: the complaints service asks somebody of its agency, by a date."""

from __future__ import annotations

from functools import partial

from portal.complaints.events import AnswerBegun, Event, Excluded, HandingOn, Withdrawn
from portal.complaints.features import Feature, Obligation, Reaction
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.information_requests import office, office_requests
from portal.features.information_requests.actions import end_open, hand_back
from portal.features.information_requests.actions_unanswered import escalate_if_silent, warned
from portal.features.information_requests.letters import LETTERS
from portal.features.information_requests.queries import AWAITED, IS_ASKED, REQUESTS
from portal.features.information_requests.records import ROW_RULES
from portal.features.information_requests.rules import Ending
from portal.pages.features import FeaturePages
from portal.pages.shown.history_words import ToldWords
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

ENDINGS: dict[type[Event], Ending] = {
    AnswerBegun: Ending.ANSWERED,
    Withdrawn: Ending.CLOSED,
    HandingOn: Ending.HANDED_ON,
}

FEATURE = Feature(
    name="information_requests",
    letters=LETTERS,
    row_rules=ROW_RULES,
    obligations=(
        Obligation(
            ClockKind.INFORMATION_REQUEST,
            ClockWords(
                to_translate("Demande de renseignements"),
                promised=to_translate("les renseignements demandés"),
                started=to_translate("Le délai part de la demande : %(moment)s."),
            ),
            escalate_if_silent,
            warned,
            start=lambda clock: None if clock.level > 1 else StartEvent.INFORMATION_REQUESTED,
        ),
    ),
    reactions=(
        *(
            Reaction(event, partial(end_open, ending=ending), where=IS_ASKED)
            for event, ending in ENDINGS.items()
        ),
        Reaction(Excluded, hand_back, where=IS_ASKED),
    ),
    row_reads=(AWAITED,),
    case_reads=(REQUESTS,),
)

PAGES = FeaturePages(
    pages=(office.pages, office_requests.pages),
    adds=(
        *office.ON_COMPLAINTS,
        # Whoever complained is told that something is asked, and no more.
        ToldWords(
            EntryKind.INFORMATION_REQUESTED,
            to_translate("Des renseignements ont été demandés à l’organisme"),
        ),
    ),
)

FIGURES: tuple[Figure, ...] = ()
