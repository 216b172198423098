"""What the cube of counts holds, for tests of what services write and of counting again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.reporting import counting as reporting
from portal.runtime import Runtime


def cube(session: Session) -> dict[tuple[Any, ...], int]:
    session.expire_all()
    return {
        (
            *(r.agency, r.month, r.nature, r.language, r.region),
            *(r.theme, r.category, r.channel, r.measure, r.bucket),
        ): r.n
        for r in session.scalars(select(ReportCountRecord))
    }


def measures(session: Session, nature: str = "complaint") -> dict[str, int]:
    counted = Counter[str]()
    whole = (ReportCountRecord.theme == "", ReportCountRecord.nature == nature)
    for record in session.scalars(select(ReportCountRecord).where(*whole)):
        counted[f"{record.agency} {record.month} {record.measure} {record.bucket}"] += record.n
    return dict(counted)


def fed(runtime: Runtime) -> dict[str, int]:
    with runtime.transaction() as session:
        while reporting.feed(session):
            pass
    with runtime.reading(PORTAL) as session:
        return measures(session)
