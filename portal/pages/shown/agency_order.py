"""The order in which agencies are offered: those of a country first, each by its name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.pages.current import current_language

# The same few names are sorted for everybody who chooses.
_sorted_by = lru_cache(maxsize=1024)(folded)


def is_elsewhere(agency: Agency, country: str) -> bool:
    """Tell whether an agency is one of another country than this one, by its calendar."""
    return agency.settings.calendar.country != country


def here_first(agencies: Iterable[Agency], country: str) -> list[Agency]:
    """Return agencies by their name: those of a country, then those of others."""
    by_name = sorted(agencies, key=lambda agency: _sorted_by(agency.name.in_(current_language())))
    return sorted(by_name, key=lambda agency: is_elsewhere(agency, country))
