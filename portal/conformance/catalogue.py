"""Every check, in the order in which they are made."""

from __future__ import annotations

from itertools import chain

from portal.conformance.checks import (
    after_closing,
    answers,
    calendar,
    categories,
    dates,
    drafts,
    fairness,
    finding,
    pauses,
    plugin,
    questions,
    recourses,
    references,
    sources,
    way_up,
    words,
    writing,
)
from portal.conformance.kit.check import Check, Topic

TOPICS: tuple[Topic, ...] = (
    writing.file,
    writing.settings,
    references.fields,
    plugin.loading,
    plugin.code,
    answers.answers,
    categories.categories,
    questions.questions,
    drafts.problems,
    drafts.notices,
    drafts.units,
    dates.dates,
    pauses.pauses,
    sources.sources,
    calendar.calendar,
    way_up.way_up,
    after_closing.after_closing,
    recourses.recourses,
    fairness.fairness,
    words.words,
    finding.finding,
)
CHECKS: tuple[Check, ...] = tuple(chain.from_iterable(topic.checks for topic in TOPICS))
