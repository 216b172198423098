"""Telling what came of the checks: to a person, and to a build server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree as Xml

from portal.conformance.outcome import Outcome

# Neither XML nor a terminal has a place for control characters and halves of characters.
_UNSHOWABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lines_of(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of a report: each topic, what is broken in it, and the sum."""
    for topic, group in groupby(outcomes, key=lambda outcome: outcome.check.topic):
        of_topic = list(group)
        yield f"{topic}: {_kept(of_topic)}"
        for outcome in of_topic:
            if outcome.is_broken:
                yield f"\n{_showable(outcome.message)}\n"
    yield ""
    yield _sum(outcomes)


def junit(outcomes: Sequence[Outcome], name: str) -> bytes:
    """Return the outcomes as JUnit XML, one test case for each check."""
    suite = Xml.Element(
        "testsuite",
        name=f"conformance of {name}",
        tests=str(len(outcomes)),
        failures=str(sum(outcome.is_broken for outcome in outcomes)),
        skipped=str(sum(outcome.not_made is not None for outcome in outcomes)),
        errors="0",
        time=f"{sum(outcome.seconds for outcome in outcomes):.3f}",
    )
    for outcome in outcomes:
        _add_case(suite, outcome)
    whole = Xml.Element("testsuites")
    whole.append(suite)
    Xml.indent(whole)
    written: bytes = Xml.tostring(whole, encoding="utf-8", xml_declaration=True)
    return written


def _add_case(suite: Xml.Element, outcome: Outcome) -> None:
    topic = outcome.check.topic.replace(" ", "-")
    case = Xml.SubElement(
        suite,
        "testcase",
        classname=f"portal.conformance.{topic}",
        name=outcome.check.name,
        time=f"{outcome.seconds:.3f}",
    )
    if outcome.is_broken:
        failure = Xml.SubElement(case, "failure", message=outcome.check.sentence)
        failure.text = _showable(outcome.message)
    elif outcome.not_made is not None:
        Xml.SubElement(case, "skipped", message=outcome.not_made)


def _kept(outcomes: Sequence[Outcome]) -> str:
    """Say how many of a topic's checks are kept, of those that were made."""
    made = [outcome for outcome in outcomes if outcome.not_made is None]
    if not made:
        return f"not made: {outcomes[0].not_made}"
    not_made = len(outcomes) - len(made)
    summary = f"{sum(not outcome.is_broken for outcome in made)} of {len(made)} kept"
    return f"{summary}, {not_made} not made" if not_made else summary


def _sum(outcomes: Sequence[Outcome]) -> str:
    broken = sum(outcome.is_broken for outcome in outcomes)
    not_made = sum(outcome.not_made is not None for outcome in outcomes)
    kept = len(outcomes) - broken - not_made
    return f"{len(outcomes)} checks: {kept} kept, {broken} broken, {not_made} not made."


def _showable(text: str) -> str:
    return _UNSHOWABLE.sub("?", text)
