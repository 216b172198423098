"""To what the public pages are narrowed: the agency, the theme and the quarter.

Nothing else can be chosen there: what a vintage does not hold would have to be counted, and tell of
a few people beside the cells that are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.agencies.agency import Agency
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.addresses import AGENCY, FIELDS
from portal.reporting.asked import Asked
from portal.reporting.pages.narrowing import Chosen, Filter

THEME = FIELDS["theme"]
BY_THEME = frozenset({"themes"})
"""Which public figures are told of one theme alone."""


def read_theme(typed: str) -> str:
    """Return the theme that an address names, or nothing if there is none of this code."""
    return typed if typed in {theme.code for theme in runtime().agencies.portal.themes} else ""


def read_agency(typed: str) -> str:
    """Return the agency whose page an address asks for, or nothing if there is none."""
    return typed if typed in {agency.code for agency in runtime().agencies} else ""


def public_filters(asked: Asked, agency: Agency | None, agencies: Sequence[Agency]) -> list[Filter]:
    """Return what a public page can be narrowed to beside its quarter, with what it is."""
    names = [(one.code, texts.words_of(one.name)) for one in agencies]
    themes = [(one.code, texts.words_of(one.name.text)) for one in runtime().agencies.portal.themes]
    code = agency.code if agency else ""
    return [
        Filter(AGENCY, gettext("Organisme"), gettext("Tous"), names, code),
        Filter(THEME, gettext("Sujet"), gettext("Tous"), themes, asked.narrowing.theme),
    ]


def public_chosen(
    filters: Sequence[Filter], without_agency: str, without_theme: str
) -> list[Chosen]:
    """Return what was chosen, with where the page without it stands."""
    addresses = {AGENCY: without_agency, THEME: without_theme}
    return [Chosen(one.said, addresses[one.name]) for one in filters if one.value]


def with_theme(asked: Asked) -> Mapping[str, Any]:
    """Return what the address of a public page says of its quarter and its theme."""
    theme = asked.narrowing.theme
    return {"periode": str(asked.period), **({THEME: theme} if theme else {})}
