"""What whoever complained is told once another agency has their complaint in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.pages.filters import marked_text
from portal.pages.shown.history_words import Around, ToldWords
from portal.pages.texts import filled, gettext
from portal.words.catalogue import to_translate


def _who_took_over(facts: Mapping[str, Any], _around: Around) -> str:
    return filled(
        gettext("%(agency)s prend la place de : %(before)s. Les dates promises restent les mêmes."),
        agency=marked_text(Text(**facts["agency_name"])),
        before=marked_text(Text(**facts["before_name"])),
    )


FOLLOW_PAGE = (
    ToldWords(
        EntryKind.SUCCEEDED,
        to_translate("Un autre organisme s’occupe de votre plainte"),
        _who_took_over,
    ),
)
