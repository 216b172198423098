"""Templates say and refuse what they would if Jinja wrote their Python: each value, each page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from flask import Flask, before_render_template
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Template, TemplateAssertionError, TemplateRuntimeError, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from portal.domain.role import Role
from portal.pages.installing.templates import Templates
from portal.pages.markup import marked, shown
from portal.runtime import Runtime
from tests.pages.office.people import signed_in
from tests.pages.tiny_app import rendered, tiny_app
from tests.support import file

LEADS_ON = re.compile(r'(?:href|action)="(/(?:fr|en)[^"#]*)')


class Person:
    """Somebody whose name is markup of its own."""

    def __html__(self) -> str:
        return "<b>Léa</b>"

    def __str__(self) -> str:
        return "<i>nobody</i>"


class Shouted(str):
    """A text that is written in another way than it reads."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"<{self.upper()}>"


def by_jinja(templates: Templates) -> Templates:
    """Return the same templates, as Jinja's own compiler writes them."""
    made: Any = templates.overlay()
    made.code_generator_class, made.bytecode_cache = CodeGenerator, None
    made._made = {}
    return made  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def small() -> Flask:
    return tiny_app()


@given(st.text() | st.integers() | st.none() | st.booleans() | st.floats() | st.binary())
@example("<script>alert('&')</script>")
@example('"')
@example("'")
@example(Markup("<b>&amp;</b>"))
@example(Person())
@example(Shouted("a"))
@example(["<", Markup("<b>")])
def test_a_page_shows_of_a_value_what_is_escaped(value: object):
    assert str(shown(value)) == str(escape(value))


@given(st.text())
def test_what_is_marked_is_markup_and_the_same_text(text: str):
    assert type(marked(text)) is Markup
    assert marked(text) == text


@pytest.mark.parametrize(
    "template",
    [
        "{{ value }}",
        "{% macro of(a) %}<u>{{ a }}</u>{% endmacro %}{{ of(value) }}",
        "{% macro of(a) %}<u>{{ a }}</u>{% endmacro %}{{ of(of(a=value)) }}",
        "{% macro of() %}{{ caller() }}{% endmacro %}{% call of() %}{{ value }}{% endcall %}",
        "{% macro of() %}{{ caller(value) }}{% endmacro %}{% call(a) of() %}{{ a }}{% endcall %}",
        "{% set a %}{{ value }}{% endset %}{{ a }}{{ a ~ value }}",
        "{% block one %}{% block two %}{{ value }}{% endblock %}{% endblock %}{{ self.two() }}",
        "{% for a in [value] %}{{ loop.index }}{{ a }}{% else %}none{% endfor %}",
    ],
)
@pytest.mark.parametrize("value", ["<'&\">", Markup("<b>"), None, 4, 0.5, Person(), Shouted("a")])
def test_nothing_gets_past_what_escapes(small: Flask, template: str, value: object):
    plain = by_jinja(small.jinja_env)
    with small.test_request_context("/fr/"):
        expected = plain.from_string(template).render(value=value)
    assert rendered(small, template, value=value) == expected


def test_a_macro_is_handed_its_arguments_by_place_or_name_and_has_its_defaults(small: Flask):
    template = "{% macro of(missing, a=1, b=a) %}{{ missing }}-{{ a }}-{{ b }}{% endmacro %}"
    called = "{{ of(0) }} {{ of(0, b=2) }} {{ of(*[0, 3]) }} {{ of(**{'missing': 4}) }}"
    assert rendered(small, template + called) == "0-1-1 0-1-2 0-3-3 4-1-1"


@pytest.mark.parametrize("arguments", ["", "missing=2"])
def test_a_macro_knows_whether_it_is_called_around_something(small: Flask, arguments: str):
    inside = "{{ caller() if caller is defined }}{{ caller is defined }}"
    template = "{% macro of(missing=1) %}" + inside + "{% endmacro %}"
    assert rendered(small, f"{template}{{{{ of({arguments}) }}}}") == "False"
    assert rendered(small, f"{template}{{% call of({arguments}) %}}x{{% endcall %}}") == "xTrue"


