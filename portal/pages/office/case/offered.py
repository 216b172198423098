"""What the page of a complaint offers to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.complaints.queries.readable import readable
from portal.domain.complaint import Status
from portal.domain.handling.lifecycle import Action, is_possible
from portal.domain.permissions import Permission
from portal.domain.time.promise import Extension
from portal.domain.time.promised_dates import promise_from
from portal.pages.current import gettext
from portal.pages.features import added, arranged_once
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import Offer, Stage
from portal.words.catalogue import to_translate

STAGES: dict[Stage, str] = {
    Stage.ANSWER: to_translate("Répondre et fermer"),
    Stage.ASK: to_translate("Demander ce qui manque"),
    Stage.DATES: to_translate("Urgence et dates"),
    Stage.SORT: to_translate("Classer et transmettre"),
    Stage.PROTECT: to_translate("Protéger et accompagner"),
}
"""What the headings of actions say."""


def offered(case: OpenedCase) -> list[Offer]:
    """Return the actions on offer, in their order."""
    return [
        offer
        for offer in _every()
        if case.may(offer.permission)
        and not (offer.with_person and case.is_own_motion)
        and offer.is_offered(case)
    ]


@arranged_once
def _every() -> Sequence[Offer]:
    return sorted((*_OFFERS, *added(Offer)), key=lambda offer: offer.rank)


class Staged(NamedTuple):
    """The actions under one heading: each with its name and what it is called."""

    heading: str
    actions: list[tuple[str, str]]


def staged(case: OpenedCase, offers: Sequence[Offer]) -> list[Staged]:
    """Return actions under their headings, in the order of the work; no heading stands alone."""
    by_stage = {
        stage: [(one.name, offer_words(case, one)) for one in offers if one.stage is stage]
        for stage in Stage
    }
    return [Staged(gettext(STAGES[stage]), acts) for stage, acts in by_stage.items() if acts]


def offer_words(case: OpenedCase, offer: Offer) -> str:
    """Return what an action on a complaint is called."""
    return gettext(offer.words) if isinstance(offer.words, str) else offer.words(case)


def extension_left(case: OpenedCase) -> Extension | None:
    """Return the extension that is left to the running promise, if any."""
    clock = case.answer_clock
    if clock is None or clock.due_at is None:
        return None
    promise = readable("promise", promise_from, clock.promise)
    allowed = promise and promise.extension
    return allowed if allowed and clock.extended < allowed.times else None


def is_at_top(case: OpenedCase) -> bool:
    """Tell whether the complaint is with the top authority."""
    return case.complaint.level >= len(case.path)


def _may_be_extended(case: OpenedCase) -> bool:
    is_free = case.is_unanswered and not case.is_sending and not case.is_first_handler
    return is_free and extension_left(case) is not None


_OFFERS = (
    Offer(
        "complete",
        to_translate("Noter que le dossier est complet"),
        Permission.CONTACT,
        lambda case: case.is_unanswered and case.waits_for_file,
        comes_next=True,
        rank=60,
        stage=Stage.ASK,
    ),
    Offer(
        "study",
        to_translate("Commencer l’étude"),
        Permission.CONTACT,
        lambda case: is_possible(Status(case.complaint.status), Action.STUDY),
        rank=80,
        stage=Stage.ANSWER,
    ),
    Offer(
        "assign",
        to_translate("Attribuer la plainte"),
        Permission.ASSIGN,
        lambda case: case.complaint.is_open,
        rank=160,
        stage=Stage.SORT,
    ),
    Offer(
        "reclassify",
        to_translate("Changer la catégorie"),
        Permission.RECLASSIFY,
        lambda case: case.complaint.is_open,
        rank=170,
        stage=Stage.SORT,
    ),
    Offer(
        "resume",
        to_translate("Faire repartir le délai"),
        Permission.PAUSE,
        lambda case: case.is_unanswered and case.is_stopped,
        comes_next=True,
        rank=180,
        stage=Stage.DATES,
    ),
    Offer(
        "extend",
        to_translate("Prolonger le délai"),
        Permission.EXTEND,
        _may_be_extended,
        comes_next=True,
        rank=190,
        stage=Stage.DATES,
    ),
    Offer(
        "pass_up",
        to_translate("Transmettre à la plus haute autorité"),
        Permission.PASS_UP,
        lambda case: case.is_unanswered and not is_at_top(case),
        comes_next=True,
        rank=210,
        stage=Stage.SORT,
    ),
    Offer(
        "decide",
        to_translate("Décider"),
        Permission.DECIDE,
        lambda case: case.is_unanswered and is_at_top(case),
        comes_next=True,
        rank=220,
        stage=Stage.ANSWER,
    ),
    Offer(
        "close",
        to_translate("Fermer la plainte"),
        Permission.CLOSE,
        lambda case: case.complaint.is_open and not case.is_sending,
        rank=230,
        stage=Stage.ANSWER,
    ),
)
