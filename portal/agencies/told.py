"""Telling an agency's plugin what happened: it takes note, or is told again later."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from portal.agencies.agency import Agency
from portal.agencies.plugins.answering import ReasonedError, answer_within
from portal.agencies.plugins.hosted import HostedPlugin
from portal.domain.event import EventKind

EVENT_SECONDS = 10.0
"""How long a plugin has to take note of one event: it may have to reach another machine."""


class NotLoadedError(ReasonedError):
    """The plugin of an agency did not load, so that nobody knows what it asks to be told."""

    def __init__(self) -> None:
        super().__init__("does not load")


def is_told(agency: Agency, kind: EventKind) -> bool:
    """Tell whether its plugin asks to be told such events; one that does not load may."""
    if agency.plugin is None:
        return bool(agency.settings.agency.plugin)
    return kind in agency.answered_by_plugin


def tell_plugin(agency: Agency, kind: EventKind, facts: Mapping[str, Any]) -> None:
    """Tell the plugin of an event, if it asks to be told; raise whatever kept it from it."""
    if agency.plugin is None:
        if agency.settings.agency.plugin:
            raise NotLoadedError
    elif not is_told(agency, kind):
        return
    elif isinstance(agency.plugin, HostedPlugin):
        agency.plugin.tell(kind, facts, EVENT_SECONDS)
    else:
        answer_within(EVENT_SECONDS, partial(getattr(agency.hooks, kind), **facts))
