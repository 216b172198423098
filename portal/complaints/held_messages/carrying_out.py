"""What leaves, carried out by the use case that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from portal.complaints.events import Left
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.held_messages import Outgoing

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
