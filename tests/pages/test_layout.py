"""What a page keeps of the lines and indents of its template."""

import pytest
from jinja2 import DictLoader, Environment

from portal.pages.installing import LayoutLeftOut


def sent(template: str, name: str = "page.html", **values: object) -> str:
    environment = Environment(loader=DictLoader({name: template}), extensions=[LayoutLeftOut])
    return environment.get_template(name).render(**values)


def test_what_lays_blocks_out_is_not_sent():
    page = (
        "<ul>\n  {% for n in [1, 2] %}\n    <li>\n      {{ n }}\n    </li>\n  {% endfor %}\n</ul>"
    )
    assert sent(page) == "<ul><li>1</li><li>2</li></ul>"


def test_a_break_between_words_and_links_is_a_space():
    assert sent("<p>\n  Lisez\n  <a>ceci</a>\n  <a>cela</a>.\n</p>") == (
        "<p>Lisez <a>ceci</a> <a>cela</a>.</p>"
    )


def test_a_break_beside_what_fills_the_page_is_a_space():
    assert sent("<p>{{ a }}\n  {{ b }}</p>", a="un", b="deux") == "<p>un deux</p>"


def test_attributes_may_stand_below_each_other():
    template = '<a class="b"\n   href="/"\n   {%- if here %} aria-current="page"{% endif %}>Ici</a>'
    assert sent(template, here=True) == '<a class="b" href="/" aria-current="page">Ici</a>'


@pytest.mark.parametrize("level", [1, 2])
def test_a_tag_that_a_statement_parts_is_still_a_block(level: int):
    template = "<h{{ level }}{% if level > 1 %} id=b{% endif %}>\n  A\n</h{{ level }}>\n<p>B</p>"
    assert sent(template, level=level) == (
        f"<h{level}{' id=b' if level > 1 else ''}>A</h{level}><p>B</p>"
    )


def test_spaces_within_a_line_stay():
    assert sent("<p> A  B </p> <p>\N{NO-BREAK SPACE}\n:</p>") == (
        "<p> A  B </p> <p>\N{NO-BREAK SPACE} :</p>"
    )


@pytest.mark.parametrize("tag", ["pre", "textarea"])
def test_texts_keep_their_breaks(tag: str):
    template = f"<p>\n  <{tag}\n    id=a>\n{{{{ text }}}}\n  b</{tag}>\n</p>"
    assert sent(template, text="\n a\n") == f"<p><{tag} id=a>\n\n a\n\n  b</{tag}></p>"


def test_what_fills_the_page_keeps_all_that_it_has():
    assert sent("<p>{{ text }}</p>", text="\n  a\n\n</p>\n") == "<p>\n  a\n\n</p>\n</p>"


def test_what_is_no_page_keeps_its_lines():
    assert sent("<p>\n  A\n</p>\n", "letter.txt") == "<p>\n  A\n</p>"
