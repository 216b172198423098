"""What a feature shows, and where: its own pages, and its parts of the pages that all share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from portal.pages.contributions import Contribution
from portal.pages.groups import Pages


@dataclass(frozen=True, slots=True)
class FeaturePages:
    """The pages of one feature, and its parts of shared ones.

    `leads_on` looks at each request before it is known whether the person may see the page; what
    it returns is the response. `adds` is what it shows, words or keeps on the pages of others.
    """

    pages: tuple[Pages, ...] = ()
    leads_on: Callable[[], ResponseReturnValue | None] | None = None
    adds: tuple[Contribution, ...] = ()
