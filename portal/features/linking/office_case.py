"""A file opened by own motion because of complaints alike is linked to them as it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.work import complaints_by_number
from portal.domain.errors import PortalError
from portal.domain.number import read_any_number
from portal.domain.permissions import Permission, may
from portal.features.linking.actions import link_complaints
from portal.features.linking.rules import LinkedAtOnce
from portal.pages.current import gettext, runtime
from portal.pages.forms import typed_line
from portal.pages.office.opening import OpeningPart

FIELD = "linked"
_BETWEEN = re.compile(r"[,;\s]+")


def _may_link(agency: str) -> bool:
    return may(current_actor(), Permission.RECLASSIFY, agency)


def _asked(agency: Agency, content: DraftContent) -> Mapping[str, Any] | None:
    if not _may_link(agency.code):
        return None
    return {"numbers": content.part(LinkedAtOnce).linked_at_once}


def _numbers(content: DraftContent) -> dict[str, str | None]:
    """Return each number as it was typed, with the number that it is; None if it is none."""
    typed = filter(None, _BETWEEN.split(content.part(LinkedAtOnce).linked_at_once))
    return {word: read_any_number(word) for word in typed}


def _wrong(_agency: Agency, content: DraftContent) -> Iterator[tuple[str, str]]:
    """Yield what is to be corrected: only complaints that the actor may see and link are."""
    numbers = _numbers(content)
    with runtime().reading(current_actor()) as session:
        known = complaints_by_number(session, [number for number in numbers.values() if number])
        linked = {complaint.number for complaint in known if _may_link(complaint.agency)}
    if strange := [word for word, number in numbers.items() if number not in linked]:
        words = gettext(
            "Écrivez des numéros de plaintes que vous pouvez voir : %(numbers)s n’en est pas",
            numbers=", ".join(strange),
        )
        yield FIELD, words


def _opened(_agency: Agency, number: str, content: DraftContent) -> str | None:
    """Link the file to each complaint; return which of them could not be, in words."""
    failed = [to for to in _numbers(content).values() if to and not _is_linked(number, to)]
    if not failed:
        return None
    return gettext(
        "Ces plaintes n’ont pas pu être liées : %(numbers)s. Liez-les à partir du dossier.",
        numbers=", ".join(failed),
    )


def _is_linked(number: str, to: str) -> bool:
    try:
        runtime().change(current_actor(), number, partial(link_complaints, to=to))
    except PortalError:
        return False
    return True


ADDS = (
    OpeningPart(
        "linking/_opening.html",
        _asked,
        lambda _agency: LinkedAtOnce(typed_line(FIELD)),
        _wrong,
        _opened,
    ),
)
