"""Which agency a count is of today, where others took the place of the one that counted it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal

from portal.domain.succession import REST, Heirs


def heir_of(agency: Any, category: Any, heirs: Heirs) -> ColumnElement[str]:
    """Return the agency that a row counts for: its own, unless others have its past."""
    whens = [
        (and_(agency == code, category == one), literal(heir))
        for code, places in heirs.items()
        for one, heir in places.items()
        if one != REST
    ]
    whens += [(agency == code, literal(places[REST])) for code, places in heirs.items()]
    own: ColumnElement[str] = agency.expression
    return case(*whens, else_=own) if whens else own
