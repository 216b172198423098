"""Every mistake in settings is told in both languages, whatever finds it."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from portal.agencies.files.places import Mistake
from portal.agencies.settings.reader import read_agency, read_portal
from portal.agencies.settings.schema import AgencyFile
from portal.agencies.settings.shared import PortalSettings
from portal.agencies.settings.wording import WORDS
from portal.words.refresh import PORTAL as PORTAL_FOLDER
from tests.agencies.settings.settings_files import PORTAL_TEXT, changed, portal

PORTAL = portal()
AGENCY_TEXT = changed(
    (
        "units:",
        "calendar:\n  jurisdiction: CA-QC\n  timezone: America/Toronto\n  hours: 09:00-17:00\n"
        "  extra_closures:\n    - {on: 2026-05-01, weekend: stay}\nunits:",
    ),
    ("kind: date}", "kind: number, minimum: 1, maximum: 3}"),
)
# What each part of a schema can refuse. A part that is not here needs its words first.
REFUSALS = {
    "any": (),
    "bool": ("bool_type",),
    "default": (),
    "definition-ref": (),
    "definitions": (),
    "dict": ("dict_type",),
    "enum": ("enum",),
    "function-after": ("value_error",),
    "function-before": ("value_error",),
    "function-plain": ("value_error",),
    "int": ("int_type", "greater_than_equal"),
    "literal": ("literal_error",),
    "model": ("model_type",),
    "model-field": (),
    "model-fields": ("model_type",),
    "nullable": (),
    "str": ("string_type", "string_too_short", "string_pattern_mismatch"),
    "tagged-union": (),
    "tuple": ("tuple_type", "too_short"),
}
PASSED_OVER = ("metadata", "serialization", "json_schema_input_schema", "function")
ENGLISH = re.compile(r"\b(is|are|must|not|the|does|cannot|has|here|did|you)\b")
QUOTED = re.compile("«[^»]*»")
LOOSE_SIGN = re.compile(" [:;!?%»$]|« ")
VALUES = (
    *("", "''", "12", "true", "yes", "x", "[]", "{}", "[[1]]", "{a: b}", "'(['", "!x y", "*a"),
    *("&a [*a]", "2026-02-30", "17:00-09:00", "9999 years"),
)


def parts(schema: Any) -> Iterator[str]:
    """Yield the type of every part of a schema as pydantic keeps it."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema["type"]
        for key, inner in schema.items():
            if key not in PASSED_OVER:
                yield from parts(inner)
    elif isinstance(schema, list | tuple):
        for inner in schema:
            yield from parts(inner)


def mistakes_with_other_values(text: str, every: int) -> Iterator[Mistake]:
    """Yield what is told of a file in which each value gives way to others, one at a time.

    Each place is given one in `every` of them, and the next place begins with the next.
    """
    lines = text.splitlines()
    places = count()
    for number, line in enumerate(lines):
        for pair in re.finditer(r"(?<=: )[^:]+?(?=[,}\]]|$)", line):
            for value in VALUES[next(places) % every :: every]:
                other = line[: pair.start()] + value + line[pair.end() :]
                damaged = "\n".join([*lines[:number], other, *lines[number + 1 :]])
                reading = (
                    read_portal(damaged) if text is PORTAL_TEXT else read_agency(damaged, PORTAL)
                )
                yield from reading[1]


@pytest.mark.parametrize("model", [AgencyFile, PortalSettings])
def test_whatever_a_schema_refuses_has_its_words(model: Any):
    for part in set(parts(model.__pydantic_core_schema__)):
        assert set(REFUSALS[part]) <= set(WORDS)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("text", [AGENCY_TEXT, PORTAL_TEXT], ids=["agency", "portal"])
def test_what_is_wrong_is_told_in_french_without_a_word_of_english(text: str, every: int):
    told = {mistake.text for mistake in mistakes_with_other_values(text, every)}
    assert len(told) > 20
    for one in told:
        french = QUOTED.sub("«…»", one.in_("fr"))
        assert french != one.in_("en")
        assert not ENGLISH.search(french), french
        assert not LOOSE_SIGN.search(french), french


def test_no_page_of_settings_shows_a_sentence_as_english_whatever_its_language():
    own = (PORTAL_FOLDER / "pages" / "templates" / "settings").rglob("*.html")
    for template in (*own, *PORTAL_FOLDER.glob("features/*/templates/settings_*.html")):
        assert '<span lang="en">' not in template.read_text("utf-8"), template.name
