"""How much of the portal a reader has to know to follow what happens most.

Counted are the modules in which a function runs, as the interpreter tells it, of those that lie
above `agencies` and `db` in the layers: `runtime`, `worker`, `complaints`, and of `features` whole
features. Each walk is taken twice and counted the second time, when what is kept for the life of a
process is known. `portal/README.md` tells both walks, and names the same modules.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import FrameType

import portal
from portal.complaints.handling import casework
from portal.complaints.letters.outbox import send_due
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import member, staffed
from tests.support import TUESDAY, file, officer

ROOT = Path(portal.__file__).parent
COUNTED = ("runtime.py", "worker", "complaints", "features")

A_DATE_PASSES = {
    "worker/due_clocks.py",
    "runtime.py",
    "complaints/work.py",
    "complaints/every_feature.py",
    "complaints/dates/running_clocks.py",
    "complaints/handling/escalation.py",
    "complaints/letters/letters.py",
    "complaints/queries/staff.py",
}
AN_ANSWER_LEAVES = {
    "runtime.py",
    "complaints/work.py",
    "complaints/every_feature.py",
    "complaints/handling/casework.py",
    "complaints/dates/running_clocks.py",
    "complaints/letters/holding.py",
    "complaints/letters/letters.py",
    "complaints/letters/outbox.py",
    "complaints/queries/staff.py",
    # By what its agency may not know, a text is not found there.
    "complaints/queries/withheld.py",
    "complaints/records/complaint.py",
}


def test_a_date_that_passes_leads_through_few_modules(runtime: Runtime) -> None:
    staffed(runtime)
    for _ in range(2):
        handle_first(runtime)
        walked = modules_run(lambda: run_clocks(runtime, TUESDAY + timedelta(days=60)))
    assert walked == A_DATE_PASSES
    assert len(walked) <= 8


def test_an_answer_that_leaves_leads_through_few_modules(runtime: Runtime) -> None:
    claire = member(runtime)
    answering = partial(casework.answer, body="Le sentier est rouvert.")
    for _ in range(2):
        number = handle_first(runtime)
        send_due(runtime, runtime.now())
        walked = modules_run(
            lambda: runtime.change(claire, number, answering),  # noqa: B023  # run at once
            lambda: send_due(runtime, runtime.now()),
        )
    assert walked == AN_ANSWER_LEAVES
    assert len(walked) <= 11


def test_the_readme_names_the_modules_of_both_walks() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    stories = readme.partition("\n## Stories\n")[2].partition("\n## ")[0]
    assert not [one for one in A_DATE_PASSES | AN_ANSWER_LEAVES if f"({one})" not in stories]


def handle_first(runtime: Runtime) -> str:
    """File a complaint and take it in charge, so that only its answer is owed."""
    number = file(runtime).number
    runtime.change(officer(), number, casework.record_first_contact)
    return number


def modules_run(*steps: Callable[[], object]) -> set[str]:
    """Return which of the counted modules have a function that runs in these steps."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            files.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        for step in steps:
            step()
    finally:
        sys.setprofile(None)
    inside = (Path(file).relative_to(ROOT) for file in files if Path(file).is_relative_to(ROOT))
    return {named(path) for path in inside if path.parts[0] in COUNTED}


def named(path: Path) -> str:
    """Return a module by its path, and a feature by its folder."""
    return "/".join(path.parts[:2]) if path.parts[0] == "features" else path.as_posix()
