"""Who stands out in a finding: the agencies at its two ends, or one that is beyond chance."""

from __future__ import annotations

from collections.abc import Callable, Collection

from portal.agencies.agency import Agency
from portal.domain.figures.outliers import Standing, outlier
from portal.domain.figures.published import Bounds
from portal.pages.current import gettext
from portal.reporting import texts
from portal.reporting.tables.blocks import RANKED_FROM


def extremes(
    agencies: Collection[Agency], size: Callable[[str], int | None], value: Callable[[str], float]
) -> tuple[Agency, Agency] | None:
    """Return which agencies have the least and the most of something, if they differ.

    Only those that have enough by their `size` are compared.
    """
    ranked = sorted(
        (agency for agency in agencies if (size(agency.code) or 0) >= RANKED_FROM),
        key=lambda agency: (value(agency.code), agency.code),
    )
    if len(ranked) < 2 or value(ranked[0].code) == value(ranked[-1].code):
        return None
    return ranked[0], ranked[-1]


def with_outlier(
    found: str,
    agencies: Collection[Agency],
    share: Callable[[str], Bounds | None],
    worded: Callable[[str], str] = str,
) -> str:
    """Add to a finding which agency's share lies furthest from the others, or that none does.

    A share of which nothing is told is left out. A page of one agency compares nobody. What the
    share is of may be `worded` with it.
    """
    if len(agencies) < 2:
        return found
    names = {agency.code: texts.short_name(agency) for agency in agencies}
    known = {code: share(code) for code in names}
    told = {code: own for code, own in known.items() if own is not None and own.is_told}
    found_out = outlier(told)
    if found_out.standing is Standing.TOO_FEW:
        return gettext("%(found)s; trop peu pour comparer les organismes", found=found)
    if found_out.standing is Standing.ALIKE:
        return gettext(
            "%(found)s; aucun organisme ne s’écarte des autres au-delà du hasard", found=found
        )
    return gettext(
        "%(found)s; le plus loin des autres : %(agency)s, %(value)s",
        found=found,
        agency=names[found_out.code],
        value=worded(texts.rate(told[found_out.code])),
    )
