"""What whoever complained is told of information that is asked for: that it is, and no more."""

from __future__ import annotations

from portal.domain.history import EntryKind
from portal.pages.shown.history_words import ToldWords
from portal.words.catalogue import to_translate

FOLLOW_PART = (
    ToldWords(
        EntryKind.INFORMATION_REQUESTED,
        to_translate("Des renseignements ont été demandés à l’organisme"),
    ),
)
