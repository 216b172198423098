"""Which actions a complaint offers: what its state allows and the person may do."""

from __future__ import annotations

from portal.auth.sign_in import current_actor
from portal.complaints.dates.clocks import promise_from
from portal.domain.complaint import Status
from portal.domain.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.domain.promise import Extension
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import ClockKind
from portal.features.contact_limits.rules import LimitState
from portal.features.information_requests.actions import may_ask
from portal.features.joint_answers.case_part import awaited_parts, declined_parts, may_decline
from portal.features.settling.actions import may_settle
from portal.features.transfers.queries import is_bound
from portal.features.transfers.taking_back import may_take_back
from portal.pages.current import current_language, runtime
from portal.pages.office.case.opened import OpenedCase
from portal.pages.texts import gettext
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words

ACTION_NAMES: dict[str, str] = {
    "first_contact": to_translate("Noter le premier contact"),
    "complete": to_translate("Noter que le dossier est complet"),
    "settle": to_translate("Régler et fermer"),
    "study": to_translate("Commencer l’étude"),
    "assign": to_translate("Attribuer la plainte"),
    "reclassify": to_translate("Changer la catégorie"),
    "resume": to_translate("Faire repartir le délai"),
    "extend": to_translate("Prolonger le délai"),
    "pass_up": to_translate("Transmettre à la plus haute autorité"),
    "decide": to_translate("Décider"),
    "route": to_translate("Remettre à un organisme"),
    "transfer": to_translate("Transférer à un autre organisme"),
    "take_transfer_back": to_translate("Reprendre le transfert proposé"),
    "ask_part": to_translate("Demander une partie à un autre organisme"),
    "decline_part": to_translate("Dire que l’organisme n’est pas concerné"),
    "call_off_part": to_translate("Retirer une partie demandée"),
    "keep_part": to_translate("Maintenir une partie demandée"),
    "link": to_translate("Lier à une autre plainte"),
    "unlink": to_translate("Défaire un lien avec une autre plainte"),
    "close": to_translate("Fermer la plainte"),
    "ready_file": to_translate("Préparer le dossier pour un autre recours"),
    "recommend": to_translate("Recommander un changement"),
    "report_reprisals": to_translate("Noter un signalement de représailles"),
    "request_information": to_translate("Demander des renseignements à l’interne"),
    "confirm_urgent": to_translate("Confirmer l’urgence"),
    "decline_urgent": to_translate("Écarter l’urgence"),
    "urgent_act": to_translate("Noter le premier geste urgent"),
    "limit_contact": to_translate("Limiter les contacts pour un temps"),
    "decide_limit": to_translate("Décider de la limite proposée"),
    "lift_limit": to_translate("Lever la limite de contact"),
    "review_limit": to_translate("Réviser la limite de contact"),
    "declare_conflict": to_translate("Tenir à l’écart une personne visée"),
    "step_back": to_translate("Cette plainte me concerne"),
    "let_back": to_translate("Lever une mise à l’écart"),
}


def possible_actions(case: OpenedCase) -> list[tuple[str, str]]:
    """Return the actions on offer, as their pages' names and what they are called."""
    return [
        (name, protection_name(case) if name == "protect" else gettext(ACTION_NAMES[name]))
        for name, permission, is_offered in _offers(case)
        if is_offered and case.may(permission)
    ]


def extension_left(case: OpenedCase) -> Extension | None:
    """Return the extension that is left to the running promise, if any."""
    clock = case.answer_clock
    allowed = promise_from(clock.promise).extension if clock and clock.due_at else None
    return allowed if clock and allowed and clock.extended < allowed.times else None


def protection_name(case: OpenedCase) -> str:
    """Return what the next thing that the head does about reported reprisals is called."""
    clock = case.reprisal_clock
    if clock is None or clock.kind == ClockKind.REPRISAL_FIRST_ACT:
        return gettext("Noter le premier geste")
    length = allowance_words(Allowance.parse(clock.allowance), current_language())
    return gettext("Noter le suivi après %(length)s", length=length)


