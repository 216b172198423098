"""Plugins that serve every agency: named by the installation, and each asked by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

import pluggy
import structlog

from portal.agencies.consultation import reason_of
from portal.agencies.plugins import PluginError, hooks_of, load_plugin
from portal.agencies.waiting import answer_within
from portal.domain.scanning import CLEAN, File, Verdict
from portal.plugin_api import portal_hookspecs

log = structlog.get_logger()

GROUP = "portal.plugins"
SCAN_SECONDS = 20.0

Kind = TypeVar("Kind")


class PortalPlugins:
    """The plugins of an installation, in the order in which it names them."""

    def __init__(self, plugins: Mapping[str, object] | None = None) -> None:
        """Raise PluginError for a plugin whose hooks or arguments do not exist."""
        self._hooks = {
            name: hooks_of(plugin, portal_hookspecs) for name, plugin in (plugins or {}).items()
        }

    def verdict(self, file: File) -> Verdict | None:
        """Return the verdict of all scanners: a virus if one of them found any.

        None tells that a scanner did not answer, so that nobody knows. Without a scanner every
        file is clean.
        """
        verdicts = [
            self._answer(name, "scan_file", Verdict, SCAN_SECONDS, file=file)
            for name in self._that_have("scan_file")
        ]
        infected = [verdict for verdict in verdicts if verdict is not None and verdict.virus]
        if infected:
            return infected[0]
        return None if None in verdicts else CLEAN

    def _that_have(self, hook: str) -> list[str]:
        return [name for name, hooks in self._hooks.items() if _callers(hooks, hook)]

    def _answer(
        self, name: str, hook: str, kind: type[Kind], seconds: float, **facts: Any
    ) -> Kind | None:
        """Return what one plugin answers, or None if it fails; the log then says how."""
        try:
            [answer] = answer_within(seconds, partial(getattr(self._hooks[name], hook), **facts))
        except Exception as error:
            log.error("portal plugin failed", plugin=name, hook=hook, reason=reason_of(error))
            return None
        if isinstance(answer, kind):
            return answer
        log.error("portal plugin failed", plugin=name, hook=hook, reason="wrong answer")
        return None


def load_portal_plugins(names: Iterable[str]) -> PortalPlugins:
    """Load the plugins with these names; raise PluginError, naming every one that does not load.

    An installed entry point of the group "portal.plugins" comes before `plugins/<name>.py`.
    """
    plugins: dict[str, object] = {}
    problems: list[str] = []
    for name in names:
        try:
            plugins[name] = load_plugin(name, GROUP)[0]
            PortalPlugins({name: plugins[name]})
        except PluginError as error:
            problems.append(str(error))
    if problems:
        raise PluginError("; ".join(problems))
    return PortalPlugins(plugins)


def _callers(hooks: pluggy.HookRelay, hook: str) -> list[pluggy.HookImpl]:
    caller: pluggy.HookCaller = getattr(hooks, hook)
    return caller.get_hookimpls()
