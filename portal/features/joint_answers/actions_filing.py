"""Several agencies are complained to at once: each has its part from the moment of filing.

The person named them and said, field by field, what each may read. There is one complaint and one
number; the agency complained to gathers the answers, and decides nothing about who is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog
from msgspec import Struct
from sqlalchemy import Connection

from portal.agencies.registry import Registry
from portal.complaints.planning import Added, Filing, FilingPlan, facts_before, plan_filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import Draft
from portal.domain.handling.notices import Recourse
from portal.domain.number import part_number
from portal.domain.text import Language
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Confidence
from portal.features.joint_answers.actions import begin
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import (
    MOST_NAMED,
    NamedAgency,
    OtherAgencies,
    Shared,
)
from portal.words.catalogue import gettext_in, to_translate
from portal.words.letters.to_citizens import AlsoAnswering

log = structlog.get_logger()

_STORY_TELLS = to_translate("Répondez à ce qui vous concerne dans mon récit.")


class AskedPart(Struct, frozen=True):
    """What an agency is asked from the moment of filing, and what it promises for it."""

    asked: str
    subject: str
    reads: tuple[str, ...]
    plan: FilingPlan
    recourses: tuple[Recourse, ...] = ()

    def as_told(self) -> AlsoAnswering:
        """Return what the first letter tells of it."""
        answer = self.plan.clock(ClockKind.ANSWER)
        waits = answer.due.last_day is None
        return AlsoAnswering(
            name=self.plan.agency.name,
            last_day=answer.due.last_day,
            after_file=str(answer.promise.allowance) if waits else None,
            is_sample=answer.promise.confidence is Confidence.ASSUMED,
            recourses=self.recourses,
        )


def kept_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Keep which other agencies a new complaint concerns, and give each its part at once."""
    lead = filing.plan.agency.code
    named = filing.content.part(OtherAgencies).beside(lead)[:MOST_NAMED]
    if not named:
        return None
    asked = list(_asked(filing, named))
    return Added(
        answers={"other_agencies": [one.as_answer() for one in named]},
        then=partial(begin_all, asked=asked) if asked else None,
        also_answering=[part.as_told() for part in asked],
    )


def plan_named(
    agencies: Registry, named: NamedAgency, draft: Draft, now: datetime
) -> FilingPlan | None:
    """Ask what a named agency promises for its part; None if that cannot be known.

    It is told what it is asked, and of the person's words nothing that they keep from it.
    """
    heir = agencies.heir_of(named.agency, named.category, now)
    of_its_own = named.category or heir.agency != named.agency
    told = Draft(
        category=heir.category if of_its_own else None,
        story=asked_words(named, draft.language),
        language=draft.language,
        filed_for=draft.filed_for,
        channel=draft.channel,
        received_at=now,
    )
    try:
        return plan_filing(agencies.agency(heir.agency), told, now)
    except Exception:
        log.exception("a named agency promises nothing", agency=named.agency)
        return None


def asked_words(named: NamedAgency, language: Language) -> str:
    """Return what a named agency is asked: as the person put it, else to look in their story."""
    return named.about or gettext_in(language, _STORY_TELLS)


def begin_all(work: Work, complaint: ComplaintRecord, asked: Sequence[AskedPart]) -> None:
    """Give each agency its part of a complaint that was just entered, by its own rules."""
    for rank, part in enumerate(asked):
        _begin(work, complaint, part, part_number(complaint.number, rank))


def _asked(filing: Filing, named: Sequence[NamedAgency]) -> Iterator[AskedPart]:
    """Yield what is asked of each agency that can be asked, of each that took others' place once.

    Who is not among them stays named: the agency that has the complaint may ask them.
    """
    seen = {filing.plan.agency.code, filing.agencies.intake_desk.code}
    language = filing.draft.language
    for one in named:
        is_known = one.agency in filing.agencies.in_force.agencies and one.is_told_enough
        plan = plan_named(filing.agencies, one, filing.draft, filing.now) if is_known else None
        if plan is not None and plan.agency.code not in seen:
            seen.add(plan.agency.code)
            reads = tuple(sorted(set(one.reads) & set(Shared)))
            # Nothing of the story, unless the agency reads all of it.
            subject = one.about or filing.draft.story
            asked = asked_words(one, language)
            yield AskedPart(asked, subject, reads, plan, _recourses(plan, filing))


def _recourses(plan: FilingPlan, filing: Filing) -> tuple[Recourse, ...]:
    """Return where else to turn about what an agency is asked; it is told nothing of another."""
    told = replace(filing.draft, story="", answers={})
    facts = facts_before(plan.agency, plan.category.code, told, filing.now)
    return plan.agency.consult().recourses(facts, filing.now)


def _begin(work: Work, complaint: ComplaintRecord, part: AskedPart, number: str) -> None:
    agency, category = part.plan.agency, part.plan.category
    record = PartRecord(
        complaint_id=complaint.id,
        number=number,
        agency=agency.code,
        category=category.code,
        asked=part.asked,
        asked_at=work.now,
        asked_by=None,
        # Where what is asked will stand.
        history_seq=complaint.head_seq + 1,
        clock_id=None,
        agreed=list(part.reads),
    )
    work.session.add(record)
    work.session.flush()
    begin(work, complaint, record, part.plan, subject=part.subject, is_wished=True)