def _offers(case: OpenedCase) -> list[tuple[str, Permission, bool]]:
    complaint, status = case.complaint, Status(case.complaint.status)
    is_desk = complaint.agency == runtime().agencies.intake_desk.code
    unanswered = complaint.is_open and status is not Status.ANSWERED
    is_free = not case.is_sending
    may_be_extended = (
        unanswered and is_free and not case.is_first_handler and extension_left(case) is not None
    )
    is_urgent = complaint.urgent_since is not None
    own = case.own_limit and case.own_limit.state
    is_at_top = complaint.level >= len(case.path)
    return [
        ("protect", Permission.PROTECT, case.reprisal_clock is not None),
        ("confirm_urgent", Permission.DECIDE_URGENCY, unanswered and not is_urgent),
        ("decline_urgent", Permission.DECIDE_URGENCY, case.looks_urgent),
        ("urgent_act", Permission.CONTACT, case.urgent_clock is not None),
        ("first_contact", Permission.CONTACT, status is Status.RECEIVED),
        ("complete", Permission.CONTACT, unanswered and case.waits_for_file),
        ("settle", Permission.CLOSE, may_settle(complaint) and is_free),
        ("study", Permission.CONTACT, is_possible(status, Action.STUDY)),
        ("route", Permission.ROUTE, is_desk and is_possible(status, Action.TRANSFER)),
        ("transfer", Permission.TRANSFER, _may_be_transferred(case)),
        ("take_transfer_back", Permission.TRANSFER, _may_be_taken_back(case)),
        ("ask_part", Permission.ASK_PART, unanswered and complaint.parent_id is None),
        ("call_off_part", Permission.CALL_OFF_PART, bool(awaited_parts(case))),
        ("keep_part", Permission.CALL_OFF_PART, bool(declined_parts(case))),
        ("decline_part", Permission.DECLINE_PART, may_decline(case)),
        ("assign", Permission.ASSIGN, complaint.is_open),
        ("reclassify", Permission.RECLASSIFY, complaint.is_open),
        ("resume", Permission.PAUSE, unanswered and case.is_stopped),
        ("extend", Permission.EXTEND, may_be_extended),
        ("request_information", Permission.REQUEST_INFORMATION, may_ask(status)),
        ("pass_up", Permission.PASS_UP, unanswered and not is_at_top),
        ("decide", Permission.DECIDE, unanswered and is_at_top),
        ("close", Permission.CLOSE, complaint.is_open and is_free),
        ("ready_file", Permission.READY_FILE, True),
        ("recommend", Permission.RECOMMEND, True),
        ("link", Permission.RECLASSIFY, True),
        ("unlink", Permission.UNLINK, bool(case.file.linked)),
        ("report_reprisals", Permission.NOTE, True),
        ("decide_limit", Permission.DECIDE_LIMIT, own == LimitState.PROPOSED),
        ("lift_limit", Permission.DECIDE_LIMIT, own == LimitState.IN_FORCE),
        ("review_limit", Permission.REVIEW_LIMIT, case.limit_to_review is not None),
        ("limit_contact", Permission.PROPOSE_LIMIT, own is None and complaint.parent_id is None),
        ("declare_conflict", Permission.DECLARE_CONFLICT, True),
        ("let_back", Permission.LIFT_CONFLICT, bool(case.file.kept_out)),
        ("step_back", Permission.STEP_BACK, True),
    ]


def _may_be_transferred(case: OpenedCase) -> bool:
    """Tell whether it may be proposed to another agency: not what the desk decided, nor twice."""
    answering = case.answer_clock
    is_reviewed = answering is not None and answering.kind == ClockKind.REVIEW
    is_possible_now = is_possible(Status(case.complaint.status), Action.TRANSFER)
    is_part = case.complaint.parent_id is not None
    is_settled = is_bound(case.file.transfers) or case.pending_transfer is not None or is_part
    return is_possible_now and not is_reviewed and not is_settled


def _may_be_taken_back(case: OpenedCase) -> bool:
    """Tell whether the proposal that waits is this person's to take back."""
    if case.pending_transfer is None:
        return False
    proposed_by = case.file.transfers[-1].proposed_by
    return may_take_back(current_actor(), case.complaint.agency, proposed_by)
