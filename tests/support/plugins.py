"""Plugins that fail, and complaints filed while an agency has one."""

from __future__ import annotations

from dataclasses import replace

from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from tests.support import file


class Failing:
    """A plugin that fails at whatever it is asked first."""

    @hookimpl
    def receiving_unit(self, draft: object) -> str:
        raise ValueError("Michel Gagnon")


class Mistaken:
    """A plugin that answers one question with nonsense."""

    @hookimpl
    def working_calendar(self) -> str:
        return "Mondays"


def filed_with(runtime: Runtime, plugin: object, agency: str = "parks") -> str:
    """File a complaint while an agency has this plugin; return its number."""
    agencies = runtime.agencies.in_force.agencies
    before = agencies[agency]
    agencies[agency] = replace(before, plugin=plugin)
    number = file(runtime, agency).number
    agencies[agency] = before
    return number
