"""Transfers: a complaint changes agency, with what its complainant lets travel."""

from __future__ import annotations

from portal.complaints.events import AgencyAsked, AnswerBegun, ContactChanged, NobodyInside
from portal.complaints.features import Feature, InForce, Obligation, Reaction, TextUse
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import StartEvent
from portal.features.transfers import (
    citizen,
    office,
    office_asking,
    office_desk,
    office_handed_over,
)
from portal.features.transfers.actions import (
    call_off_proposed,
    carry_out_by_itself,
    kept_at_filing,
    plan_for,
    refuse_part_of_proposed,
)
from portal.features.transfers.actions_carrying_out import let_be_reached
from portal.features.transfers.actions_desk import lead_to_desk
from portal.features.transfers.figures import complaints_transferred
from portal.features.transfers.letters import LETTERS
from portal.features.transfers.queries import IS_PROPOSED, TRANSFERS, rules_in_force
from portal.features.transfers.records import ROW_RULES, RULE_MARKS
from portal.features.transfers.rules import TEXTS
from portal.pages.features import FeaturePages
from portal.reporting.tables.blocks import Figure
from portal.words.catalogue import to_translate
from portal.words.clocks import ClockWords

FEATURE = Feature(
    name="transfers",
    at_filing=kept_at_filing,
    letters=LETTERS,
    texts=dict.fromkeys(TEXTS, TextUse.FOR_THE_NEXT),
    in_force=InForce(marks=RULE_MARKS, rules=rules_in_force),
    row_rules=ROW_RULES,
    obligations=(
        Obligation(
            ClockKind.TRANSFER,
            ClockWords(
                to_translate("Transfert à un autre organisme"),
                started=to_translate("Le délai part de la proposition de transfert : %(moment)s."),
            ),
            plan=lambda session, agencies, complaint, _, now: plan_for(
                session, agencies, complaint, now
            ),
            carry_out=carry_out_by_itself,
            start=StartEvent.TRANSFER_PROPOSED,
            warned_of=False,
        ),
    ),
    reactions=(
        Reaction(ContactChanged, let_be_reached),
        Reaction(NobodyInside, lead_to_desk),
        Reaction(AgencyAsked, refuse_part_of_proposed, where=IS_PROPOSED),
        Reaction(AnswerBegun, call_off_proposed, where=IS_PROPOSED),
    ),
    case_reads=(TRANSFERS,),
)

PAGES = FeaturePages(
    pages=(citizen.pages, office_asking.pages, office_desk.pages, office_handed_over.pages),
    adds=(
        *citizen.WHEN_FILING,
        *citizen.ON_FOLLOWED,
        *office.ON_COMPLAINTS,
        office_asking.BY_API,
    ),
)

FIGURES: tuple[Figure, ...] = (Figure("transfers", complaints_transferred, narrows=True),)
