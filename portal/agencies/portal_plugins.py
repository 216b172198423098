"""Plugins that serve every agency: named by the installation, and each asked by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, TypeVar, get_type_hints

import structlog

from portal.agencies.plugins.answering import (
    WrongAnswerError,
    all_of,
    answer_within,
    misshapen,
    one_of,
    reason_of,
)
from portal.agencies.plugins.loading import PluginError, hooks_of, load_plugin
from portal.agencies.sound_answers import faults_within
from portal.domain.portal_services import CLEAN, Delivery, File, Message, Verdict
from portal.domain.routing import SaidPlace, Suggestion
from portal.plugin_api import portal_hookspecs

log = structlog.get_logger()

GROUP = "portal.plugins"
SCAN_SECONDS = 20.0
DELIVER_SECONDS = 20.0
SUGGEST_SECONDS = 0.5

Answer = TypeVar("Answer")
Check = Callable[[Any], Answer]


class PortalPlugins:
    """The plugins of an installation, in the order in which it names them."""

    def __init__(self, plugins: Mapping[str, object] | None = None) -> None:
        """Raise PluginError for a plugin whose hooks or arguments do not exist."""
        self._hooks = {
            name: hooks_of(plugin, (portal_hookspecs,)) for name, plugin in (plugins or {}).items()
        }

    def verdict(self, file: File) -> Verdict | None:
        """Return the verdict of all scanners: a virus if one of them found any.

        None tells that a scanner did not answer, so that nobody knows. Without a scanner every
        file is clean.
        """
        verdicts = [
            self._answer(name, "scan_file", partial(one_of, Verdict), SCAN_SECONDS, None, file=file)
            for name in self._that_have("scan_file")
        ]
        infected = [verdict for verdict in verdicts if verdict is not None and verdict.virus]
        if infected:
            return infected[0]
        return None if None in verdicts else CLEAN

    @property
    def scan_files(self) -> bool:
        """Tell whether files are scanned for viruses before they are kept."""
        return bool(self._that_have("scan_file"))

    @property
    def suggest(self) -> bool:
        """Tell whether any plugin suggests agencies."""
        return bool(self._that_have("suggest_agencies"))

    def suggestions(
        self,
        text: str,
        language: str,
        suggested: Sequence[Suggestion],
        places: Sequence[SaidPlace] = (),
    ) -> list[Suggestion]:
        """Return what was found as the plugins, one after the other, add to it and order it.

        An agency stands where it was put first. What a plugin leaves out follows after its own.
        """
        for name in self._that_have("suggest_agencies"):
            facts = {
                "text": text,
                "language": language,
                "found": list(suggested),
                "places": list(places),
            }
            checked = partial(all_of, Suggestion)
            own = self._answer(name, "suggest_agencies", checked, SUGGEST_SECONDS, None, **facts)
            suggested = _once_each([*(own or ()), *suggested])
        return list(suggested)

    @property
    def deliver_texts(self) -> bool:
        """Tell whether messages to telephones can be delivered."""
        return bool(self._that_have("deliver_message"))

    def deliver(self, message: Message) -> Delivery:
        """Have a message delivered by the first plugin that takes it; LATER if none does."""
        for name in self._that_have("deliver_message"):
            delivery = self._answer(
                name,
                "deliver_message",
                partial(one_of, Delivery),
                DELIVER_SECONDS,
                Delivery.LATER,
                message=message,
            )
            if delivery is not None:
                return delivery
        return Delivery.LATER

    def _that_have(self, hook: str) -> list[str]:
        return [name for name, hooks in self._hooks.items() if getattr(hooks, hook).get_hookimpls()]

    def _answer(
        self,
        name: str,
        hook: str,
        checked: Check[Answer],
        seconds: float,
        if_it_fails: Answer | None,
        **facts: Any,
    ) -> Answer | None:
        """Return what one plugin answers, None for nothing.

        It fails if it raises, is too slow or answers with another type: the log says why.
        """
        ask = partial(getattr(self._hooks[name], hook), **facts)
        try:
            answers = answer_within(seconds, ask)
            return _whole(hook, checked(answers[0])) if answers else None
        except Exception as error:  # noqa: BLE001  # a plugin may raise anything
            log.error("portal plugin failed", plugin=name, hook=hook, reason=reason_of(error))  # noqa: TRY400
            return if_it_fails


def _whole(hook: str, answer: Answer) -> Answer:
    """Return the answer, or raise WrongAnswerError for a part that could not be used."""
    promised = _promised_by(hook)
    for fault in (
        *misshapen(answer, promised, "the answer"),
        *faults_within(answer, "the answer"),
    ):
        raise WrongAnswerError(f"did not answer as promised: {fault}")
    return answer


@cache
def _promised_by(hook: str) -> Any:
    return get_type_hints(getattr(portal_hookspecs, hook))["return"]


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


def _once_each(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Return each agency where it stands first, with what is said of it only further down."""
    first: dict[str, Suggestion] = {}
    for other in suggestions:
        kept = first.get(other.agency, other)
        first[other.agency] = replace(
            kept,
            category=kept.category or other.category,
            matched=kept.matched or other.matched,
        )
    return list(first.values())
