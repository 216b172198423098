"""Changing one thing in a settings file leaves everything else as it was written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from portal.agencies.files.editing import (
    with_changes,
    with_code,
    with_item,
    with_item_moved,
    with_list,
    with_values,
    without,
    without_item,
)
from portal.agencies.files.places import plain
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import AgencySettings
from portal.agencies.settings.shared import PortalSettings
from tests.support.agencies import AGENCIES, PARKS_YAML

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
@example(["", " "])
@example(["a", " ", " b"])
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
    values = {"name": {"fr": french, "en": english}, "words": (french, english)}
    category = settings_in(with_item(PARKS_YAML, "categories", "welcome", values)).categories[1]
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


ASKED = """schema: 1
categories:
  # Worn trails first.
  - code: trail
    name: {fr: Sentier, en: Trail}
    questions: # both are old
      # Where it is.
      - code: place
        label: {fr: Quel sentier?, en: Which trail?}
        hint: {fr: Son nom, en: Its name}
        # A number would do as well.
        kind: choice
        choices:
          # The steep one.
          - {code: north, label: {fr: Nord, en: North}} # closed in winter
          - code: south
            label: {fr: Sud, en: South}
      # Since when.
      - {code: since, label: {fr: Depuis quand?, en: Since when?}, kind: date} # a day
      # Nothing else is asked.
  # Then the rest.
  - {code: other, name: {fr: Autre, en: Other}} # by default
  # That is all.
recourses: [review, ombuds] # nearest first
# The end.
"""
QUESTIONS = ("categories", "trail", "questions")
SINCE = """      # Since when.
      - {code: since, label: {fr: Depuis quand?, en: Since when?}, kind: date} # a day
"""


def comments_of(text: str) -> list[str]:
    return sorted(line.split("# ", 1)[1] for line in text.splitlines() if "# " in line)


def test_a_thing_within_a_thing_is_changed_and_nothing_else():
    changed = with_item(ASKED, QUESTIONS, "since", {"kind": "text", "required": True})
    assert changed == ASKED.replace("kind: date}", "kind: text, required: true}")
    changed = with_item(ASKED, QUESTIONS, "place", {"hint": None})
    assert changed == ASKED.replace("        hint: {fr: Son nom, en: Its name}\n", "")


def test_a_new_thing_ends_its_list_ahead_of_what_is_said_of_the_next():
    values = {"label": {"fr": "Qui?", "en": "Who?"}, "kind": "text"}
    new = """      - code: who
        label: {fr: "Qui?", en: "Who?"}
        kind: text
"""
    assert with_item(ASKED, QUESTIONS, "who", values) == ASKED.replace(SINCE, SINCE + new)


def test_a_list_begins_where_there_was_none():
    changed = with_item(ASKED, ("categories", "other", "questions"), "who", {"kind": "text"})
    other = """  - # by default
    code: other
    name: {fr: Autre, en: Other}
    questions:
      - code: who
        kind: text
"""
    assert other in changed
    assert comments_of(changed) == comments_of(ASKED)
    assert with_code("schema: 1\n", "recourses", "ombuds") == (
        "schema: 1\nrecourses:\n  - ombuds\n"
    )


def test_a_thing_that_moves_takes_what_is_said_above_it_along():
    moved = with_item_moved(ASKED, QUESTIONS, "since", -1)
    place = "      # Where it is.\n"
    assert moved == ASKED.replace(SINCE, "").replace(place, SINCE + place)
    assert with_item_moved(moved, QUESTIONS, "since", 1) == ASKED
    assert with_item_moved(ASKED, QUESTIONS, "since", 1) == ASKED
    assert with_item_moved(ASKED, QUESTIONS, "place", -1) == ASKED


def test_mere_codes_are_moved_added_and_taken_out():
    listed = "recourses: # nearest first\n  - {}\n  - {}\n"
    line = "recourses: [review, ombuds] # nearest first\n"
    moved = with_item_moved(ASKED, "recourses", "ombuds", -1)
    assert moved == ASKED.replace(line, listed.format("ombuds", "review"))
    added = with_code(moved, "recourses", "access")
    assert "  - ombuds\n  - review\n  - access\n" in added
    assert with_code(added, "recourses", "access") == added
    assert without_item(added, "recourses", "access") == moved


def test_what_is_taken_out_leaves_the_comments_around_it():
    last = without_item(without_item(ASKED, QUESTIONS, "place"), QUESTIONS, "since")
    assert "questions:" not in last
    for said in ("Where it is.", "Since when.", "Nothing else is asked.", "Then the rest."):
        assert said in last
    assert settings_like(last) == ["trail", "other"]


def test_choices_keep_their_comments_when_others_come_and_go():
    south = {"code": "south", "label": {"fr": "Sud", "en": "South side"}}
    north = {"code": "north", "label": {"fr": "Nord", "en": "North"}}
    east = {"code": "east", "label": {"fr": "Est", "en": "East"}}
    changed = with_item(ASKED, QUESTIONS, "place", {"choices": (south, east, north)})
    assert comments_of(changed) == comments_of(ASKED)
    listed = """        choices:
          - code: south
            label: {fr: Sud, en: South side}
          - {code: east, label: {fr: Est, en: East}}
          # The steep one.
          - {code: north, label: {fr: Nord, en: North}} # closed in winter
