"""The plugin's code: how it is registered, and what it reaches for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from portal.conformance.kit.asked import HOOKS
from portal.conformance.kit.check import Findings, Needs, Topic
from portal.conformance.kit.code import Code, code_of, hook_options
from portal.conformance.kit.subject import Subject
from portal.plugin_api import hookspecs

loading = Topic("plugin that loads", Needs.TEXT)
code = Topic("plugin's code", Needs.PLUGIN)

NETWORK = {"socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "smtplib"}
NETWORK |= {"ftplib", "imaplib", "poplib", "asyncio", "subprocess", "multiprocessing", "sqlite3"}
STORED = {"os", "pathlib", "shutil", "tempfile", "io", "pickle", "shelve", "sqlalchemy"}
CHANCE = {"random", "secrets", "uuid"}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "time_ns", "localtime", "gmtime"}
CLOCKED = {"datetime", "date", "time", "dt"}
ALLOWED = "portal.plugin_api"


@loading.check(
    protects="citizens: without its plugin an agency answers by its settings alone",
    mend="Import the plugin in a Python of its own, and correct what is raised.",
)
def the_plugin_loads(subject: Subject) -> Findings:
    """The plugin that the settings name is found and can be imported."""
    if subject.plugin_problem:
        yield subject.plugin_problem


@loading.check(
    protects="citizens: a misspelt hook or argument would be a rule that never applies",
    mend="Use the hooks and arguments of portal.plugin_api.hookspecs, by their names.",
)
def every_hook_is_known(subject: Subject) -> Findings:
    """Every hook of the plugin, and every argument, is one that the portal has."""
    if subject.registration_problem:
        yield subject.registration_problem


@code.check(
    protects="administrators: a plugin that answers nothing is a mistake somewhere",
    mend="Mark the functions with @hookimpl; name the right module in the entry point.",
)
def the_plugin_answers_a_hook(subject: Subject) -> Findings:
    """At least one hook is answered."""
    if not _hooks(subject):
        yield "no function is marked with @hookimpl"


@code.check(
    protects="administrators: without its mark a rule never applies",
    mend="Write @hookimpl above the function, or give it another name.",
)
def no_hook_lacks_its_mark(subject: Subject) -> Findings:
    """Every function with the name of a hook is marked with @hookimpl."""
    marked = _hooks(subject)
    for name in HOOKS.values():
        method = getattr(subject.plugin, name, None)
        if callable(method) and name not in marked and method is not getattr(hookspecs, name):
            yield f"{name} is not marked"


@code.check(
    protects="administrators: asked after the settings, a plugin is never asked",
    mend="Leave trylast out: a plugin is asked first.",
)
def no_hook_waits_for_the_settings(subject: Subject) -> Findings:
    """No hook is marked trylast: the settings always answer, and the first answer counts."""
    for name, options in _hooks(subject).items():
        if options.get("trylast"):
            yield f"{name} is marked trylast"


@code.check(
    protects="administrators: an optional hook may be misspelt and nobody notices",
    mend="Leave optionalhook out.",
)
def no_hook_is_optional(subject: Subject) -> Findings:
    """No hook is marked optionalhook."""
    for name, options in _hooks(subject).items():
        if options.get("optionalhook"):
            yield f"{name} is marked optionalhook"


@code.check(
    protects="administrators: old wrappers cannot hand on what the settings raise",
    mend="Write @hookimpl(wrapper=True), `configured = yield`, and return the answer.",
)
def every_wrapper_is_of_the_new_kind(subject: Subject) -> Findings:
    """Wrappers are marked wrapper=True, not hookwrapper=True."""
    for name, options in _hooks(subject).items():
        if options.get("hookwrapper"):
            yield f"{name} is marked hookwrapper"


@code.check(
    protects="whoever looks after the agency later",
    mend="Begin the module with a docstring: the one rule that settings cannot express.",
)
def the_plugin_says_what_it_is_for(subject: Subject) -> Findings:
    """The plugin has a docstring."""
    if not (getattr(subject.plugin, "__doc__", None) or "").strip():
        yield "there is no docstring"


@code.check(
    protects="administrators: what is inside the portal changes without notice",
    mend="Import from portal.plugin_api alone.",
)
def it_sees_the_plugin_api_alone(subject: Subject) -> Findings:
    """Of the portal, the plugin imports portal.plugin_api and nothing else."""
    for module in _code(subject).imports:
        if module.split(".")[0] == "portal" and module != ALLOWED:
            yield f"imports {module}"


@code.check(
    protects="citizens: a question that waits for a network holds up everybody",
    mend="Decide from what the hook is given; what has to be known belongs in the settings.",
)
def it_reaches_no_network_and_no_process(subject: Subject) -> Findings:
    """The plugin imports nothing that opens a connection or starts a process."""
    yield from _imports_of(subject, NETWORK)


@code.check(
    protects="citizens: what lies on one machine is not on the other",
    mend="Decide from what the hook is given; constants stand in the module.",
)
def it_keeps_no_files(subject: Subject) -> Findings:
    """The plugin opens no file and reads no variable of its machine."""
    yield from _imports_of(subject, STORED)
    yield from (f"line {call.line} calls open()" for call in _code(subject).calls("open"))


@code.check(
    protects="citizens: the same complaint has the same rules for everybody",
    mend="Decide from what the hook is given.",
)
def it_leaves_nothing_to_chance(subject: Subject) -> Findings:
    """The plugin imports nothing that makes random values."""
    yield from _imports_of(subject, CHANCE)


@code.check(
    protects="citizens: what is asked again a minute later must be answered alike",
    mend="Use draft.received_at, complaint.received_at or moment.",
)
def it_reads_no_clock(subject: Subject) -> Findings:
    """The plugin never asks its machine what time it is."""
    for name in CLOCKS:
        for call in _code(subject).calls(name):
            if call.of in CLOCKED:
                yield f"line {call.line} calls {call.of}.{name}()"


@code.check(
    protects="operators: what a plugin prints could hold a complaint's words",
    mend="Remove the print; failures are logged by the portal.",
)
def it_prints_nothing(subject: Subject) -> Findings:
    """The plugin prints nothing."""
    yield from (f"line {call.line} prints" for call in _code(subject).calls("print"))


@code.check(
    protects="citizens: a rule that remembers treats the second complaint otherwise",
    mend="Return what the rule needs instead of keeping it.",
)
def it_keeps_no_state_of_its_own(subject: Subject) -> Findings:
    """No function of the plugin changes a name of the module."""
    for node in ast.walk(_code(subject).tree):
        if isinstance(node, ast.Global):
            yield f"line {node.lineno} declares global {', '.join(node.names)}"


def _hooks(subject: Subject) -> dict[str, dict[str, object]]:
    return hook_options(subject.plugin)


def _code(subject: Subject) -> Code:
    return code_of(subject.plugin)


def _imports_of(subject: Subject, modules: set[str]) -> Iterator[str]:
    for module in _code(subject).imports:
        if module.split(".")[0] in modules:
            yield f"imports {module}"