def test_a_name_that_python_keeps_for_itself_may_be_handed_on(small: Flask):
    template = "{{ dict(from=1, **{'to': 2}) }} {{ dict(class='a', is=3) }}"
    shown_dict = (
        "{&#39;from&#39;: 1, &#39;to&#39;: 2} {&#39;class&#39;: &#39;a&#39;, &#39;is&#39;: 3}"
    )
    assert rendered(small, template) == shown_dict


@pytest.mark.parametrize(
    "template",
    [
        "{{ nobody.name }}",
        "{{ nobody() }}",
        "{% macro of(a) %}{{ a.name }}{% endmacro %}{{ of() }}",
        "{% macro of() %}{{ caller() }}{% endmacro %}{{ of() }}",
        '{% from "components/tag.html" import no_such_macro %}{{ no_such_macro() }}',
    ],
)
def test_what_is_not_there_is_still_a_mistake(small: Flask, template: str):
    with pytest.raises(UndefinedError):
        rendered(small, template)


@pytest.mark.parametrize("call", ["of(1, 2)", "of(b=1)", "of(1, a=2)"])
def test_arguments_that_a_macro_does_not_take_are_a_mistake(small: Flask, call: str):
    with pytest.raises(TypeError):
        rendered(small, "{% macro of(a) %}{% endmacro %}{{ " + call + " }}")


@pytest.mark.parametrize("rest", ["varargs", "kwargs"])
def test_a_macro_names_all_its_arguments(small: Flask, rest: str):
    with pytest.raises(TemplateAssertionError, match="names all"):
        rendered(small, "{% macro of() %}{{ " + rest + " }}{% endmacro %}")


def test_a_page_without_what_its_frame_requires_is_a_mistake(small: Flask):
    with pytest.raises(TemplateRuntimeError, match="title"):
        rendered(small, '{% extends "base.html" %}')


def test_nothing_that_templates_call_asks_for_the_context(app: Flask):
    handed = dict(app.jinja_env.in_language("fr").globals)
    with app.test_request_context("/fr/"):
        app.preprocess_request()
        app.update_template_context(handed)
        asking = [name for name, value in handed.items() if hasattr(value, "jinja_pass_arg")]
    assert asking == []
    assert {"url_for", "office_may", "csrf_token"} <= {*handed}


def pages(client: FlaskClient, start: str, most: int) -> Iterator[str]:
    """Open a page and those to which it leads, one after another."""
    waiting, opened = [start], set[str]()
    while waiting and len(opened) < most:
        path = waiting.pop(0)
        if path.partition("?")[0] in opened:
            continue
        opened.add(path.partition("?")[0])
        page = client.get(path)
        if page.status_code == 200 and page.mimetype == "text/html":
            waiting += [unescape(there) for there in LEADS_ON.findall(page.text)]
            yield path


@pytest.mark.parametrize(
    ("role", "post", "start", "most"),
    [
        (Role.HEAD, None, "/fr/gestion/parks/file?vue=equipe", 70),
        (Role.ADMINISTRATOR, None, "/fr/reglages/parks", 50),
        (Role.OFFICER, "office", "/en/", 40),
    ],
)
def test_a_journey_reads_the_same_however_its_templates_are_compiled(
    app: Flask, runtime: Runtime, role: Role, post: str | None, start: str, most: int
):
    for _ in range(2):
        file(runtime)
    plain, compared = by_jinja(app.jinja_env), set[str]()

    def compare(_: Flask, template: Template, context: dict[str, Any], **__: Any) -> None:
        if template.name is not None:
            compared.add(template.name)
            expected = plain.get_template(template.name).render(context)
            assert template.render(context) == expected

    client = signed_in(app, runtime, role=role, post=post)
    with before_render_template.connected_to(compare, app):
        assert len(list(pages(client, start, most))) > most / 2
    assert len(compared) > 10
