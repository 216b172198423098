"""What the history tells the office of consents."""

from __future__ import annotations

from portal.domain.history import EntryKind
from portal.pages.office.case.contributions import HistoryEntry
from portal.words.catalogue import to_translate

ADDS = (
    HistoryEntry(EntryKind.CONSENT_WITHDRAWN, to_translate("Consentement retiré par la personne")),
)
