"""Documents can be read: short lines, links that lead somewhere, decisions that are all there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from portal.app import EVERY
from portal.cli import main
from portal.config import Config

ROOT = Path(__file__).parents[2]
LONGEST = 160
FOLDERS_OF_OTHERS = {"node_modules", "build", "dist"}
DECISIONS = ROOT / "portal" / "decisions"
OPERATING = ROOT / "portal" / "operating.md"


def documents() -> list[Path]:
    """Return every document of the project; what tools make for themselves is none."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(path for path in found if not is_of_others(path))


def is_of_others(path: Path) -> bool:
    return any(part.startswith(".") or part in FOLDERS_OF_OTHERS for part in path.parts)


every_document = pytest.mark.parametrize("document", documents(), ids=str)


def pieces(line: str) -> list[str]:
    """Return what is read of a line at once: the cells of a table, else the whole line."""
    return line.split("|") if line.startswith("|") else [line]


@every_document
def test_no_line_and_no_cell_is_longer_than_can_be_read(document: Path):
    lines = (ROOT / document).read_text("utf-8").splitlines()
    numbered = enumerate(lines, start=1)
    assert [n for n, line in numbered if max(map(len, pieces(line))) > LONGEST] == []


FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def prose(document: Path) -> str:
    """Return a document without its examples."""
    return FENCED.sub("", document.read_text("utf-8"))


def anchors(document: Path) -> set[str]:
    """Return what a link may lead to inside a document: its headings, as forges write them."""
    headings = HEADING.findall(prose(document))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(link: str, document: Path) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


@every_document
def test_every_link_leads_to_something_that_exists(document: Path):
    here = ROOT / document
    links = [link for link in LINK.findall(prose(here)) if "://" not in link]
    assert [link for link in links if not leads_somewhere(link, here)] == []


PLACE_OF = re.compile(r"^\| (.+?) \| `(portal/[^`]+)` \|$", re.MULTILINE)


def test_whoever_changes_something_is_led_to_where_it_is():
    told = (ROOT / "portal" / "README.md").read_text("utf-8")
    places = [place for _, place in PLACE_OF.findall(told)]
    assert [place for place in places if not (ROOT / place).exists()] == []
    assert len(places) >= 30
    features = {f"portal/features/{one.__name__.rpartition('.')[2]}/" for one in EVERY}
    assert features <= set(places)


@dataclass(frozen=True)
class Decision:
    number: str
    title: str
    topic: str
    day: str
    status: str
    successors: tuple[str, ...]
    superseded: tuple[str, ...]


DECIDED = re.compile(r"^## (D-\d{3}) · (.+)\n\n(.+)\n\n(?=[^#\s])", re.MULTILINE)
STATED = re.compile(
    r"(?P<day>2\d{3}-\d\d-\d\d)"
    r" · (?P<status>in force|superseded by (?P<successors>D-\d{3}(, D-\d{3})*))"
    r"( · supersedes (?P<superseded>D-\d{3}(, D-\d{3})*))?"
)
NUMBER = re.compile(r"D-\d{3}")
ROW = re.compile(r"^\| (D-\d{3}) \| (.+) \| \[(.+)\]\((.+)\) \| (.+) \|$", re.MULTILINE)


def topics() -> list[Path]:
    return sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")


def decisions() -> Iterator[Decision]:
    for topic in topics():
        for number, title, stated in DECIDED.findall(topic.read_text("utf-8")):
            said = STATED.fullmatch(stated)
            assert said, f"{number}: {stated!r} is no day and status"
            yield Decision(
                number,
                title,
                topic.stem,
                said["day"],
                said["status"],
                tuple(NUMBER.findall(said["successors"] or "")),
                tuple(NUMBER.findall(said["superseded"] or "")),
            )


def by_number() -> dict[str, Decision]:
    return {decision.number: decision for decision in decisions()}


@pytest.mark.parametrize("topic", topics(), ids=lambda path: path.stem)
def test_every_heading_of_a_topic_is_a_decision_with_its_day_status_and_reason(topic: Path):
    text = topic.read_text("utf-8")
    decided = [number for number, _, _ in DECIDED.findall(text)]
    headings = HEADING.findall(text)[1:]
    assert decided == [heading.partition(" ")[0] for heading in headings]


def test_decisions_are_numbered_without_holes():
    numbers = sorted(decision.number for decision in decisions())
    assert numbers == [f"D-{number:03}" for number in range(1, len(numbers) + 1)]


def test_a_superseded_decision_and_its_successor_name_each_other():
    known = by_number()
    after = {(one.number, later) for one in known.values() for later in one.successors}
    before = {(earlier, one.number) for one in known.values() for earlier in one.superseded}
    assert after == before
    assert {number for pair in after for number in pair} <= set(known)


def test_a_successor_is_the_younger_one_and_holds_or_has_one_itself():
    known = by_number()
    for decision in known.values():
        for later in decision.successors:
            assert known[later].number > decision.number
            assert known[later].day >= decision.day


def test_every_decision_that_is_mentioned_exists():
    mentioned = {
        number
        for document in documents()
        for number in NUMBER.findall((ROOT / document).read_text("utf-8"))
    }
    assert mentioned <= set(by_number())


def test_the_index_lists_every_decision_as_its_topic_says_it():
    rows = ROW.findall((DECISIONS / "README.md").read_text("utf-8"))
    expected = sorted(
        (one.number, one.title, one.topic, f"{one.topic}.md", one.status) for one in decisions()
    )
    assert rows == expected


def test_the_index_leads_to_every_topic():
    text = (DECISIONS / "README.md").read_text("utf-8")
    assert [
        topic.name for topic in topics() if f"| [{topic.stem}]({topic.name}) |" not in text
    ] == []


def commands(group: click.Group, before: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def test_every_command_is_explained():
    assert isinstance(main, click.Group)
    text = OPERATING.read_text("utf-8")
    assert [one for one in commands(main, "portal") if f"`{one}" not in text] == []


def test_every_setting_of_an_installation_is_explained():
    text = OPERATING.read_text("utf-8")
    variables = [f"PORTAL_{name.upper()}" for name in Config.model_fields]
    assert [name for name in variables if f"`{name}`" not in text] == []
