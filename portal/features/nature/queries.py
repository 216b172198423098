"""What was said of a complaint, read under its lock."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.history import EntryKind
from portal.domain.nature import Nature
from portal.features.nature.rules import nature_said


def nature_of(session: Session, complaint_id: int) -> Nature:
    """Return what a complaint is held to be: one, until somebody says otherwise."""
    entry = HistoryEntryRecord
    of_it = (entry.complaint_id == complaint_id, entry.kind == EntryKind.NATURE_SET.value)
    entries = session.scalars(select(entry).where(*of_it).order_by(entry.seq))
    return nature_said(entries) or Nature.COMPLAINT
