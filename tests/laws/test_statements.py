"""What the kernel reads, it reads in its queries, but for what is walked through most.

A missed date and an answer lead through few modules, see `test_walks`. What they read on their way
stands where it is read. A use case writes, and erases, where it does so.
"""

from __future__ import annotations

import ast
from pathlib import Path

import portal

KERNEL = Path(portal.__file__).parent / "complaints"
READING = {"get", "get_one", "scalar", "scalars"}
WALKED = {
    "work.py",
    "features.py",
    "dates/running_clocks.py",
    "letters/letters.py",
    "letters/holding.py",
    "letters/outbox.py",
}


def test_statements_that_read_stand_in_queries_and_records():
    modules = {path.relative_to(KERNEL).as_posix(): path for path in KERNEL.rglob("*.py")}
    reading = {name for name, path in modules.items() if reads(path)}
    assert {name for name in reading if not name.startswith(("queries/", "records/"))} == WALKED


def reads(path: Path) -> bool:
    """Tell whether a module selects something, or asks a session for rows."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return any(is_reading(node.func) for node in nodes if isinstance(node, ast.Call))


def is_reading(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id == "select"
    of = getattr(called, "value", None)
    owner = getattr(of, "attr", getattr(of, "id", ""))
    return owner == "session" and getattr(called, "attr", "") in READING
