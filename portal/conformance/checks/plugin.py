"""The plugin: how its code is registered, what it reaches for, and how its hooks answer.

They are asked as the portal asks them, and more often.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from portal.agencies.agency import Consultation
from portal.complaints.planning import plan_filing
from portal.conformance.kit import cases
from portal.conformance.kit.asked import Asked
from portal.conformance.kit.check import Find, Findings, Needs, Subject, Topic
from portal.conformance.kit.code import code_of, hook_options
from portal.domain.complaint import Complaint, Draft
from portal.domain.event import EventKind
from portal.domain.time.promise import Stage
from portal.plugin_api import hookspecs

loading = Topic("plugin that loads", Needs.TEXT)
code = Topic("plugin's code", Needs.PLUGIN)
answers = Topic("answers of the plugin", Needs.BOTH)

NETWORK = {"socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "smtplib"}
NETWORK |= {"ftplib", "imaplib", "poplib", "asyncio", "subprocess", "multiprocessing", "sqlite3"}
STORED = {"os", "pathlib", "shutil", "tempfile", "io", "pickle", "shelve", "sqlalchemy"}
CHANCE = {"random", "secrets", "uuid"}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "time_ns", "localtime", "gmtime"}
CLOCKED = {"datetime", "date", "time", "dt"}
ALLOWED = "portal.plugin_api"
EVENTS = frozenset(EventKind)
ASKED_AT_ONCE = 4
KINDS = {
    "complaint_categories": "a list of Category",
    "complaint_questions": "a list of Question",
    "complaint_problems": "a list of Problem, an empty one if there is none",
    "complaint_notices": "a list of Notice, an empty one if there is none",
    "receiving_unit": "the code of a unit, or None",
    "working_calendar": "a WorkingCalendar",
    "allowance": "a Promise, with an Allowance and a Text",
    "escalation_path": "a list of EscalationStep, the last one with top_authority=True",
    "recourses": "a list of Recourse",
}


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
    mend="Use the hooks and arguments of portal.plugin_api, by their names.",
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
    if not hook_options(subject.plugin):
        yield "no function is marked with @hookimpl"


@code.check(
    protects="administrators: without its mark a rule never applies",
    mend="Write @hookimpl above the function, or give it another name.",
)
def no_hook_lacks_its_mark(subject: Subject) -> Findings:
    """Every function with the name of a hook is marked with @hookimpl."""
    marked = hook_options(subject.plugin)
    for name in KINDS:
        method = getattr(subject.plugin, name, None)
        if callable(method) and name not in marked and method is not getattr(hookspecs, name):
            yield f"{name} is not marked"


@code.check(
    protects="administrators: asked after the settings, a plugin is never asked",
    mend="Leave trylast out: a plugin is asked first.",
)
def no_hook_waits_for_the_settings(subject: Subject) -> Findings:
    """No hook is marked trylast: the settings always answer, and the first answer counts."""
    return _marked(subject, "trylast")


@code.check(
    protects="administrators: an optional hook may be misspelt and nobody notices",
    mend="Leave optionalhook out.",
)
def no_hook_is_optional(subject: Subject) -> Findings:
    """No hook is marked optionalhook."""
    return _marked(subject, "optionalhook")


@code.check(
    protects="administrators: old wrappers cannot hand on what the settings raise",
    mend="Write @hookimpl(wrapper=True), `configured = yield`, and return the answer.",
)
def every_wrapper_is_of_the_new_kind(subject: Subject) -> Findings:
    """Wrappers are marked wrapper=True, not hookwrapper=True."""
    return _marked(subject, "hookwrapper")


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
    return (
        f"imports {module}"
        for module in code_of(subject.plugin).imports
        if module.split(".")[0] == "portal" and module != ALLOWED
    )


@code.check(
    protects="citizens: a question that waits for a network holds up everybody",
    mend="Decide from what the hook is given; what has to be known belongs in the settings."
    " What tells another machine of an event imports what it needs inside that hook.",
)
def it_reaches_no_network_and_no_process(subject: Subject) -> Findings:
    """The plugin imports nothing that opens a connection, but inside the hooks of events."""
    return (
        f"imports {module}"
        for module in code_of(subject.plugin).imports_beside(EVENTS)
        if module.split(".")[0] in NETWORK
    )


@code.check(
    protects="citizens: what lies on one machine is not on the other",
    mend="Decide from what the hook is given; constants stand in the module.",
)
def it_keeps_no_files(subject: Subject) -> Findings:
    """The plugin opens no file and reads no variable of its machine."""
    yield from _imports_of(subject, STORED)
    yield from (f"line {call.line} calls open()" for call in code_of(subject.plugin).calls("open"))


@code.check(
    protects="citizens: the same complaint has the same rules for everybody",
    mend="Decide from what the hook is given.",
)
def it_leaves_nothing_to_chance(subject: Subject) -> Findings:
    """The plugin imports nothing that makes random values."""
    return _imports_of(subject, CHANCE)


@code.check(
    protects="citizens: what is asked again a minute later must be answered alike",
    mend="Use draft.received_at, complaint.received_at or moment.",
)
def it_reads_no_clock(subject: Subject) -> Findings:
    """The plugin never asks its machine what time it is."""
    return (
        f"line {call.line} calls {call.of}.{name}()"
        for name in CLOCKS
        for call in code_of(subject.plugin).calls(name)
        if call.of in CLOCKED
    )


@code.check(
    protects="operators: what a plugin prints could hold a complaint's words",
    mend="Remove the print; failures are logged by the portal.",
)
def it_prints_nothing(subject: Subject) -> Findings:
    """The plugin prints nothing."""
    return (f"line {call.line} prints" for call in code_of(subject.plugin).calls("print"))


@code.check(
    protects="citizens: a rule that remembers treats the second complaint otherwise",
    mend="Return what the rule needs instead of keeping it.",
)
def it_keeps_no_state_of_its_own(subject: Subject) -> Findings:
    """No function of the plugin changes a name of the module."""
    return (
        f"line {node.lineno} declares global {', '.join(node.names)}"
        for node in ast.walk(code_of(subject.plugin).tree)
        if isinstance(node, ast.Global)
    )


@answers.check(
    protects="citizens: what raises is answered by the settings alone, and shown as a failure",
    mend="Try the plugin with empty answers, an unknown category and a story of one sign.",
)
def no_hook_raises(subject: Subject) -> Findings:
    """No hook raises, whatever the category, the answers, the story and the moment."""
    return _descriptions(_everything(subject).faults.raised)


@answers.check(
    protects="citizens: what takes over a second in all is cut, and the settings answer",
    mend="Prepare tables once, when the module is imported; reach for nothing outside.",
)
def all_answers_come_within_a_second(subject: Subject) -> Findings:
    """All questions of one filing together are answered within the second that plugins have."""
    return _descriptions(_everything(subject).faults.slow)


@answers.check(
    protects="citizens: what could not be kept, shown or counted is answered by the settings alone",
    mend="Keep texts short, links https, codes in small letters, lengths of time below ten years.",
)
def the_portal_takes_every_value(subject: Subject) -> Findings:
    """Every value of every answer is one that the portal can keep, show and count with."""
    return _descriptions(_everything(subject).faults.unsound)


@answers.check(
    protects="everybody: what one hook changes, the next one sees",
    mend="Copy what you are given before changing it: dict(draft.answers).",
)
def no_hook_changes_what_it_is_given(subject: Subject) -> Findings:
    """The draft and the complaint are the same after the question."""
    return _descriptions(_everything(subject).faults.changed)


@answers.check(
    protects="citizens: dates shown before sending are the dates kept after",
    mend="Keep no state: no counter, no cache of a former draft, no clock, no chance.",
)
def the_same_facts_have_the_same_answers(subject: Subject) -> Findings:
    """Asked a second time, every hook answers what it answered first."""
    first = _as_received(_everything(subject))
    second = _as_received(Asked(subject.asked.agency))
    return (
        f"{hook} answers otherwise the second time"
        for hook, given in first.items()
        if not subject.asked.faults.knows(hook) and second[hook] != given
    )


@answers.check(
    protects="citizens: several people are served at once, in threads",
    mend="Keep no state in the module: what a function needs is handed to it.",
)
def several_at_once_have_the_same_answers(subject: Subject) -> Findings:
    """Asked by four at once, every hook answers what it answers to one."""
    if subject.asked.faults.any_found:
        return  # the checks that found them say so
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        agency = subject.asked.agency
        several = [Asked(agency) for _ in range(ASKED_AT_ONCE)]
        rounds = list(pool.map(_in_short, several))
    for hook, answer in _in_short(Asked(agency)).items():
        is_slow = any(hook in asked.faults.slow for asked in several)
        if not is_slow and any(answers[hook] != answer for answers in rounds):
            yield f"{hook} answers otherwise"


@answers.check(
    protects="citizens: a complaint has no number before it is sent, and is dated all the same",
    mend="Look neither at complaint.number nor at what comes later in a complaint's life.",
)
def every_filing_is_planned_without_a_failure(subject: Subject) -> Findings:
    """The portal plans the filing of every draft without a failure of the plugin."""
    if _everything(subject).faults.any_found:
        return  # the checks that found them say so
    for draft in subject.asked.drafts:
        try:
            asked = Consultation(subject.asked.agency, looks_at_values=False)
            plan = plan_filing(asked.agency, draft, cases.RECEIVED_AT, asked)
        except (ArithmeticError, LookupError, ValueError):
            continue  # a promise that cannot be counted: the checks of dates say so
        yield from (
            f"{cases.name_of(draft)}: {failure.hook} {failure.reason}" for failure in plan.failures
        )


def _kind_check(hook: str, kind: str) -> Find:
    def find(subject: Subject) -> Findings:
        return iter(_everything(subject).faults.wrong.get(hook, {}))

    find.__name__ = f"{hook}_answers_what_it_promises"
    find.__doc__ = f"The answer of {hook} is {kind}, and every field is what its type says."
    return find


for _hook, _kind in KINDS.items():
    answers.check(
        protects="citizens: what is not as promised is answered by the settings alone",
        mend=f"Answer {_kind}, made with the classes of portal.plugin_api.",
    )(_kind_check(_hook, _kind))


def _marked(subject: Subject, option: str) -> Findings:
    hooks = hook_options(subject.plugin).items()
    return (f"{name} is marked {option}" for name, options in hooks if options.get(option))


def _imports_of(subject: Subject, modules: set[str]) -> Iterator[str]:
    return (
        f"imports {module}"
        for module in code_of(subject.plugin).imports
        if module.split(".")[0] in modules
    )


def _everything(subject: Subject) -> Asked:
    """Return what was asked, once every hook was asked everything."""
    if not subject.asked.is_complete:
        _summary(subject.asked)
        subject.asked.is_complete = True
    return subject.asked


def _summary(asked: Asked) -> Mapping[str, object]:
    """Ask every hook about every case; return the answers by hook."""
    drafts = [*asked.drafts, *cases.odd_drafts(asked.questions_by_category)]
    lives = [life for complaint in asked.complaints for life in asked.lives(complaint)]
    return _answered(asked, drafts, lives)


def _as_received(asked: Asked) -> Mapping[str, object]:
    """Ask every hook about what is not odd, as it is when it is received."""
    return _answered(asked, asked.drafts, asked.complaints)


def _in_short(asked: Asked) -> Mapping[str, object]:
    """Ask every hook about a few cases."""
    return _answered(asked, asked.drafts[::9], asked.complaints[::5])


def _answered(
    asked: Asked, drafts: Sequence[Draft], complaints: Sequence[Complaint]
) -> Mapping[str, object]:
    moments = [
        (complaint, complaint.received_at + after)
        for complaint in complaints
        for after in cases.AFTER
    ]
    about: dict[str, Callable[[], Any]] = {
        "complaint_categories": asked.categories,
        "complaint_questions": lambda: asked.questions_by_category,
        "complaint_problems": lambda: [asked.problems(draft) for draft in drafts],
        "complaint_notices": lambda: [asked.notices(draft) for draft in drafts],
        "receiving_unit": lambda: [asked.receiving_unit(draft) for draft in drafts],
        "working_calendar": lambda: asked.calendars,
        "allowance": lambda: [
            asked.allowance(complaint, stage) for complaint in complaints for stage in Stage
        ],
        "escalation_path": lambda: [asked.escalation_path(complaint) for complaint in complaints],
        "recourses": lambda: [asked.recourses(complaint, moment) for complaint, moment in moments],
    }
    return {hook: ask() for hook, ask in about.items()}


def _descriptions(faults: Mapping[str, Mapping[str, None]]) -> Findings:
    return (f"{hook} {what}" for hook, descriptions in faults.items() for what in descriptions)
