"""Changing one thing in a settings file leaves everything else as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agencies.files.editing import with_changes, with_item, with_values, without_item
from portal.agencies.files.tree import plain, read_tree
from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import AgencySettings
from tests.conftest import AGENCIES

ROOT = Path(__file__).parents[3]
PORTAL = read_portal(AGENCIES / "_portal.yaml")[0]
SHIPPED = [file for file in (ROOT / "agency_configs").glob("*.yaml") if file.stem != "_portal"]
TEXT = """# The parks board.
schema: 1
categories:
  # Worn trails first.
  - code: trail
    name: {fr: 'Sentier', en: Trail} # as hikers say
    theme: delay
    words: [sentier, boue]
  - code: other
    name: {fr: Autre, en: Other}
    theme: other
"""
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)


def settings_in(text: str) -> AgencySettings:
    settings, mistakes = read_agency(text, PORTAL)
    assert mistakes == []
    assert settings is not None
    return settings


def yaml_in(text: str) -> Any:
    node, mistakes = read_tree(text, "any.yaml")
    assert mistakes == []
    assert node is not None
    return plain(node)


def test_only_the_line_of_the_changed_value_changes():
    changed = with_item(TEXT, "categories", "trail", {"name": {"fr": "Sentier pédestre"}})
    assert changed == TEXT.replace("'Sentier'", "'Sentier pédestre'")


def test_what_is_none_is_taken_out_and_what_is_the_same_stays():
    changed = with_item(TEXT, "categories", "trail", {"words": None, "theme": "delay"})
    assert changed == TEXT.replace("    words: [sentier, boue]\n", "")


def test_what_has_lines_of_its_own_keeps_them_below_its_key():
    letter = {"text": {"fr": "Bonjour :\n\n- {number}", "en": "Hello"}}
    changed = with_item(TEXT, "letters", "hello", letter)
    new = "    text:\n      fr: |-\n        Bonjour :\n\n        - {number}\n      en: Hello\n"
    assert changed == f"{TEXT}letters:\n  - code: hello\n{new}"


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"))), min_size=2, max_size=4))
def test_whatever_the_lines_are_they_are_read_as_they_were_written(lines: list[str]):
    text = "\n".join(lines)
    changed = with_item(TEXT, "letters", "hello", {"text": {"fr": text, "en": text}})
    [letter] = yaml_in(changed)["letters"]
    assert letter["text"] == {"fr": text, "en": text}


def test_a_new_thing_stands_ahead_of_the_one_that_closes_the_list():
    values = {"name": {"fr": "Camping", "en": "Camping"}, "theme": "delay", "unit": None}
    changed = with_item(TEXT, "categories", "camp", values, ahead_of="other")
    new = "  - code: camp\n    name: {fr: Camping, en: Camping}\n    theme: delay\n"
    assert changed == TEXT.replace("  - code: other\n", new + "  - code: other\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_keeps_every_line_but_the_one_that_changes(path: Path):
    text = path.read_text(encoding="utf-8")
    portal = read_portal(path.with_name("_portal.yaml"))[0]
    before, _ = read_agency(path, portal)
    assert before is not None
    code = before.categories[0].code
    changed = with_item(text, "categories", code, {"name": {"fr": "Un nom tout neuf"}})
    gone = set(text.splitlines()) - set(changed.splitlines())
    assert len(gone) == 1
    after, _ = read_agency(changed, portal)
    assert after is not None
    assert after.model_copy(update={"categories": before.categories}) == before
    assert after.categories[1:] == before.categories[1:]


@given(WORDS, WORDS)
def test_whatever_is_written_is_read_back(french: str, english: str):
    text = (AGENCIES / "parks.yaml").read_text(encoding="utf-8")
    values = {"name": {"fr": french, "en": english}, "words": (french, english)}
    category = settings_in(with_item(text, "categories", "welcome", values)).categories[1]
    assert (category.name.fr, category.name.en) == (french, english)
    assert category.words == (french, english)


def test_a_thing_is_taken_out_and_nothing_else():
    assert without_item(TEXT, "categories", "nowhere") == TEXT
    kept = without_item(TEXT, "categories", "other")
    assert kept == TEXT.replace(
        "  - code: other\n    name: {fr: Autre, en: Other}\n    theme: other\n", ""
    )


def test_what_differs_only_in_its_spaces_stays_as_it_was_written():
    text = "agency:\n  hours: de 9\u00a0h à 17\u00a0h # all year\n  aliases: [le\u00a0parc, park]\n"
    same = {"hours": "de 9 h à 17 h", "aliases": ("le parc", "park")}
    assert with_values(text, "agency", same) == text
    assert "le parc" in with_values(text, "agency", {"aliases": ("le parc", "parks")})


def test_what_a_form_left_as_it_was_is_not_written():
    before = {"name": {"fr": "Parcs", "en": "Parks"}, "sample": None}
    text = "schema: 1\nagency:\n  code: parks\n"
    assert with_changes(text, "agency", before, before) == text
    changed = with_changes(text, "agency", before, {**before, "sample": True})
    assert changed == text + "  sample: true\n"
    assert with_changes(changed, "agency", {**before, "sample": True}, before) == text
