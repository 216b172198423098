"""Settling: what the kernel and the pages know of it."""

from __future__ import annotations

from portal.complaints.features import Feature
from portal.features.settling import office
from portal.pages.features import FeaturePages
from portal.reporting.shown import Figure

FEATURE = Feature(name="settling")

PAGES = FeaturePages(
    pages=(office.pages,),
    offers=office.OFFERS,
    history=office.HISTORY,
)


FIGURES: tuple[Figure, ...] = ()
