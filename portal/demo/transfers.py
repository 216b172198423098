"""Invented complaints between agencies: at the desk, transferred, proposed, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from portal.agencies.agency import Agency
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.complaints.work import complaint_by_number
from portal.demo import stories
from portal.demo.people import full_name
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Draft, FiledFor, ReplyBy
from portal.features.transfers.actions import agree, plan_for, propose, take_back
from portal.features.transfers.rules import TransferField
from portal.runtime import Runtime

_SEED, _TWO = 15, 2
_PHONE = "418 555-0134"


def transfer_some(runtime: Runtime) -> list[Receipt]:
    """File a complaint at the desk and propose two; return these, the first one handed on.

    A third is proposed as well, and taken back.

    They were filed a day ago, so that the two dates of the one that was handed on differ.
    """
    random, yesterday = Random(_SEED), runtime.now() - timedelta(days=1)
    desk = runtime.agencies.intake_desk
    codes = sorted(agency.code for agency in runtime.agencies if agency.code != desk.code)
    file_one(runtime, desk, random, runtime.now())
    if len(codes) < _TWO:
        return []
    from_agency, to_agency = (runtime.agencies.agency(code) for code in codes[:_TWO])
    receipts = [file_one(runtime, from_agency, random, yesterday) for _ in range(_TWO)]
    why = stories.why_transferred("fr")
    act = partial(propose, to=to_agency, category=None, reason=why)
    for receipt in receipts:
        runtime.change(PORTAL, receipt.number, act)
    _agree(runtime, receipts[0].number)
    taken_back = file_one(runtime, from_agency, random, yesterday).number
    runtime.change(PORTAL, taken_back, act)
    runtime.change(PORTAL, taken_back, partial(take_back, reason=stories.why_taken_back("fr")))
    return receipts


def file_one(
    runtime: Runtime, agency: Agency, random: Random, now: datetime, code: str | None = None
) -> Receipt:
    """File an invented complaint of an agency, to be answered by telephone."""
    category = agency.consult().category(code)
    story, name = stories.story(category, "fr", random), full_name(random)
    content = DraftContent(
        story=story, filed_for=FiledFor.SELF, name=name, reply_by=ReplyBy.PHONE, phone=_PHONE
    )
    draft = Draft(category=category.code, story=story)
    plan = plan_filing(agency, draft, now)
    return file_complaint(runtime, plan, None, content, draft, now)


def _agree(runtime: Runtime, number: str) -> None:
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
        plan = plan_for(session, runtime.agencies, complaint, runtime.now())
        owner = complainant(complaint.id)
    assert plan is not None, "it was proposed a moment ago"
    act = partial(agree, fields=[TransferField.NAME], plan=plan)
    runtime.change(owner, number, act)
