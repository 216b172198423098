"""What travels to another agency: the complainant chooses field by field, or releases it later.

Nothing is ticked beforehand. The story and the number always travel, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import request
from msgspec import Struct

from portal.complaints.planning import FilingPlan
from portal.complaints.work import complaint_by_number
from portal.domain.actor import complainant
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.features.transfers.actions import (
    agree,
    hold_field_again,
    no_transfer_before,
    plan_for,
    release_later,
    still_agreed,
)
from portal.features.transfers.actions_refusing import refuse
from portal.features.transfers.queries import last_carried_out, pending_transfer
from portal.features.transfers.rules import (
    FIELD_WORDS,
    AgreedBefore,
    Routed,
    TransferAgreed,
    TransferField,
    TransferRefused,
    TransferTakenBack,
    goes_unanswered,
    needed_to_reach,
    refused_by_its_person,
)
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import (
    ACTIONS,
    AGREED,
    FIRST,
    TO_DECIDE,
    ConsentsGiven,
    DraftForm,
    DraftPage,
    GivenConsent,
    MoreWritten,
    PagePart,
)
from portal.pages.citizen.follow import FollowAction
from portal.pages.citizen.journey import Journey
from portal.pages.current import current_language, filled, gettext, runtime
from portal.pages.features import Pages
from portal.pages.filters import marked_text
from portal.pages.forms import Problems
from portal.pages.shown.history_words import Around, ToldWords, to_whom
from portal.pages.shown.written import WrittenLine
from portal.words.catalogue import to_translate

pages = Pages("citizen")

FIELD, EVERYTHING, NOTHING, KEEP = "quoi", "tout", "rien", "garder"

CHOICES: dict[str, str] = {
    TransferField.NAME: to_translate("Mon nom"),
    TransferField.CONTACT: to_translate("Mes coordonnées"),
    TransferField.DOCUMENTS: to_translate("Mes documents"),
    TransferField.MESSAGES: to_translate("Mes échanges avec l’organisme"),
}
_ENDED: dict[str, str] = {
    EntryKind.TRANSFER_REFUSED: to_translate(
        "Rien n’a changé : vous aviez déjà gardé votre plainte ici."
    ),
    EntryKind.TRANSFER_TAKEN_BACK: to_translate(
        "Rien n’a changé : l’organisme ne propose plus ce transfert, et votre plainte reste ici."
    ),
    EntryKind.ANSWERED: to_translate(
        "Rien n’a changé : l’organisme a répondu, et votre plainte reste ici."
    ),
    EntryKind.TRANSFER_AGREED: to_translate(
        "Rien n’a changé : l’organisme peut déjà lire ce que vous avez choisi."
    ),
    EntryKind.ROUTED: to_translate(
        "Rien n’a changé : votre plainte était déjà remise à l’autre organisme."
    ),
}


class Proposed(Struct, frozen=True):
    """A transfer that waits for the complainant: to whom, why, until when, and its new dates.

    `by_people` is whether only an agency reaches them, `contact_goes` whether it learns how to
    where they say nothing. `by_yes_alone` is whether it goes only if they agree: they refused that
    agency before.
    """

    by_people: bool
    contact_goes: bool
    by_yes_alone: bool
    agency: Text
    reason: str
    language: str
    last_day: date | None
    plan: FilingPlan


def _shown(number: str, complaint_id: int) -> dict[str, Any] | None:
    """Return what may go along, or be read now that was held back; None where nothing may."""
    proposed = _proposed(number, complaint_id)
    held = () if proposed else _held(complaint_id)
    if proposed is None and not held:
        return None
    offered = held or tuple(TransferField)
    return {
        "proposed": proposed,
        "answer": proposed and proposed.plan.clock(ClockKind.ANSWER),
        "intake": proposed and proposed.plan.intake,
        "choices": [(field, gettext(CHOICES[field])) for field in offered],
        "chosen": request.form.getlist(FIELD),
    }


def _choose(number: str, complaint_id: int, problems: Problems) -> str:
    """Do what was chosen: hand over, keep it here, or release later; sent twice, done once."""
    proposed = _proposed(number, complaint_id)
    if KEEP in request.form:
        said = gettext("C’est fait. Votre plainte reste ici, et l’organisme le sait.")
        return _done(number, complaint_id, refuse, said)
    offered = tuple(TransferField) if proposed else _held(complaint_id)
    wanted = offered if EVERYTHING in request.form else request.form.getlist(FIELD)
    fields = [field for field in offered if field in wanted]
    problem = _not_chosen(proposed, fields) if offered else None
    if problem:
        problems.add(FIELD, problem)
        return ""
    if proposed:
        act = partial(agree, plan=proposed.plan, fields=fields)
        said = gettext("C’est fait. Votre plainte est remise à l’organisme.")
        return _done(number, complaint_id, act, said)
    said = gettext("C’est fait. L’organisme peut le lire maintenant.")
    return _done(number, complaint_id, partial(release_later, fields=fields), said)


def _not_chosen(proposed: Proposed | None, fields: Sequence[str]) -> str | None:
    """Return what is still to be chosen: nothing ticked is no agreement to anything."""
    if fields or (proposed and NOTHING in request.form):
        return None
    if proposed:
        return gettext(
            "Cochez ce que l’organisme peut lire. Pour tout retenir, choisissez plutôt "
            "« Remettre seulement ce qui suit toujours »"
        )
    return gettext("Choisissez ce que l’organisme peut lire")


def _done(number: str, complaint_id: int, act: Callable[..., None], said: str) -> str:
    try:
        runtime().change(complainant(complaint_id), number, act)
    except TransitionNotAllowedError:
        return _done_before(number, complaint_id)
    return said


def _done_before(number: str, complaint_id: int) -> str:
    """Say that nothing was done now, and what ended the last proposal, from another tab maybe."""
    ended = (entry.kind for entry in opened_summary(number, complaint_id).complaint.history)
    words = (gettext(_ENDED[kind]) for kind in ended if kind in _ENDED)
    return next(words, gettext("Rien n’a changé. Voici où en est votre plainte."))


FollowAction(
    name="transfer",
    sending="choose_what_travels",
    fr="transfert",
    en="transfer",
    template="transfers/citizen_transfer.html",
    shown=_shown,
    act=_choose,
).serve(pages)


def _proposed(number: str, complaint_id: int) -> Proposed | None:
    portal, owner = runtime(), complainant(complaint_id)
    with portal.reading(owner) as session:
        complaint = complaint_by_number(session, number)
        waiting = pending_transfer(session, complaint.id)
        plan = plan_for(session, portal.agencies, complaint, portal.now())
    if waiting is None or plan is None:
        return None
    followed = opened_summary(number, complaint_id).complaint
    reasons = (entry.text for entry in followed.history if entry.seq == waiting.history_seq)
    day = followed.waiting_day(ClockKind.TRANSFER)
    last_day = day.last_day if day else None
    return Proposed(
        bool(needed_to_reach(complaint.reply_by)),
        bool(goes_unanswered(complaint.channel, complaint.reply_by)),
        waiting.agency in refused_by_its_person(followed.history),
        plan.agency.name,
        next(reasons, "") or "",
        followed.facts.language,
        last_day,
        plan,
    )


def _held(complaint_id: int) -> tuple[str, ...]:
    with runtime().reading(complainant(complaint_id)) as session:
        transfer = last_carried_out(session, complaint_id)
        return tuple(transfer.held) if transfer is not None else ()


# On the page of the complaint.


def _proposal(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return to whom the complaint is proposed and why, while one may choose what travels."""
    day = summary.complaint.waiting_day(ClockKind.TRANSFER)
    proposed = summary.complaint.last_text(EntryKind.TRANSFER_PROPOSED)
    if day is None or proposed is None:
        return None
    agency = Text(**proposed.facts["agency_name"])
    facts, contact = summary.complaint.facts, summary.complaint.contact
    contact_goes = bool(goes_unanswered(facts.channel, contact.reply_by))
    by_yes_alone = proposed.facts["to"] in refused_by_its_person(summary.complaint.history)
    shown = {"agency": agency, "why": proposed.text or "", "last_day": day.last_day}
    return shown | {"contact_goes": contact_goes, "by_yes_alone": by_yes_alone}


