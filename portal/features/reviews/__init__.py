"""Reviews: the complainant disagrees, and somebody else looks at it again."""

from __future__ import annotations

from portal.complaints.events import Closed
from portal.complaints.features import Feature, Obligation, Reaction
from portal.complaints.handling.escalation import escalate
from portal.domain.handling.held_messages import BY_ANSWER_OR_EXTENSION
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.reviews import citizen
from portal.features.reviews.actions import leave_time
from portal.features.reviews.letters import LETTERS
from portal.pages.features import FeaturePages
from portal.pages.office.case.contributions import HistoryEntry
from portal.pages.office.case.going_up import new_date
from portal.pages.office.wording import NewsTag
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

FEATURE = Feature(
    name="reviews",
    letters=LETTERS,
    obligations=(
        Obligation(
            ClockKind.REVIEW,
            ClockWords(
                to_translate("Révision"),
                promised=to_translate("la révision"),
                missed=to_translate("Révision"),
                started=to_translate("Le délai part de la demande de révision : %(moment)s."),
            ),
            escalate,
            start=lambda clock: None if clock.is_handed_on else StartEvent.REVIEW_ASKED,
            kept_by=BY_ANSWER_OR_EXTENSION,
        ),
        Obligation(
            ClockKind.REOPENING,
            ClockWords(
                to_translate("Demande de reprendre la plainte"),
                started=to_translate("Le délai part de la fermeture de la plainte : %(moment)s."),
            ),
            start=StartEvent.CLOSED,
            warned_of=False,
        ),
    ),
    reactions=(Reaction(Closed, leave_time),),
)

PAGES = FeaturePages(
    pages=(citizen.pages,),
    adds=(
        *citizen.FOLLOW_PAGE,
        HistoryEntry(
            EntryKind.REOPENED,
            to_translate("Plainte reprise à la demande de la personne"),
            lambda _case, entry: new_date(entry.last_day),
        ),
        NewsTag(EntryKind.REOPENED, to_translate("Reprise")),
    ),
)

FIGURES: tuple[Figure, ...] = ()
