"""Laws that hold for settings files of every kind, sound or hostile."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.agencies.files.places import Mistake, Place
from portal.agencies.files.tree import read_tree
from portal.agencies.settings.reader import read_agency, read_folder, read_portal
from tests.agencies.settings.settings_files import PARKS_TEXT, PORTAL_TEXT, portal

PORTAL = portal()
LINES = PARKS_TEXT.splitlines()

anything = st.one_of(st.binary(max_size=200), st.text(max_size=200))
yaml_like = st.text(alphabet="ab:-?[]{}&*!|>'\"#%@ \t\n\\0.,", max_size=80)
values = st.sampled_from(
    [
        "",
        "null",
        "[]",
        "{}",
        "12",
        "1.5",
        "true",
        "x",
        "[[1]]",
        "{a: {b: c}}",
        "'",
        "*a",
        "&a b",
        "é",
    ]
)


def are_placed(mistakes: list[Mistake], text: str | bytes) -> bool:
    """Whether every mistake points into the text, or just past it, and can be printed."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    last = 2 + sum(raw.count(end) for end in (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80"))
    return all(
        1 <= mistake.line <= last
        and mistake.column >= 1
        and mistake.text.in_("fr")
        and str(mistake).encode()
        for mistake in mistakes
    )


@given(anything | yaml_like)
def test_whatever_the_bytes_are_there_are_mistakes_in_a_place(text: str | bytes):
    for settings_found, mistakes in (read_agency(text, PORTAL), read_portal(text)):
        assert settings_found is None
        assert mistakes
        assert are_placed(mistakes, text)


@given(st.integers(0, len(PARKS_TEXT)), yaml_like)
def test_a_file_broken_anywhere_is_settings_or_mistakes(at: int, typed: str):
    text = PARKS_TEXT[:at] + typed + PARKS_TEXT[at:]
    found, mistakes = read_agency(text, PORTAL)
    assert (found is None) == bool(mistakes)
    assert are_placed(mistakes, text)


@given(st.sampled_from([n for n, line in enumerate(LINES) if ": " in line]), values)
def test_any_value_may_be_replaced_by_any_other(number: int, value: str):
    key = LINES[number].split(": ")[0]
    text = "\n".join([*LINES[:number], f"{key}: {value}", *LINES[number + 1 :]])
    found, mistakes = read_agency(text, PORTAL)
    assert (found is None) == bool(mistakes)
    assert are_placed(mistakes, text)


@given(st.sampled_from([n for n in range(len(LINES)) if n]))
def test_any_line_may_be_left_out(number: int):
    text = "\n".join([*LINES[:number], *LINES[number + 1 :]])
    found, mistakes = read_agency(text, PORTAL)
    assert (found is None) == bool(mistakes)


@given(st.text(max_size=300) | yaml_like)
def test_mistakes_come_in_line_order_and_once(text: str):
    _, mistakes = read_agency(text, PORTAL)
    places = [(mistake.line, mistake.column, mistake.path) for mistake in mistakes]
    assert places == sorted(set(places))


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(["_portal", "parks", "a"]), anything, min_size=1))
def test_a_folder_of_anything_is_read(tmp_path: Path, files: dict[str, str | bytes]):
    for old in tmp_path.iterdir():
        old.unlink()
    for name, text in files.items():
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        (tmp_path / f"{name}.yaml").write_bytes(raw)
    assert read_folder(tmp_path).mistakes


def test_every_value_stands_where_the_tree_says():
    for text in (PARKS_TEXT, PORTAL_TEXT):
        root, mistakes = read_tree(text, "any.yaml")
        assert root is not None
        assert mistakes == []
        lines = text.splitlines()
        scalars = list(_scalars(Place("any.yaml", root)))
        assert len(scalars) > 30
        for place in scalars:
            rest = lines[place.node.line - 1][place.node.column - 1 :]
            assert rest.lstrip('"').startswith(place.node.written)


def _scalars(place: Place) -> list[Place]:
    children = [*place.items, *(place.at(key) for key in place.keys)]
    if not children:
        return [place]
    return [scalar for child in children for scalar in _scalars(child)]
