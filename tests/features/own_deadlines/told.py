"""Complaints whose complainants have deadlines of their own, and what is kept of those."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.handling.filing import Receipt
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.features.own_deadlines.queries import Deadlines, deadlines_of
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.support import file

REFUSED = "Mon permis refusé l’a été sans raison, et personne ne répond au téléphone."
REVIEW, TRIBUNAL, OMBUDS = "notice.permit.0", "notice.permit.1", "recourse.ombuds"

OMBUDS_WITHIN_60 = [
    {
        "code": "ombuds",
        "body": {"fr": "Ombudsman des exemples", "en": "Examples ombudsman"},
        "how": {"fr": "Écrivez-lui", "en": "Write"},
        "deadline": {"fr": "60 jours à compter de la réponse", "en": "60 days from the answer"},
        "within": "60 calendar days",
        "source": "https://parks.example/reglement",
    }
]
"""Recourses of which one leaves a time from the answer."""


def refused(runtime: Runtime, since: str = "2026-11-01", **content: object) -> Receipt:
    """File a complaint about a refusal of a day, which leaves 60 days for a review."""
    answers = {"answers": {"since": since}} if since else {}
    return file(runtime, story=REFUSED, category="trail", **{**answers, **content})


def kept(runtime: Runtime, number: str) -> Deadlines:
    """Return the deadlines of a complaint."""
    complaint_id = complaint(runtime, number).id
    with runtime.reading(PORTAL) as session:
        return deadlines_of(session, complaint_id)


def recalls(runtime: Runtime) -> list[OutboxRecord]:
    """Return the reminders that were written, oldest first."""
    with runtime.reading(PORTAL) as session:
        statement = select(OutboxRecord).where(OutboxRecord.template == "own_deadline_near")
        return list(session.scalars(statement.order_by(OutboxRecord.id)))
