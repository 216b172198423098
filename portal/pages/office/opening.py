"""What features ask of whoever opens a file by the service's own motion, and do once it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.agency import Agency
from portal.complaints.kept_drafts import DraftContent
from portal.pages.features import Contribution
from portal.payload import Payload


@dataclass(frozen=True, slots=True)
class OpeningPart(Contribution):
    """What a feature asks on the page that opens such a file, of those who may answer.

    Its template has what the page has, and what is `shown` as `part`; where that is nothing, it is
    not asked. `typed` returns what was sent, and `wrong` yields the fields to correct, each with
    what is said of it. `opened` does, of the file of a number, what was asked for besides, and
    returns what could not be done, in words. The address of the page may say `asked_by` what it is
    asked.
    """

    template: str
    shown: Callable[[Agency, DraftContent], Mapping[str, Any] | None]
    typed: Callable[[Agency], Payload]
    wrong: Callable[[Agency, DraftContent], Iterable[tuple[str, str]]]
    opened: Callable[[Agency, str, DraftContent], str | None] = lambda *_: None
    asked_by: str = ""
