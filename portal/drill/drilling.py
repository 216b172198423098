"""What every drill is given: what complaints can be about; and what all of them do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from portal.agencies.plugins.answering import dismiss_helpers
from portal.config import Config
from portal.drill.findings import Findings, opened
from portal.drill.served import NotServedError, Served, serving
from portal.drill.visitors import Filing, Subject, Visitor, typed
from portal.runtime import Runtime

AT_ONCE = 4
AFTER_ALL = "The same complaints, once it was over"
_ANSWERS_WITHIN = 8.0
"""Seconds: a writer waits five for others, and the pages say so."""


@dataclass(frozen=True)
class Ground:
    """A copy to break: what complaints are about, how many, and the numbers it holds already."""

    copy: Config
    subject: Subject
    count: int
    before: Collection[str]


Drill = Callable[[Ground, Findings], None]
"""Makes its trouble and adds what it finds."""


def all_typed(served: Served, ground: Ground) -> list[Filing]:
    """Type as many complaints as the drill was asked for, each up to its last page."""
    return [typed(Visitor(served.port), ground.subject) for _ in range(ground.count)]


def send_all(filings: Collection[Filing], findings: Findings) -> None:
    """Send each complaint; keep the numbers of those that get a receipt."""
    with ThreadPoolExecutor(AT_ONCE) as people:
        for number in people.map(Filing.acknowledged, filings):
            if number is not None:
                findings.acknowledged.append(number)


def expect_refused(filings: Collection[Filing], findings: Findings) -> None:
    """Send each complaint while nothing can be kept: each has to be refused, in time and truly."""
    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = list(people.map(Filing.send, filings))
    told = sorted({answer.status for answer in answers})
    findings.expect(
        so=told == [503],
        held=f"Nothing was acknowledged meanwhile: {len(answers)} of {len(answers)} got a 503.",
        broken=f"Sent meanwhile, complaints were answered with {told} instead of 503 alone.",
    )
    slowest = max(answer.seconds for answer in answers)
    findings.expect(
        so=slowest < _ANSWERS_WITHIN,
        held=f"The slowest of these answers took {slowest:.1f} s.",
        broken=f"One of these answers took {slowest:.1f} s.",
    )


def expect_no_start(copy: Config, findings: Findings, beside: str, says: str) -> None:
    """Start a copy beside what it should not start with: it has to end, and say certain words."""
    told = ""
    try:
        with serving(copy):
            pass
    except NotServedError as error:
        told = str(error)
    findings.expect(
        so=says in told,
        held=f"With {beside} it does not start, and says: {told}",
        broken=f"With {beside} it " + (f"ended with: {told}" if told else "served."),
    )


def expect_not_ready(served: Served, findings: Findings) -> None:
    """Ask the pages for machines while nothing can be kept."""
    alive, ready = served.page("/healthz").status, served.page("/readyz").status
    findings.expect(
        so=(alive, ready) == (200, 503),
        held="/healthz answered 200 and /readyz 503.",
        broken=f"/healthz answered {alive} and /readyz {ready}, instead of 200 and 503.",
    )


def expect_sent(which: str, filings: Collection[Filing], findings: Findings) -> None:
    """Send complaints, which are told by `which`: each has to be acknowledged."""
    had = len(findings.acknowledged)
    send_all(filings, findings)
    sent = len(findings.acknowledged) - had
    findings.expect(
        so=sent == len(filings),
        held=f"{which}: all {sent} were sent.",
        broken=f"{which}: {sent} of {len(filings)} were sent.",
    )


class NoSubjectError(Exception):
    """There is no category in force that a complaint can be filed in without asked answers."""


def subject_of(copy: Config) -> Subject:
    """Return a category that asks nothing that has to be answered; raise NoSubjectError."""
    try:
        with opened(copy) as portal:
            subject = next(_subjects(portal), None)
    finally:
        dismiss_helpers()
    if subject is None:
        raise NoSubjectError
    return subject


def _subjects(portal: Runtime) -> Iterator[Subject]:
    """Yield what can be filed without answers, of agencies that have no plugin first."""
    for agency in sorted(portal.agencies, key=lambda each: (each.plugin is not None, each.code)):
        consultation = agency.consult()
        for category in consultation.categories():
            if not any(question.required for question in consultation.questions(category)):
                yield Subject(agency.code, category.code)
