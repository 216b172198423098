"""Every check, in the order in which they are made."""

from __future__ import annotations

from itertools import chain

from portal.conformance.checks import (
    answer_pauses,
    counted_dates,
    drafts,
    fairness,
    finding,
    hook_answers,
    offered_categories,
    plugin,
    questions,
    recourses,
    references,
    way_up,
    words,
    working_calendars,
    writing,
)
from portal.conformance.kit.check import Check, Topic

TOPICS: tuple[Topic, ...] = (
    writing.file,
    writing.settings,
    references.fields,
    plugin.loading,
    plugin.code,
    hook_answers.answers,
    offered_categories.categories,
    questions.questions,
    drafts.problems,
    drafts.notices,
    drafts.units,
    counted_dates.dates,
    answer_pauses.pauses,
    counted_dates.sources,
    working_calendars.calendar,
    way_up.way_up,
    recourses.after_closing,
    recourses.recourses,
    fairness.fairness,
    words.words,
    finding.finding,
)
CHECKS: tuple[Check, ...] = tuple(chain.from_iterable(topic.checks for topic in TOPICS))