_ABOUT_TRANSFERS = (
    *(EntryKind.TRANSFER_PROPOSED, EntryKind.TRANSFER_TAKEN_BACK),
    *(EntryKind.TRANSFER_REFUSED, EntryKind.ROUTED),
)


def _refused(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return who keeps what was refused to another agency last, while its answer is to come."""
    about = (entry.kind for entry in summary.complaint.history if entry.kind in _ABOUT_TRANSFERS)
    if not summary.is_owed_an_answer or next(about, None) != EntryKind.TRANSFER_REFUSED:
        return None
    name = runtime().agencies.agency(summary.complaint.facts.agency).name
    return {"agency": name, "last_day": summary.promised and summary.promised.last_day}


def _held_back(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return something where the agency may not read all of it."""
    return {} if _told_held(summary) else None


def _unreachable(summary: CaseSummary) -> Mapping[str, Any] | None:
    """Return something where the agency is to write or call, and may not read how."""
    needed = needed_to_reach(summary.complaint.contact.reply_by)
    return {} if needed.intersection(_told_held(summary)) else None


def _told_held(summary: CaseSummary) -> Sequence[str]:
    """Return what the agency may not read of it, as its history tells."""
    held: Sequence[str] = ()
    for entry in reversed(summary.complaint.history):
        if entry.kind == EntryKind.ROUTED:
            held = entry.facts.get("held") or ()
        elif entry.kind == EntryKind.TRANSFER_AGREED:
            held = [field for field in held if field not in entry.facts["fields"]]
    return held


def _what_travels(entry: TransferAgreed, _around: Around) -> str:
    names = [gettext(FIELD_WORDS[field]) for field in entry.fields]
    return gettext("Accepté : %(what)s.", what=", ".join(names) or gettext("rien de plus"))


def _why_it_stays(entry: TransferTakenBack, _around: Around) -> str:
    """Return why it stays where nobody wrote it: what was refused before goes by a yes alone."""
    if not entry.is_unanswered:
        return ""
    return gettext("Vous aviez déjà refusé cet organisme : sans réponse, votre plainte reste ici.")


def _refused_how(entry: TransferRefused, _around: Around) -> str:
    """Tell where it does not go, and that the agency wrote it down, where the person told it."""
    refused = filled(
        gettext("Organisme refusé : %(agency)s."), agency=marked_text(entry.agency_name)
    )
    if entry.said_by is None:
        return refused
    return refused + " " + gettext("L’organisme a noté ce que vous lui avez dit.")


def _to_whom_with_reports(entry: Routed, around: Around) -> str:
    """Tell everybody that reports go along: the history itself knows of none."""
    reports = gettext("Vos signalements de représailles, s’il y en a, ont suivi.")
    return to_whom(entry, around) + " " + reports


def _agreed_before(journey: Journey) -> Mapping[str, Any]:
    """Return what was ticked; the desk is not asked to ask: it was left to it to choose."""
    desk = runtime().agencies.intake_desk.code
    agreed = journey.content.part(AgreedBefore).may_transfer
    return {"agreed": agreed, "desk_chooses": journey.agency.code == desk}


def _agreed_when_filed(summary: CaseSummary) -> Iterable[WrittenLine]:
    """Return that the complaint may go to whoever has to answer it, if that was said."""
    words = gettext("Acceptée, si un autre organisme doit répondre")
    is_agreed = summary.complaint.as_filed.may_transfer
    return [WrittenLine(gettext("Remise à un autre organisme"), words)] if is_agreed else []


WHEN_FILING = (
    PagePart(
        AGREED,
        "transfers/_may_transfer.html",
        _agreed_before,
    ),
    DraftForm(DraftPage.CHECK, lambda _journey: AgreedBefore("transmettre" in request.form)),
)

# What was agreed to, and may be taken back.

_READS: dict[str, str] = {
    TransferField.NAME: to_translate("votre nom"),
    TransferField.CONTACT: to_translate("vos coordonnées"),
    TransferField.DOCUMENTS: to_translate("les documents que vous aviez joints"),
    TransferField.MESSAGES: to_translate("vos échanges avec l’organisme précédent"),
}


def _consents(summary: CaseSummary) -> Iterable[GivenConsent]:
    """Yield what other agencies read by the complainant's yes, and that it may be handed on."""
    complaint = summary.complaint
    if complaint.as_filed.may_transfer and summary.is_owed_an_answer:
        yield GivenConsent(
            "may_transfer",
            gettext("Remettre ma plainte à l’organisme qui doit répondre"),
            complaint.facts.received_at,
            gettext(
                "Le guichet ou l’organisme sait que vous l’acceptez d’avance. Un organisme qui "
                "propose de la remettre vous demande quand même d’abord ce que l’autre pourra lire."
            ),
            gettext(
                "Un transfert déjà fait reste fait. Un autre peut encore vous être proposé : vous "
                "pourrez le refuser."
            ),
            no_transfer_before,
        )
    agency = runtime().agencies.agency(complaint.facts.agency).name.in_(current_language())
    with runtime().reading(complainant(complaint.id)) as session:
        transfer = last_carried_out(session, complaint.id)
        agreed = still_agreed(transfer, complaint.facts.agency) if transfer else ()
        since = transfer.carried_out_at if transfer else None
    for field in agreed:
        what = gettext(_READS[field])
        yield GivenConsent(
            f"transfer_{field}",
            gettext("%(agency)s lit %(what)s", agency=agency, what=what),
            since,
            gettext("Les personnes qui y traitent votre plainte le voient avec elle."),
            _beyond(field),
            partial(hold_field_again, field=field),
        )


def _beyond(field: str) -> str:
    read = gettext("Ce qui a déjà été lu ne peut pas être oublié.")
    if field != TransferField.CONTACT:
        return read
    return read + " " + gettext("L’organisme ne pourra plus vous appeler ni vous poster de lettre.")


ON_FOLLOWED = (
    ConsentsGiven(_consents),
    MoreWritten(_agreed_when_filed),
    PagePart(TO_DECIDE, "transfers/_transfer_proposed.html", _proposal),
    PagePart(FIRST, "transfers/_transfer_refused.html", _refused),
    PagePart(FIRST, "transfers/_unreachable.html", _unreachable),
    PagePart(ACTIONS, "transfers/_let_read.html", _held_back),
    ToldWords(
        EntryKind.TRANSFER_PROPOSED,
        to_translate("Transfert à un autre organisme proposé"),
        to_whom,
    ),
    ToldWords(
        EntryKind.TRANSFER_TAKEN_BACK,
        to_translate("Le transfert proposé n’a pas lieu"),
        _why_it_stays,
    ),
    ToldWords(
        EntryKind.TRANSFER_REFUSED,
        to_translate("Vous avez gardé votre plainte ici"),
        _refused_how,
    ),
    ToldWords(
        EntryKind.TRANSFER_AGREED,
        to_translate("Vous avez dit ce que l’autre organisme peut lire"),
        _what_travels,
    ),
    ToldWords(
        EntryKind.ROUTED, to_translate("Plainte remise à un autre organisme"), _to_whom_with_reports
    ),
)
