"""Canoes: one that drifts is for the rescuers, whatever its category."""

from portal.plugin_api import Draft, hookimpl


@hookimpl
def receiving_unit(draft: Draft) -> str | None:
    """Send what drifts to the rescuers; None leaves the answer to the settings."""
    return "rescue" if "dérive" in draft.story else None
