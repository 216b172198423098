"""Every kind of entry says whether complainants read it: it is inside, or words for it exist."""

from __future__ import annotations

import pytest

from portal.app import EVERY
from portal.domain.handling.confidential import ENTRIES
from portal.domain.history import INSIDE, EntryKind
from portal.pages.shown.history_words import TITLES, ToldWords

WORDED = {
    *TITLES,
    *(
        words.kind
        for feature in EVERY
        for words in feature.PAGES.adds
        if isinstance(words, ToldWords) and words.title
    ),
}

WITH_THE_FILING = {EntryKind.ACKNOWLEDGED}
"""What complainants may read, and are shown in the line of another entry."""

OF_EARLIER_VERSIONS = ENTRIES
"""What no version tells any more, and none shows."""


@pytest.mark.parametrize("kind", EntryKind)
def test_it_is_inside_or_words_for_it_exist(kind: EntryKind):
    assert (kind in INSIDE) is not (kind in WORDED | WITH_THE_FILING | OF_EARLIER_VERSIONS)
