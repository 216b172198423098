"""What features add to the pages of a draft that is finished later, or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.complaints.kept_drafts import OpenDraft
from portal.pages.features import Contribution, added


@dataclass(frozen=True, slots=True)
class SavedPart(Contribution):
    """A part of the page that says how a draft is resumed.

    Its template has what the page has, and what was to be shown as `part`.
    """

    template: str
    shown: Callable[[OpenDraft], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ResumePart(Contribution):
    """A part of the page that asks for the code of a draft, beside its form.

    It is shown unless there is nothing to show.
    """

    template: str
    shown: Callable[[], Mapping[str, Any] | None]


def saved_parts(draft: OpenDraft) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what features show on the page that says how this draft is resumed."""
    return [(part.template, part.shown(draft)) for part in added(SavedPart)]


def resume_parts() -> list[tuple[str, Mapping[str, Any]]]:
    """Return what features show where the code of a draft is asked for."""
    parts = ((part.template, part.shown()) for part in added(ResumePart))
    return [(template, shown) for template, shown in parts if shown is not None]
