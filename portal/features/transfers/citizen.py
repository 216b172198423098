"""What travels to another agency: the complainant chooses field by field, or releases it later.

Nothing is ticked beforehand. The story and the number always travel, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.features.transfers import proposing as proposals
from portal.features.transfers.queries import last_carried_out, pending_transfer
from portal.features.transfers.records import TransferRecord
from portal.features.transfers.rules import Travels, needed_to_reach
from portal.pages.citizen.case_summary import opened_standing
from portal.pages.citizen.followers import follows
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD, EVERYTHING = "quoi", "tout"

CHOICES: dict[str, str] = {
    Travels.NAME: to_translate("Mon nom"),
    Travels.CONTACT: to_translate("Mes coordonnées"),
    Travels.DOCUMENTS: to_translate("Mes documents"),
    Travels.MESSAGES: to_translate("Mes échanges avec l’organisme"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A transfer that waits for the complainant: to whom, why, until when, and its new dates."""

    reply_by: str
    agency: Text
    reason: str
    last_day: date | None
    plan: FilingPlan


@localized(pages, fr="/suivi/<number>/transfert", en="/follow/<number>/transfer")
@public
@follows
def transfer(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask what travels, or what may be read now that was held back."""
    proposed = _proposed(number, complaint_id)
    held = () if proposed else _held(complaint_id)
    if proposed is None and not held:
        return redirect(url_for(".followed", number=number), 303)
    return _page(number, proposed, held, Problems())


@localized(pages, fr="/suivi/<number>/transfert", en="/follow/<number>/transfer", methods=["POST"])
@public
@follows
def choose_what_travels(number: str, complaint_id: int) -> ResponseReturnValue:
    """Carry the transfer out with what was chosen, or release it; sent twice, done once."""
    proposed = _proposed(number, complaint_id)
    held = () if proposed else _held(complaint_id)
    fields = _chosen(tuple(Travels) if proposed else held)
    if proposed is None and held and not fields:
        problems = Problems([FIELD])
        problems.add(FIELD, gettext("Choisissez ce que l’organisme peut lire"))
        return _page(number, proposed, held, problems), 422
    try:
        _do(number, complaint_id, proposed, fields)
    except TransitionNotAllowedError:
        flash(gettext("C’était déjà fait. Voici où en est votre plainte."))
    return redirect(url_for(".followed", number=number), 303)


def _do(number: str, complaint_id: int, proposed: Proposed | None, fields: list[str]) -> None:
    portal, owner = runtime(), complainant(complaint_id)
    if proposed is None:
        portal.change(owner, number, partial(proposals.release_later, fields=fields))
        flash(gettext("C’est fait. L’organisme peut le lire maintenant."))
        return
    portal.change(owner, number, partial(proposals.agree, fields=fields, plan=proposed.plan))
    flash(gettext("C’est fait. Votre plainte est remise à l’organisme."))


def _chosen(offered: tuple[str, ...]) -> list[str]:
    if EVERYTHING in request.form:
        return list(offered)
    return [each for each in request.form.getlist(FIELD) if each in offered]


def _proposed(number: str, complaint_id: int) -> Proposed | None:
    portal, owner = runtime(), complainant(complaint_id)
    with portal.reading(owner) as session:
        complaint: ComplaintRecord = complaint_by_number(session, number)
        waiting: TransferRecord | None = pending_transfer(session, complaint.id)
        plan = proposals.plan_for(session, portal.agencies, complaint, portal.now())
    if waiting is None or plan is None:
        return None
    followed = opened_standing(number, complaint_id).complaint
    why = next((one.text for one in followed.history if one.seq == waiting.history_seq), "")
    day = followed.waiting_day(ClockKind.TRANSFER)
    last_day = day.last_day if day else None
    return Proposed(complaint.reply_by, plan.agency.name, why or "", last_day, plan)


def _held(complaint_id: int) -> tuple[str, ...]:
    with runtime().reading(complainant(complaint_id)) as session:
        done = last_carried_out(session, complaint_id)
        return tuple(done.held) if done is not None else ()


def _page(number: str, proposed: Proposed | None, held: tuple[str, ...], problems: Problems) -> str:
    needed = needed_to_reach(proposed.reply_by) if proposed else frozenset()
    offered = held or tuple(each for each in Travels if each not in needed)
    return render_template(
        "transfers/citizen_transfer.html",
        number=number,
        proposed=proposed,
        answer=proposed and proposed.plan.clock(ClockKind.ANSWER),
        intake=proposed and proposed.plan.intake,
        reached_by_agency=bool(needed),
        choices=[(each, gettext(CHOICES[each])) for each in offered],
        chosen=request.form.getlist(FIELD),
        problems=problems,
    )
