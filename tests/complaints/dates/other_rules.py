"""The parks with other rules of time than those of their file, and a date that passes there."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from portal.complaints.dates.running_clocks import act_if_run_out, clocks_run_out
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import FixedClock
from tests.support.agencies import PARKS_YAML

WELCOME = "    words: [impoli, accueil, rude, preposé]\n"
"""The last line about one category, below which rules of its own may stand."""

WAITING = (
    "deadlines:\n  answer: {within: 10 working days, basis: Déclaration, confidence: sourced,\n"
    "    starts: complete_file, complete_within: 5 working days, silence: ombuds,\n"
    "    extension: {times: 1, at_most: 5 working days}}\n"
)
WITH_WAIT = PARKS_YAML + WAITING

HOURS = 'hours: "10:00-12:00", timezone: America/Toronto'
CLOSED = "extra_closures: [2026-12-07, 2026-12-08, 2026-12-09]"
OWN = f"    calendar: {{jurisdiction: CA-QC, {HOURS}, {CLOSED}}}\n"
QUESTIONS = "    questions:\n      - {code: place"
WITH_OWN = PARKS_YAML.replace(QUESTIONS, OWN + QUESTIONS)


def let_pass(runtime: Runtime, clock: FixedClock, moment: datetime) -> None:
    """Let a moment come, and every clock that has run out by then act."""
    clock.moment = moment
    with runtime.reading(PORTAL) as session:
        due = clocks_run_out(session, moment)
    for one in due:
        runtime.change(PORTAL, one.number, partial(act_if_run_out, clock_id=one.clock_id))
