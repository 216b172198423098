"""What the pages of such a file show and say: what led to it, and no word of a complainant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.complaints.entries import Filed
from portal.domain.history import EntryKind
from portal.features.own_motion.rules import SOURCES, LedTo, why_of
from portal.features.own_motion.words import TEXTS
from portal.pages.current import gettext
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import CasePart, CaseTag, HistoryEntry, Place
from portal.pages.office.wording import Tag, worded
from portal.pages.rewording import Rewording


def _filed(case: OpenedCase) -> Filed:
    first = next(entry for entry in case.file.entries if entry.kind == EntryKind.FILED)
    return Filed.read(first.facts)


def _shown(case: OpenedCase) -> Mapping[str, Any] | None:
    if not case.is_own_motion:
        return None
    led_to = _filed(case).part(LedTo).led_to
    return {"source": worded(SOURCES, led_to), "why": why_of(case.complaint.answers)}


def _tag(case: OpenedCase) -> Tag | None:
    return Tag(gettext("De sa propre initiative"), "plain") if case.is_own_motion else None


def _words(_case: OpenedCase, entry: Filed) -> str | None:
    led_to = entry.part(LedTo).led_to
    return worded(SOURCES, led_to) + "." if led_to else None


ADDS = (
    Rewording(OpenedCase, lambda case: case.is_own_motion, TEXTS),
    CaseTag(_tag),
    CasePart("led_to", Place.FACTS, "own_motion/_led_to.html", _shown, rank=3),
    HistoryEntry(EntryKind.FILED, detail=_words),
)
