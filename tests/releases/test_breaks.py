"""Breaks in series are noted by themselves, when what breaks them comes into force."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.domain.actor import PORTAL
from portal.domain.figures.breaks import BreakKind
from portal.domain.text import Text
from portal.releases import drafts
from portal.releases.breaks import note_definitions, word_break
from portal.releases.queries import draft_of, release_in_force
from portal.releases.queries_breaks import breaks_of
from portal.reporting.definitions.every import VERSION
from portal.reporting.definitions.versions import CHANGED_IN, NOTE_VERSION
from portal.runtime import Runtime
from tests.support import on_both

SPLIT = """\
  - {code: mud, name: {fr: Boue, en: Mud}, theme: delay, unit: trails, formerly: [trail]}
  - {code: tree, name: {fr: Arbres, en: Trees}, theme: delay, unit: trails, formerly: [trail]}
"""


def published(runtime: Runtime, *changes: tuple[str, str], now: Any = None) -> None:
    """Publish the settings of parks with some words in the place of others."""
    now = now or runtime.now()
    portal = runtime.agencies.portal
    with runtime.transaction() as session:
        current = release_in_force(session, "parks")
        assert current is not None
        text = current.text or ""
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        drafts.save_draft(session, "parks", text, 1, now, 0)
        draft = draft_of(session, "parks")
        assert draft is not None
        drafts.publish(session, "parks", portal, 1, now, seen=draft.version, instead_of=current.id)
    runtime.take_up_changes()


def kept(runtime: Runtime) -> list[tuple[BreakKind, str, date]]:
    return [
        (one.kind, one.agency, one.on_day)
        for one in runtime.read(PORTAL, breaks_of, ["parks", "water"])
    ]


@on_both
def test_a_release_notes_what_it_breaks_and_a_day_changed_back_broke_nothing(runtime: Runtime):
    today = runtime.now().date()
    published(runtime, ("  - code: welcome\n", f"{SPLIT}  - code: welcome\n"))
    [one] = runtime.read(PORTAL, breaks_of, ["parks"])
    assert (one.kind, one.on_day) == (BreakKind.SPLIT, today)
    assert one.before["categories"] == ["trail"]
    assert one.after["categories"] == ["mud", "tree", "trail"]
    times = (
        "categories:\n",
        "deadlines: {answer: {within: 9 working days, basis: Loi}}\ncategories:\n",
    )
    published(runtime, times)
    published(runtime, ("9 working days", "8 working days"))
    shorter = runtime.read(PORTAL, breaks_of, ["parks"])[-1]
    assert shorter.kind is BreakKind.DEADLINES
    assert shorter.after["time"]["within"] == "8 working days"
    published(runtime, ("8 working days", "12 working days"))
    assert len(kept(runtime)) == 2
    with runtime.transaction() as session:
        assert word_break(session, "parks", one.id, Text("Voulu.", "Meant."), 7)
        assert not word_break(session, "water", one.id, Text("Non.", ""), 7)
    assert runtime.read(PORTAL, breaks_of, ["parks"])[0].words == Text("Voulu.", "Meant.")


@on_both
def test_categories_put_back_as_they_were_within_a_day_broke_nothing(runtime: Runtime):
    tree = SPLIT.splitlines(keepends=True)[1]
    published(runtime, ("  - code: welcome\n", f"{SPLIT}  - code: welcome\n"))
    published(runtime, (tree, ""))
    assert [kind for kind, _, _ in kept(runtime)] == [BreakKind.SPLIT]
    published(runtime, (SPLIT.removesuffix(tree), ""))
    assert kept(runtime) == []
    published(runtime, ("  - code: welcome\n", f"{SPLIT}  - code: welcome\n"))
    assert len(kept(runtime)) == 1
    published(runtime, (SPLIT, ""), now=runtime.now() + timedelta(days=1))
    assert len(kept(runtime)) == 1


@on_both
def test_the_first_version_of_definitions_breaks_nothing_and_the_next_does(runtime: Runtime):
    note = NOTE_VERSION.begin(runtime)
    assert note(runtime.now()) == 1
    assert NOTE_VERSION.begin(runtime)(runtime.now()) == 0
    assert kept(runtime) == []
    later = runtime.now() + timedelta(days=3)
    with runtime.transaction() as session:
        assert note_definitions(session, "77", ["promis"], later.date(), later)
    [one] = runtime.read(PORTAL, breaks_of, [])
    assert (one.kind, one.before["version"], one.after["version"]) == (
        BreakKind.DEFINITION,
        VERSION,
        "77",
    )


def test_the_version_of_definitions_says_which_it_changed():
    assert VERSION in CHANGED_IN