"""
    assert listed in changed


def test_what_is_the_same_is_left_as_it_was_written():
    choices = ({"code": "north", "label": {"fr": "Nord", "en": "North"}},)
    short = "l:\n  - code: a\n    choices: [{code: north, label: {en: North, fr: Nord}}]\n"
    assert with_item(short, "l", "a", {"choices": choices}) == short
    words = with_item(TEXT, "categories", "trail", {"words": ("sentier", "boue")})
    assert words == TEXT


def test_lists_written_without_indentation_stay_so():
    text = "a:\n- code: x # one\n  q:\n  # first\n  - {code: u}\n  - {code: v}\n# end\nb: 1\n"
    moved = text.replace("  # first\n  - {code: u}\n  - {code: v}\n", "")
    moved = moved.replace("  q:\n", "  q:\n  - {code: v}\n  # first\n  - {code: u}\n")
    assert with_item_moved(text, ("a", "x", "q"), "v", -1) == moved


def test_what_is_repeated_elsewhere_changes_only_here():
    text = """words: &both {fr: Oui, en: Yes}
l:
  - {code: u, label: *both}
"""
    changed = with_item(text, "l", "u", {"label": {"fr": "Non"}})
    assert "words: {fr: Oui, en: Yes}" in changed
    assert "label: {fr: Non, en: Yes}" in changed
    assert with_values("a: {b: 1}\n", "a", {"b": 2}) == "a: {b: 2}\n"


def settings_like(text: str) -> list[str]:
    return [one["code"] for one in YAML(typ="safe").load(text)["categories"]]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_comment_of_a_shipped_file_is_lost(path: Path):
    """The first question of each file and the last of its categories; the slow test has them all.

    Comments go astray where a list or a file ends, or by the way in which a file is written.
    """
    settings, text = remarked(path)
    questions = asked_in(settings)
    for section, code in dict.fromkeys((*questions[:1], *questions[-1:])):
        keeps_its_comments(path, text, section, code)


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_comment_is_lost_whichever_question_changes(path: Path):
    settings, text = remarked(path)
    for section, code in asked_in(settings):
        keeps_its_comments(path, text, section, code)


def remarked(path: Path) -> tuple[AgencySettings, str]:
    text = with_remarks(path.read_text(encoding="utf-8"))
    settings, mistakes = read_agency(text, beside(path))
    assert mistakes == []
    assert settings is not None
    return settings, text


def beside(path: Path) -> PortalSettings | None:
    return read_portal(path.with_name("_portal.yaml"))[0]


def asked_in(settings: AgencySettings) -> list[tuple[tuple[str, ...], str]]:
    return [
        (("categories", category.code, "questions"), question.code)
        for category in settings.categories
        for question in category.questions
    ]


def keeps_its_comments(path: Path, text: str, section: tuple[str, ...], code: str) -> None:
    changed = with_item(text, section, code, {"required": True})
    changed = with_item_moved(changed, section, code, 1)
    assert comments_of(changed) == comments_of(text)
    assert read_agency(changed, beside(path))[1] == []


def with_remarks(text: str) -> str:
    """Return a file with a remark above each key and each entry that begins a line."""
    begins = re.compile(r"^( *)(?=(- )?[{a-z_]+:?)", re.MULTILINE)
    return begins.sub(r"\1# a remark\n\1", text)


@pytest.mark.parametrize("own", ["{within: 2 months, basis: A}\n", "\n  within: 2 months\n"])
def test_a_group_that_goes_leaves_the_comment_above_it(own: str):
    assert without(f"a: 1\n# why\nb: {own}c: 2\n", "b") == "a: 1\n# why\nc: 2\n"


WORDS_OF_TRADE = """jargon:
  # Asked for by the rangers.
  - {language: fr, words: sente, instead: sentier}
  - {language: en, words: egress}
channels: {web: true}
"""


def test_a_list_told_apart_by_its_words_keeps_the_comments_of_what_stays():
    things = [
        {"language": "en", "words": "egress", "instead": "way out"},
        {"language": "fr", "words": "sente", "instead": "sentier"},
        {"language": "fr", "words": "layon", "instead": None},
    ]
    assert with_list(WORDS_OF_TRADE, "jargon", things) == (
        "jargon:\n"
        "  - {language: en, words: egress, instead: way out}\n"
        "  # Asked for by the rangers.\n"
        "  - {language: fr, words: sente, instead: sentier}\n"
        "  - {language: fr, words: layon}\n"
        "channels: {web: true}\n"
    )


def test_a_list_whose_words_tell_nothing_apart_is_written_anew():
    things = [{"language": one, "words": "agent"} for one in ("fr", "en")]
    text = with_list(WORDS_OF_TRADE, "jargon", things)
    assert yaml_in(text)["jargon"] == things
    assert yaml_in(with_list(text, "jargon", things[:1]))["jargon"] == things[:1]


def test_a_list_without_things_is_taken_out_and_begins_where_there_was_none():
    emptied = with_list(WORDS_OF_TRADE, "jargon", [])
    assert yaml_in(emptied) == {"channels": {"web": True}}
    begun = with_list(TEXT, "jargon", [{"words": "sente"}])
    assert yaml_in(begun)["jargon"] == [{"words": "sente"}]


@given(st.lists(st.tuples(st.sampled_from(["fr", "en"]), WORDS), max_size=5))
def test_whatever_words_a_list_is_given_are_read_back(rows: list[tuple[str, str]]):
    things = [{"language": language, "words": words} for language, words in rows]
    assert yaml_in(with_list(WORDS_OF_TRADE, "jargon", things)).get("jargon", []) == things
