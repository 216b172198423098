"""How agencies say they are reached: what is told to everybody, and so tells nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from portal.domain.contact_shapes import ways_in
from portal.domain.masking import plain


def published_ways(portal: PortalSettings, every: Iterable[AgencySettings]) -> frozenset[str]:
    """Return the telephone numbers and e-mail addresses that pages for everybody tell.

    They are those of the portal, of the ways to file, of recourses and of what is told before
    filing, as `ways_in` spells them.
    """
    told = (portal.portal, portal.recourses, portal.elsewhere, portal.notices)
    own = ((one.channels, one.recourses, one.notices) for one in every)
    texts = (text for part in (told, *own) for text in _texts(part))
    return frozenset(way for text in texts for way in ways_in(plain(text)))


def _texts(part: Any) -> Iterator[str]:
    """Yield each text of a part of the settings."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for within in part.values():
            yield from _texts(within)
    elif isinstance(part, (tuple, list)):
        for within in part:
            yield from _texts(within)
    elif hasattr(part, "model_dump"):
        yield from _texts(part.model_dump())
