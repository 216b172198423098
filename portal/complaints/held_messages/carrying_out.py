"""What leaves, carried out by the use case that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from portal.complaints.dates.extending import extend_answer
from portal.complaints.events import Left
from portal.complaints.features import LetLeave
from portal.complaints.handling import casework
from portal.complaints.handling.closing_gate import IssueFinding
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import StaleComplaintError
from portal.domain.held_messages import Outgoing
from portal.domain.time.allowance import Allowance

Content = Mapping[str, Any]


def carry_out(work: Work, complaint: ComplaintRecord, kind: Outgoing, content: Content) -> None:
    """Do what was confirmed; raise what the use case raises if it cannot be done any more."""
    work.features.outgoing[kind](work, complaint, content)
    work.features.happened(Left(work, complaint, kind, content))


def rehearse(work: Work, complaint: ComplaintRecord, kind: Outgoing, content: Content) -> None:
    """Raise what carrying it out would raise now; nothing is done."""
    with tried_only(work):
        carry_out(work, complaint, kind, content)
        work.session.flush()


@contextmanager
def tried_only(work: Work) -> Iterator[None]:
    """Undo at the end whatever is done meanwhile, and tell nobody of it."""
    told = len(work.notices)
    with work.session.begin_nested() as nested:
        yield
        nested.rollback()
    del work.notices[told:]


def _answer(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    casework.answer(work, complaint, content["body"])


def _ask(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    casework.ask_complainant(work, complaint, content["body"], content["pause"])


def _extend(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    due = extend_answer(work, complaint, Allowance.parse(content["by"]), content["reason"])
    if due.last_day != date.fromisoformat(content["last_day"]):
        # Another calendar moved it meanwhile: a day that nobody looked at is not promised.
        raise StaleComplaintError


def _close(work: Work, complaint: ComplaintRecord, content: Content) -> None:
    findings = tuple(map(IssueFinding.from_facts, content["findings"]))
    casework.close(work, complaint, findings, language_shown=content["language_shown"])


OUTGOING: Mapping[Outgoing, LetLeave] = {
    Outgoing.ANSWER: _answer,
    Outgoing.QUESTION: _ask,
    Outgoing.EXTENSION: _extend,
    Outgoing.CLOSING: _close,
}
"""What may leave of any complaint, and how the kernel carries it out."""
