"""How the plugin behaves when it is asked: as the portal asks it, and more often."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from portal.complaints.planning import plan_filing
from portal.conformance.kit import cases
from portal.conformance.kit.asked import Asked
from portal.conformance.kit.check import Find, Findings, Needs, Topic
from portal.conformance.kit.subject import Subject
from portal.domain.complaint import Complaint, Draft
from portal.domain.time.promise import Stage

answers = Topic("answers of the plugin", Needs.BOTH)

ASKED_AT_ONCE = 4


@answers.check(
    protects="citizens: what raises is answered by the settings alone, and shown as a failure",
    mend="Try the plugin with empty answers, an unknown category and a story of one sign.",
)
def no_hook_raises(subject: Subject) -> Findings:
    """No hook raises, whatever the category, the answers, the story and the moment."""
    yield from _descriptions(_everything(subject).faults.raised)


@answers.check(
    protects="citizens: what takes over a second in all is cut, and the settings answer",
    mend="Prepare tables once, when the module is imported; reach for nothing outside.",
)
def all_answers_come_within_a_second(subject: Subject) -> Findings:
    """All questions of one filing together are answered within the second that plugins have."""
    yield from _descriptions(_everything(subject).faults.slow)


@answers.check(
    protects="everybody: what one hook changes, the next one sees",
    mend="Copy what you are given before changing it: dict(draft.answers).",
)
def no_hook_changes_what_it_is_given(subject: Subject) -> Findings:
    """The draft and the complaint are the same after the question."""
    yield from _descriptions(_everything(subject).faults.changed)


@answers.check(
    protects="citizens: dates shown before sending are the dates kept after",
    mend="Keep no state: no counter, no cache of a former draft, no clock, no chance.",
)
def the_same_facts_have_the_same_answers(subject: Subject) -> Findings:
    """Asked a second time, every hook answers what it answered first."""
    first = _as_received(_everything(subject))
    second = _as_received(Asked(subject.asked.agency))
    for hook, given in first.items():
        if not subject.asked.faults.knows(hook) and second[hook] != given:
            yield f"{hook} answers otherwise the second time"


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
            plan = plan_filing(subject.asked.agency, draft, cases.RECEIVED_AT)
        except (ArithmeticError, LookupError, ValueError):
            continue  # a promise that cannot be counted: the checks of dates say so
        yield from (
            f"{cases.name_of(draft)}: {failure.hook} {failure.reason}" for failure in plan.failures
        )


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


def _kind_check(hook: str, kind: str) -> Find:
    def find(subject: Subject) -> Findings:
        yield from _everything(subject).faults.wrong.get(hook, ())

    find.__name__ = f"{hook}_answers_what_it_promises"
    find.__doc__ = f"The answer of {hook} is {kind}, and every field is what its type says."
    return find


for _hook, _kind in KINDS.items():
    answers.check(
        protects="citizens: what is not as promised is answered by the settings alone",
        mend=f"Answer {_kind}, made with the classes of portal.plugin_api.",
    )(_kind_check(_hook, _kind))


def _everything(subject: Subject) -> Asked:
    """Return what was asked, once every hook was asked everything."""
    if not subject.asked.is_complete:
        _summary(subject.asked)
        subject.asked.is_complete = True
    return subject.asked


def _summary(asked: Asked) -> Mapping[str, object]:
    """Ask every hook about every case; return the answers by hook."""
    drafts = [*asked.drafts, *cases.odd_drafts(asked.questions)]
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
        "complaint_categories": lambda: asked.categories,
        "complaint_questions": lambda: asked.questions,
        "complaint_problems": lambda: [asked.problems(draft) for draft in drafts],
        "complaint_notices": lambda: [asked.notices(draft) for draft in drafts],
        "receiving_unit": lambda: [asked.unit(draft) for draft in drafts],
        "working_calendar": lambda: asked.calendars,
        "allowance": lambda: [
            asked.promise(complaint, stage) for complaint in complaints for stage in Stage
        ],
        "escalation_path": lambda: [asked.path(complaint) for complaint in complaints],
        "recourses": lambda: [asked.recourses(complaint, moment) for complaint, moment in moments],
    }
    return {hook: ask() for hook, ask in about.items()}


def _descriptions(faults: Mapping[str, Mapping[str, None]]) -> Findings:
    for hook, descriptions in faults.items():
        yield from (f"{hook} {what}" for what in descriptions)
