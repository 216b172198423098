"""What leaves, carried out by the use case that it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.db.models import ComplaintRecord
from portal.domain.outgoing import Outgoing
from portal.services import casework, settling
from portal.services.recommendations.news import answer_and_tell
from portal.services.work import Work

Content = Mapping[str, Any]


def carry_out(work: Work, complaint: ComplaintRecord, kind: Outgoing, content: Content) -> None:
    """Do what was confirmed; raise what the use case raises if it cannot be done any more."""
    _CARRIED_OUT[kind](work, complaint, content)


def rehearse(work: Work, complaint: ComplaintRecord, kind: Outgoing, content: Content) -> None:
    """Raise what carrying it out would raise now; nothing is done."""
    told = len(work.notices)
    with work.session.begin_nested() as nested:
        carry_out(work, complaint, kind, content)
        work.session.flush()
        nested.rollback()
    del work.notices[told:]


def _answer(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    answer_and_tell(work, complaint, content["body"], content["tells"])


def _ask(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    casework.ask_complainant(work, complaint, content["body"], content["pause"])


def _settle(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    settling.settle(work, complaint, settling.Settlement.from_facts(content))


_CARRIED_OUT: dict[Outgoing, Callable[[Work, ComplaintRecord, Content], None]] = {
    Outgoing.ANSWER: _answer,
    Outgoing.QUESTION: _ask,
    Outgoing.SETTLEMENT: _settle,
}
