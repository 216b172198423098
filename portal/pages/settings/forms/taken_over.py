"""What a form writes of a promise that the portal gives: all of it, once one thing is the agency's.

A deadline in an agency's file replaces the common one as a whole. Without this an agency that only
changes how long it takes would lose how often it may put an answer off.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.agencies.files.editing import with_values
from portal.agencies.files.places import says
from portal.agencies.settings.common import DeadlineSettings
from portal.domain.promise import Stage
from portal.pages.settings.state import SettingsState


def taken_over(state: SettingsState, stage: str) -> Mapping[str, Any]:
    """Return what the portal promises for a stage, nothing where the agency says its own."""
    promised: DeadlineSettings | None = getattr(state.settings.deadlines, stage)
    if promised is None or says(state.text, "deadlines", stage):
        return {}
    common = promised.model_dump(mode="json", exclude_defaults=True)
    return {name: tuple(said) if isinstance(said, list) else said for name, said in common.items()}


def text_with_own_answer(state: SettingsState) -> str:
    """Return the text of the draft, with the common deadline for answers where it has none."""
    answer = taken_over(state, Stage.ANSWER.value)
    return (
        with_values(state.text, "deadlines", {Stage.ANSWER.value: answer}) if answer else state.text
    )
