"""Where a length of time is published: without a page it is a sample, whoever typed it."""

from __future__ import annotations

import re

from portal.agencies.settings.common import TimeSettings
from portal.agencies.settings.fields import LINK
from portal.domain.promise import Confidence
from portal.domain.time.allowance import Allowance
from portal.pages.forms import Problems
from portal.pages.settings.forms.recourse_form import link_problem


def note_wrong_source(problems: Problems, field_id: str, source: str) -> None:
    """Note a source that is no page."""
    if source and not re.fullmatch(LINK, source):
        problems.add(field_id, link_problem())


def how_it_is_known(
    source: str, within: Allowance | None, before: TimeSettings | None
) -> dict[str, str | None]:
    """Return what a form writes of how well a length of time is known.

    With a page it is sourced. Without one it is assumed, and citizens read that it is a sample; a
    length that was inferred stays so until it becomes another.
    """
    if source:
        return {"confidence": Confidence.SOURCED.value, "source": source}
    is_inferred = (
        before is not None and before.confidence is Confidence.INFERRED and before.within == within
    )
    known = Confidence.INFERRED if is_inferred else Confidence.ASSUMED
    return {"confidence": known.value, "source": None}
