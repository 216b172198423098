"""Invented complaints that several agencies answer: a choice awaited, a part ready, one to come."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random

from sqlalchemy import select

from portal.agencies.agency import Agency
from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import complaint_by_number
from portal.demo.transfers import file_one
from portal.domain.actor import PORTAL, complainant
from portal.features.joint_answers.actions import agree, ask_part, plan_for_part
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared
from portal.runtime import Runtime

_SEED, _TWO = 22, 2
_ASKED = (
    "La personne dit que votre service lui a donné une date, puis une autre. "
    "Laquelle est la bonne, et pourquoi a-t-elle changé?"
)
_THEIRS = "La bonne date est la seconde. La première a été donnée avant la fin de l’étude."
_OURS = "Nous avons revu votre dossier, et nous le reprenons dès cette semaine."


def ask_for_parts(runtime: Runtime) -> list[Receipt]:
    """File three complaints and ask another agency for a part of each; return their receipts.

    One waits for its complainant, one has the part ready, of one the part is still to come.
    """
    desk, yesterday = runtime.agencies.intake_desk, runtime.now() - timedelta(days=1)
    codes = sorted(agency.code for agency in runtime.agencies if agency.code != desk.code)
    if len(codes) < _TWO:
        return []
    lead, joined = (runtime.agencies.agency(code) for code in codes[:_TWO])
    random = Random(_SEED)
    receipts = [file_one(runtime, lead, random, yesterday) for _ in range(3)]
    for receipt in receipts:
        _ask(runtime, receipt.number, joined)
    _, ready, to_come = (receipt.number for receipt in receipts)
    for number in (ready, to_come):
        _agree(runtime, number)
    _answer(runtime, _part_of(runtime, ready).number, _THEIRS)
    _answer(runtime, to_come, _OURS)
    return receipts


def _ask(runtime: Runtime, number: str, agency: Agency) -> None:
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
    asking = (complaint, agency.code, _ASKED, None, runtime.now())
    plan = plan_for_part(runtime.agencies, *asking)
    act = partial(ask_part, to=agency, asked=_ASKED, plan=plan)
    runtime.change(PORTAL, number, act)


def _agree(runtime: Runtime, number: str) -> None:
    part = _part_of(runtime, number)
    with runtime.reading(PORTAL) as session:
        complaint = complaint_by_number(session, number)
    asking = (complaint, part.agency, part.asked, part.category, runtime.now())
    plan = plan_for_part(runtime.agencies, *asking)
    fields = [Shared.STORY, Shared.NAME]
    act = partial(agree, part_id=part.id, fields=fields, plan=plan)
    runtime.change(complainant(complaint.id), number, act)


def _part_of(runtime: Runtime, number: str) -> PartRecord:
    of_it = select(PartRecord).join(ComplaintRecord, ComplaintRecord.id == PartRecord.complaint_id)
    with runtime.reading(PORTAL) as session:
        return session.scalars(of_it.where(ComplaintRecord.number == number)).one()


def _answer(runtime: Runtime, number: str, body: str) -> None:
    runtime.change(PORTAL, number, partial(casework.answer, body=body))
