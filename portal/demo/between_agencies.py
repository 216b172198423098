"""Invented complaints between agencies: transferred, or answered by several.

Of transfers one is at the desk, one handed on, one proposed, one taken back. Of joint answers one
waits for its complainant, one has its part ready, and of one the part is still to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from portal.agencies.agency import Agency
from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt, file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import complaint_by_number
from portal.demo import stories
from portal.demo.people import full_name
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Draft, FiledFor, ReplyBy
from portal.features.joint_answers.actions import agree as agree_to_part
from portal.features.joint_answers.actions import ask_part, plan_for_part
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared
from portal.features.transfers.actions import agree as agree_to_transfer
from portal.features.transfers.actions import plan_for, propose, take_back
from portal.features.transfers.rules import TransferField
from portal.payload import Payload
from portal.runtime import Runtime

_SEED, _TWO = 15, 2
_PHONE = "418 555-0134"
_PARTS_SEED = 22

_ASKED = (
    "La personne dit que votre service lui a donné une date, puis une autre. "
    "Laquelle est la bonne, et pourquoi a-t-elle changé?"
)

_THEIRS = "La bonne date est la seconde. La première a été donnée avant la fin de l’étude."
_OURS = "Nous avons revu votre dossier, et nous le reprenons dès cette semaine."


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
    why = stories.WHY_TRANSFERRED.fr
    # Somebody invented may be called like a word of it.
    act = partial(propose, to=to_agency, category=None, reason=why, is_naming_meant=True)
    for receipt in receipts:
        runtime.change(PORTAL, receipt.number, act)
    _agree_to_transfer(runtime, receipts[0].number)
    taken_back = file_one(runtime, from_agency, random, yesterday).number
    runtime.change(PORTAL, taken_back, act)
    runtime.change(PORTAL, taken_back, partial(take_back, reason=stories.WHY_TAKEN_BACK.fr))
    return receipts


def file_one(
    runtime: Runtime,
    agency: Agency,
    random: Random,
    now: datetime,
    code: str | None = None,
    parts: Iterable[Payload] = (),
    answers: Mapping[str, object] | None = None,
) -> Receipt:
    """File an invented complaint of an agency, to be answered by telephone.

    What features ask as well are its `parts`; the agency's own questions have these `answers`.
    """
    category = agency.consult().category(code)
    story, name = stories.story(category, "fr", random), full_name(random)
    content = DraftContent(
        story=story, filed_for=FiledFor.SELF, name=name, reply_by=ReplyBy.PHONE, phone=_PHONE
    ).having(*parts)
    draft = Draft(category=category.code, story=story, answers=answers or {})
    plan = plan_filing(agency, draft, now)
    return file_complaint(runtime, plan, None, content, draft, now)


def ask_for_parts(runtime: Runtime) -> list[Receipt]:
    """File three complaints and ask another agency for a part of each; return their receipts.

    One waits for its complainant, one has the part ready, of one the part is still to come.
    """
    desk, yesterday = runtime.agencies.intake_desk, runtime.now() - timedelta(days=1)
    codes = sorted(agency.code for agency in runtime.agencies if agency.code != desk.code)
    if len(codes) < _TWO:
        return []
    lead, joined = (runtime.agencies.agency(code) for code in codes[:_TWO])
    random = Random(_PARTS_SEED)
    receipts = [file_one(runtime, lead, random, yesterday) for _ in range(3)]
    for receipt in receipts:
        _ask(runtime, receipt.number, joined)
    _, ready, to_come = (receipt.number for receipt in receipts)
    for number in (ready, to_come):
        _agree_to_part(runtime, number)
    _answer_part(runtime, _part_of(runtime, ready).number, _THEIRS)
    _answer_part(runtime, to_come, _OURS)
    return receipts


def _agree_to_transfer(runtime: Runtime, number: str) -> None:
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
        plan = plan_for(session, runtime.agencies, complaint, runtime.now())
        owner = complainant(complaint.id)
    assert plan is not None, "it was proposed a moment ago"
    act = partial(agree_to_transfer, fields=[TransferField.NAME], plan=plan)
    runtime.change(owner, number, act)


def _ask(runtime: Runtime, number: str, agency: Agency) -> None:
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
    asking = (complaint, agency.code, _ASKED, None, runtime.now())
    plan = plan_for_part(runtime.agencies, *asking)
    act = partial(ask_part, to=agency, asked=_ASKED, plan=plan, is_naming_meant=True)
    runtime.change(PORTAL, number, act)


def _agree_to_part(runtime: Runtime, number: str) -> None:
    part = _part_of(runtime, number)
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
    asking = (complaint, part.agency, part.asked, part.category, runtime.now())
    plan = plan_for_part(runtime.agencies, *asking)
    fields = [Shared.STORY, Shared.NAME]
    act = partial(agree_to_part, part_id=part.id, fields=fields, plan=plan)
    runtime.change(complainant(complaint.id), number, act)


def _part_of(runtime: Runtime, number: str) -> PartRecord:
    of_it = select(PartRecord).join(ComplaintRecord, ComplaintRecord.id == PartRecord.complaint_id)
    with runtime.reading(PORTAL) as session:
        return session.scalars(of_it.where(ComplaintRecord.number == number)).one()


def _answer_part(runtime: Runtime, number: str, body: str) -> None:
    runtime.change(PORTAL, number, partial(casework.answer, body=body))
