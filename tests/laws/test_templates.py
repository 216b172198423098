"""What holds for every template: lines that a screen shows whole, texts that are compiled with it.

None has a style or a script of its own.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment

import portal
from portal.domain.text import LANGUAGES, Language

LONGEST_LINE = 160
# It is kept by the person and opens where there is no portal to ask for a style sheet.
STANDS_ALONE = "ready_file.html"
# How a compiled template asks for a text that it could have had when it was compiled.
_ASKED_FOR = re.compile(r"""name='(?:_|gettext)'\) if [^()]+\), ['"]""")
_CLASSES = re.compile(r'class="([^"]*)"')
_WIDTH = re.compile(r'\bwidth="([a-z]\w*)"')
_FILLED_IN = re.compile(r"\{%.*?%\}|[\w-]*\{\{.*?\}\}[\w-]*")
_STYLED = re.compile(r"\.([a-z][\w-]*)")
_OF_ITS_OWN = re.compile(r"<style|<script(?![^>]*\bsrc=)|\s(?:style|on[a-z]+)=[\"']")


def templates() -> Iterator[Path]:
    for folder in Path(portal.__file__).parent.rglob("templates"):
        yield from folder.rglob("*.*")


def test_there_are_templates():
    assert len([path for path in templates() if path.suffix == ".html"]) > 250


def test_no_line_of_a_template_is_long():
    long = [
        f"{path.name}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_no_template_has_a_style_or_a_script_of_its_own():
    own = {
        path.name: found.group()
        for path in templates()
        if (found := _OF_ITS_OWN.search(path.read_text("utf-8")))
    }
    assert set(own) == {STANDS_ALONE}, own


def test_every_class_and_width_that_a_template_names_is_one_of_the_style_sheet():
    folder = Path(portal.__file__).parent
    sheets = [*folder.rglob("static/*.css"), *folder.rglob("static/*.js")]
    styled = {name for sheet in sheets for name in _STYLED.findall(sheet.read_text("utf-8"))}
    unknown = {
        (path.name, name)
        for path in templates()
        if path.name != STANDS_ALONE
        for name in classes_of(path.read_text("utf-8"))
        if name not in styled
    }
    assert unknown == set()


def classes_of(template: str) -> Iterator[str]:
    """Return the classes that are written out, and those of fields with a width."""
    for classes in _CLASSES.findall(template):
        named = _FILLED_IN.sub(" ", classes).split()
        yield from (name for name in named if not name.endswith("-"))
    for width in _WIDTH.findall(template):
        yield f"c-input--{width}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_asks_for_a_text_that_never_changes(app: Flask, language: Language):
    ours = app.jinja_env.in_language(language)
    sources = {
        name: ours.loader.get_source(ours, name)[0] for name in ours.list_templates(["html"])
    }
    asking = [
        name
        for name, source in sources.items()
        if _ASKED_FOR.search(ours.compile(source, name, raw=True))
    ]
    assert asking == []
    assert _ASKED_FOR.search(Environment().compile('{{ _("a") }}', raw=True))


def test_components_know_only_what_they_are_handed():
    # With its context, each page that imports one would make all its macros anew.
    with_context = re.compile(r'"components/\w+\.html" (?:import|as)[^%]* with context')
    anew = [path.name for path in templates() if with_context.search(path.read_text("utf-8"))]
    assert anew == []
