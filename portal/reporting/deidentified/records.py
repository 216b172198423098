"""The lines of each published quarter: made once, kept and signed, never made again."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db.base import Base, BigKey
from portal.db.row_filter import seen_by_all
from portal.domain.history import canonical, moment_text
from portal.domain.time.periods import Period
from portal.reporting.deidentified.rule import Finished, Lines, how_many_tell


class ReportRecordSetRecord(Base):
    """The lines of a quarter: `lines` is the JSON of each with how many it tells of.

    `reached` is up to which entry the history was read: that of the quarter's first vintage.
    """

    __tablename__ = "report_record_set"

    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    made_at: Mapped[datetime]
    reached: Mapped[int] = mapped_column(BigKey)
    count: Mapped[int]
    left_out: Mapped[int | None]
    """Of how many complaints it tells, and how many are in no line, where that may be told."""
    lines: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes]

    @property
    def message(self) -> bytes:
        """What is signed of it: all that it says."""
        made_at = moment_text(self.made_at)
        told = {"period": self.period, "made_at": made_at, "reached": self.reached}
        amounts = {"count": self.count, "left_out": self.left_out}
        return canonical({"lines of a quarter": {**told, **amounts, "lines": self.lines}})


ROW_RULES = (seen_by_all(ReportRecordSetRecord),)


class _Counted(Struct, frozen=True, array_like=True):
    line: Finished
    n: int


def written(lines: Lines) -> str:
    """Return lines as they are kept, in an order that tells nothing."""
    counted = [_Counted(line, n) for line, n in sorted(lines.items())]
    return msgspec.json.encode(counted).decode()


def read(kept: str) -> dict[Finished, int]:
    """Return the lines that were kept."""
    return {one.line: one.n for one in msgspec.json.decode(kept, type=list[_Counted])}


def lines_of(session: Session, quarter: Period) -> dict[Finished, int] | None:
    """Return the lines of a quarter; None where it has none yet."""
    kept = session.get(ReportRecordSetRecord, str(quarter))
    return read(kept.lines) if kept is not None else None


class Made(Struct, frozen=True):
    """A quarter that has lines: how many, and how many complaints are in none, if it is told.

    `telling` is of how many complaints the lines tell each thing.
    """

    period: Period
    count: int
    left_out: int | None
    telling: dict[str, int]


def made_sets(session: Session) -> list[Made]:
    """Return the quarters that have lines, the newest first."""
    record = ReportRecordSetRecord
    asked = select(record.period, record.count, record.left_out, record.lines)
    made = [
        Made(period, count, out, how_many_tell(read(lines)))
        for code, count, out, lines in session.execute(asked)
        if (period := Period.parse(code)) is not None
    ]
    return sorted(made, key=lambda one: one.period, reverse=True)


def periods_with_lines(session: Session) -> list[Period]:
    """Return the quarters that have lines, the newest first."""
    periods = map(Period.parse, session.scalars(select(ReportRecordSetRecord.period)))
    return sorted((period for period in periods if period is not None), reverse=True)
