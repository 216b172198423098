"""Templates are compiled once for each language, and say what they said before."""

import pytest
from flask import Flask

from tests.pages.tiny_app import PAGE, rendered, tiny_app


@pytest.fixture(scope="module")
def app() -> Flask:
    return tiny_app()


def compiled(app: Flask, language: str, source: str) -> str:
    """Return the Python that a template becomes in a language."""
    return app.jinja_env.in_language(language).compile(source, "page.html", raw=True)


def test_a_constant_text_stands_in_the_compiled_template(app: Flask):
    source = '<p>{{ _("Passer au contenu principal") }}</p>'
    assert "'<p>Passer au contenu principal</p>'" in compiled(app, "fr", source)
    assert "'<p>Skip to main content</p>'" in compiled(app, "en", source)


def test_a_text_with_marks_is_chosen_when_compiled_and_filled_when_shown(app: Flask):
    template = '{{ _("Catégorie : %(name)s", name=name) }}'
    assert "context.call" not in compiled(app, "fr", template)
    assert rendered(app, template, "/fr/", name="<b>") == "Catégorie\xa0: &lt;b&gt;"
    assert rendered(app, template, "/en/", name="<b>") == "Category: &lt;b&gt;"


def test_a_text_that_a_variable_holds_is_worded_when_shown(app: Flask):
    template = "{{ _(name) }}"
    assert rendered(app, template, "/fr/", name="Organismes") == "Organismes"
    assert rendered(app, template, "/en/", name="Organismes") == "Agencies"


def test_what_is_counted_is_worded_when_shown(app: Flask):
    template = '{{ ngettext("%(num)s plainte", "%(num)s plaintes", number) }}'
    assert [rendered(app, template, "/fr/", number=number) for number in (0, 2)] == [
        "0 plainte",
        "2 plaintes",
    ]
    assert [rendered(app, template, "/en/", number=number) for number in (0, 1)] == [
        "0 complaints",
        "1 complaint",
    ]


def test_a_text_of_the_catalogue_is_markup_wherever_it_goes(app: Flask):
    template = '{% set words = [_("A & B"), "A & B"] %}{{ words|join(", ") }}'
    assert rendered(app, template) == "A & B, A &amp; B"


def test_a_percent_sign_is_written_twice_with_and_without_marks(app: Flask):
    assert rendered(app, '{{ _("100 %% de %(n)s", n=3) }} {{ _("100 %%") }}') == (
        "100\xa0% de 3 100\xa0%"
    )


def test_what_is_the_same_on_every_page_of_a_language_is_compiled_too(app: Flask):
    source = '<p lang="{{ page_language() }}">{{ other_language() }}{{ colon() }}</p>'
    assert """'<p lang="en-CA">fr:</p>'""" in compiled(app, "en", source)


def test_a_page_finds_its_frame_and_its_macros_in_its_own_language(app: Flask):
    source = f'{PAGE}{{% block main %}}{{% include "components/call_us.html" %}}{{% endblock %}}'
    pages = [rendered(app, source, path) for path in ("/fr/", "/en/", "/fr/")]
    assert ["Passer au contenu principal" in page for page in pages] == [True, False, True]
    assert ["Appelez le" in page for page in pages] == [True, False, True]
    assert ["Call " in page for page in pages] == [False, True, False]


def test_an_address_of_a_known_page_is_handed_its_values_alone(app: Flask):
    source = '{% for code in codes %}{{ url_for("citizen.home", vue=code) }} {% endfor %}'
    assert "constant_0 = environment.globals['url_for'].to('citizen.home', 'vue')" in compiled(
        app, "fr", source
    )
    assert rendered(app, source, codes=["a", "b&c", 4]) == "/fr/?vue=a /fr/?vue=b%26c /fr/?vue=4 "


def test_a_text_that_a_macro_is_handed_is_a_constant_of_the_template(app: Flask):
    source = '{% macro of(words) %}<p>{{ words }}</p>{% endmacro %}{{ of(_("Organismes")) }}'
    assert "constant_0 = Markup('Agencies')" in compiled(app, "en", source)
    assert rendered(app, source, "/en/") == "<p>Agencies</p>"
