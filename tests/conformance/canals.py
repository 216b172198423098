"""Canals: whoever waits at a lock is read by the field teams."""

from portal.plugin_api import Draft, hookimpl


@hookimpl
def receiving_unit(draft: Draft) -> str | None:
    """Answer the unit for that category; None leaves the others to the settings."""
    return "terrain" if draft.category == "ecluse" else None
