"""When the register begins: what is older than its first complaint is compared with nothing."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.figures.measures import Measure
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.figures import Reading


def too_early(reading: Reading) -> str:
    """Say when the register begins if the period compared to began before; else nothing."""
    began = _first_month()
    if began is None or began <= reading.asked.compared.months[0]:
        return ""
    return gettext("le registre commence en %(month)s", month=texts.month(began))


def _first_month() -> str | None:
    received = ReportCountRecord.measure == Measure.RECEIVED
    with runtime().reading(PORTAL) as session:
        return session.scalar(select(func.min(ReportCountRecord.month)).where(received))
