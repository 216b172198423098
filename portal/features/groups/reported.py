"""What others reported: the published groups that a person's own words lead to."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.actor import PORTAL
from portal.features.groups.published import PublishedGroup, published_groups
from portal.features.groups.similarity import telling_stems
from portal.pages.current import current_language, runtime

SHOWN = 3
_FEWEST_WORDS = 2


def reported_like(categories: Mapping[str, str | None], words: str) -> list[PublishedGroup]:
    """Return what agencies published that a person's words or their subject lead to.

    Two words in common with a published title do, or one where the category is the same: nothing
    of any complaint is looked at.
    """
    if not words:
        return []
    portal, language = runtime(), current_language()
    with portal.reading(PORTAL) as session:
        groups = published_groups(session, categories)
    said = telling_stems(portal.keyring, language, words)
    shared = {
        one.id: len(said & telling_stems(portal.keyring, language, one.title.in_(language)))
        for one in groups
    }
    found = [one for one in groups if shared[one.id] >= _wanted(one, categories.get(one.agency))]
    return sorted(found, key=lambda one: -shared[one.id])[:SHOWN]


def _wanted(group: PublishedGroup, category: str | None) -> int:
    return _FEWEST_WORDS - 1 if group.category == category else _FEWEST_WORDS
